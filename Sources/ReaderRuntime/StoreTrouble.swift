import MailModel
import MailStore
import MailSync
import Reader

/// Says once on the status line that an account stands still because of this machine's disk, and not of the network; and
/// once that it goes on.
struct StoreTrouble {
    private var isTold = false

    private static let fullDisk = ErrorWords.words(for: StoreError.diskFull)

    /// - Returns: what is to be shown as the link comes to stand like this.
    mutating func notice(for link: AccountStatus.Link) -> Notice? {
        switch link {
        case .offline(_, Self.fullDisk, _) where !isTold:
            isTold = true
            return Notice(Self.fullDisk, kind: .error)
        case .live where isTold:
            isTold = false
            return Notice("There is room on the disk again")
        case .offline, .live, .connecting, .elsewhere, .stopped: return nil
        }
    }
}
