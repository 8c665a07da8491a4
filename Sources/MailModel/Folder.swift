/// What a folder is for (RFC 6154 section 2, and INBOX).
package enum FolderRole: String, Hashable, Sendable, CaseIterable {
    case inbox, flagged, drafts, sent, archive, all, important, junk, trash
}

/// A folder of an account as the store knows it.
package struct Folder: Hashable, Sendable, Identifiable {
    package var id: FolderID
    package var account: AccountID
    /// The name to show and to type: decoded, with the server's own delimiter.
    package var name: String
    /// The name as the server wrote it. It is the folder's identity on the wire and is sent back untouched.
    package var wireName: String
    /// The hierarchy delimiter, nil where the name space is flat.
    package var delimiter: Character?
    package var role: FolderRole?
    package var isSubscribed: Bool
    /// False for `\Noselect` and `\NonExistent`.
    package var isSelectable: Bool
    /// Messages the server has; rows that are not there yet count too.
    package var total: Int
    package var unread: Int

    package init(
        id: FolderID, account: AccountID, name: String, wireName: String, delimiter: Character?, role: FolderRole?,
        isSubscribed: Bool, isSelectable: Bool, total: Int, unread: Int
    ) {
        self.id = id
        self.account = account
        self.name = name
        self.wireName = wireName
        self.delimiter = delimiter
        self.role = role
        self.isSubscribed = isSubscribed
        self.isSelectable = isSelectable
        self.total = total
        self.unread = unread
    }

    /// The last component of the name.
    package var leaf: String {
        guard let delimiter, let last = name.split(separator: delimiter).last else { return name }
        return String(last)
    }

    /// How deep the folder lies under the root: 0 at the top.
    package var depth: Int {
        guard let delimiter else { return 0 }
        return max(0, name.split(separator: delimiter).count - 1)
    }
}

/// A folder as LIST answered it, before the store has a row for it.
package struct ListedFolder: Hashable, Sendable {
    package var name: String
    package var wireName: String
    package var delimiter: Character?
    package var role: FolderRole?
    package var isSubscribed: Bool
    package var isSelectable: Bool

    package init(
        name: String, wireName: String, delimiter: Character?, role: FolderRole?, isSubscribed: Bool,
        isSelectable: Bool
    ) {
        self.name = name
        self.wireName = wireName
        self.delimiter = delimiter
        self.role = role
        self.isSubscribed = isSubscribed
        self.isSelectable = isSelectable
    }
}
