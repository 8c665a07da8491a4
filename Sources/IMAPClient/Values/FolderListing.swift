import MailModel

/// The folders of an account, with the counts that came along (RFC 5819).
package struct FolderListing: Sendable, Equatable {
    package var folders: [ListedFolder]
    /// By wire name. Empty where the server does not tell them with LIST: then STATUS does.
    package var statuses: [String: MailboxStatusValues]

    package init(folders: [ListedFolder], statuses: [String: MailboxStatusValues] = [:]) {
        self.folders = folders
        self.statuses = statuses
    }
}
