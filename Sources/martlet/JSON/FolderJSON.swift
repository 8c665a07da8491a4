import MailModel

/// A folder as `folders` prints it.
struct FolderJSON: Encodable {
    var name: String
    var account: String
    var delimiter: String?
    var role: String?
    var subscribed: Bool
    var selectable: Bool
    var total: Int
    var unread: Int

    init(_ folder: Folder) {
        name = folder.name
        account = folder.account.name
        delimiter = folder.delimiter.map(String.init)
        role = folder.role?.rawValue
        subscribed = folder.isSubscribed
        selectable = folder.isSelectable
        total = folder.total
        unread = folder.unread
    }
}
