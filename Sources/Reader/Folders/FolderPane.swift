import MailModel

/// The tree of folders and the place in it.
package struct FolderPane: Equatable, Sendable {
    /// A row of the pane.
    package enum Row: Equatable, Sendable {
        /// The head of an account's section, where there are several accounts.
        case account(AccountID)
        case folder(FolderRow)
        /// Air between two sections.
        case gap
    }

    package struct FolderRow: Equatable, Sendable {
        package var folder: Folder
        /// What the row shows: the part of the name that its place in the tree does not already say.
        package var title: String
        package var indent: Int
        package var hasChildren: Bool
        package var isCollapsed: Bool
        /// Unread messages in the folders that are folded away under it.
        package var hiddenUnread = 0
    }

    /// Every folder of every account, as the store told last; nil until it did.
    package internal(set) var known: [Folder]?
    package internal(set) var rows: [Row] = []
    package internal(set) var cursor = 0
    package internal(set) var top = 0
    package internal(set) var open: FolderID?
    var collapsed: Set<FolderID> = []

    package init() {}

    /// The folder under the cursor.
    var current: Folder? { folder(atRow: cursor) }

    func folder(atRow index: Int) -> Folder? {
        guard rows.indices.contains(index), case .folder(let row) = rows[index] else { return nil }
        return row.folder
    }

    func folder(_ id: FolderID?) -> Folder? {
        guard let id else { return nil }
        return known?.first { $0.id == id }
    }

    var openFolder: Folder? { folder(open) }

    /// The folder of that role in the account. Gmail has no archive: mail that leaves the inbox for the folder of all mail
    /// is archived there.
    func folder(_ role: FolderRole, of account: AccountID) -> Folder? {
        let found = known?.first { $0.account == account && $0.role == role && $0.isSelectable }
        return role == .archive && found == nil ? folder(.all, of: account) : found
    }

    /// The account that commands without a folder mean: that of the open folder, else the first.
    var account: AccountID? { openFolder?.account ?? known?.first?.account }

    /// Takes news of the folders; the cursor stays on its folder.
    mutating func receive(_ folders: [Folder]) {
        known = folders
        rebuild()
    }

    mutating func rebuild() {
        let id = current?.id
        rows = FolderTree.rows(of: known ?? [], collapsed: collapsed)
        if let id, let place = row(of: id) {
            cursor = place
        } else {
            move(to: cursor)
        }
    }

    func row(of id: FolderID) -> Int? {
        rows.indices.first { folder(atRow: $0)?.id == id }
    }

    /// Moves the cursor to a row; from the head of a section on to the folder below it.
    mutating func move(to wanted: Int) {
        let goesDown = wanted >= cursor
        let bounded = min(max(0, wanted), max(0, rows.count - 1))
        let below = rows.indices.first { $0 >= bounded && folder(atRow: $0) != nil }
        let above = rows.indices.last { $0 <= bounded && folder(atRow: $0) != nil }
        cursor = (goesDown ? below ?? above : above ?? below) ?? 0
    }

    /// Scrolls so that the cursor is on the screen.
    mutating func reveal(visible: Int) {
        if cursor < top { top = cursor }
        // The head of the first section belongs to its first folder.
        if cursor == 1, top == 1 { top = 0 }
        if cursor >= top + visible { top = cursor - visible + 1 }
        top = max(0, min(top, rows.count - 1))
    }
}
