import Foundation
import MailModel
import Synchronization

/// A progress bar on standard error, in place; shown on a terminal only.
final class ProgressLine: Sendable {
    private let isShown: Bool
    private let last = Mutex<ContinuousClock.Instant?>(nil)

    init(isShown: Bool) { self.isShown = isShown && isatty(STDERR_FILENO) == 1 }

    func show(_ progress: AccountStatus.Progress) {
        guard isShown, progress.total > 0 else { return }
        let now = ContinuousClock.now
        let isDue = last.withLock { last in
            if let last, now - last < .milliseconds(100), progress.done < progress.total { return false }
            last = now
            return true
        }
        guard isDue else { return }
        let width = 30
        let filled = min(width, max(0, progress.done * width / progress.total))
        let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: width - filled)
        write("\r\u{1b}[K\(PlainOutput.safe(progress.title)) \(bar) \(progress.done) of \(progress.total)")
    }

    func clear() {
        guard isShown else { return }
        write("\r\u{1b}[K")
    }

    private func write(_ text: String) { FileHandle.standardError.write(Data(text.utf8)) }
}
