import Foundation
import MailModel
import Reader
import Synchronization

/// A progress bar on standard error, in place; shown on a terminal only.
final class ProgressLine: Sendable {
    private let isShown: Bool
    private let last = Mutex<ContinuousClock.Instant?>(nil)

    init(isShown: Bool) { self.isShown = isShown && isatty(STDERR_FILENO) == 1 }

    func show(_ progress: AccountStatus.Progress) {
        show(progress.title, progress.done, of: progress.total) { "\($0)" }
    }

    /// Octets that have come of a file.
    func show(_ title: String, octets: Int, of total: Int) {
        show(title, octets, of: total, Amounts.octets)
    }

    private func show(_ title: String, _ done: Int, of total: Int, _ amount: (Int) -> String) {
        guard isShown, total > 0 else { return }
        let now = ContinuousClock.now
        let isDue = last.withLock { last in
            if let last, now - last < .milliseconds(100), done < total { return false }
            last = now
            return true
        }
        guard isDue else { return }
        let width = 30
        let filled = min(width, max(0, done * width / total))
        let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: width - filled)
        write("\r\u{1b}[K\(PlainOutput.safe(title)) \(bar) \(amount(done)) of \(amount(total))")
    }

    func clear() {
        guard isShown else { return }
        write("\r\u{1b}[K")
    }

    private func write(_ text: String) { FileHandle.standardError.write(Data(text.utf8)) }
}
