import MailModel

/// An address as every object has it.
struct AddressJSON: Encodable {
    var name: String
    var address: String

    init(_ address: EmailAddress) {
        name = address.name
        self.address = address.address
    }
}

/// A message as `list` and `search` print it.
struct MessageJSON: Encodable {
    var id: String?
    var uid: UInt32?
    var folder: String
    var date: String
    var from: [AddressJSON]
    var to: [AddressJSON]
    var subject: String
    var flags: [String]
    var size: Int
    var hasAttachments: Bool
    var pending: Bool

    init(_ summary: MessageSummary, in folder: Folder) {
        id = summary.uid.map { MessageLocator(account: folder.account, folder: folder.name, uid: $0).description }
        uid = summary.uid?.value
        self.folder = folder.name
        date = summary.received.iso8601
        from = summary.from.map(AddressJSON.init)
        to = summary.to.map(AddressJSON.init)
        subject = summary.subject
        flags = summary.flags.wireNames
        size = summary.size
        hasAttachments = summary.hasAttachments
        pending = summary.isPending
    }
}
