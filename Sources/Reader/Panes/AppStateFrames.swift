import MailModel
import Screen

extension AppState {
    /// Where everything stands now.
    var frames: PaneFrames {
        PaneFrames(size: size, layout: layout, focus: focus, hasProgress: progressLine != nil)
    }

    /// The rows that a pane shows, or would show if it were on the screen.
    func visibleRows(of pane: Pane) -> Int { max(1, frames.frame(of: pane).rows) }

    /// The long work that the progress line shows.
    var progressLine: ProgressLine? {
        if let saving {
            let name = AttachmentWords.shown(saving.name)
            return ProgressLine(
                title: hasNoServer ? "\(name) waits for the server" : "Saving \(name)", done: saving.received,
                total: saving.total,
                areOctets: true)
        }
        guard let work = statuses.lazy.compactMap(\.progress).first else { return nil }
        return ProgressLine(title: work.title, done: work.done, total: work.total, areOctets: false)
    }

    /// Whether all accounts have lost their servers.
    private var hasNoServer: Bool {
        !statuses.isEmpty
            && statuses.allSatisfy { status in
                switch status.link {
                case .offline, .stopped: true
                case .connecting, .live, .elsewhere: false
                }
            }
    }

    /// The status of the account whose folder is open, else of the first.
    var status: AccountStatus? {
        statuses.first { $0.account == folders.account } ?? statuses.first
    }
}

/// What the line of the progress bar says.
struct ProgressLine: Equatable, Sendable {
    var title: String
    var done: Int
    /// Nil where it is not known.
    var total: Int?
    var areOctets: Bool
}
