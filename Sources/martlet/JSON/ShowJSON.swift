import MailModel

/// A message as `show --json` prints it.
struct ShowJSON: Encodable {
    struct Link: Encodable {
        var number: Int
        var text: String
        var target: String
        /// Where it leads in the end, where the target is a redirector's address.
        var unwrapped: String?
        var host: String
        var warnings: [String]

        init(_ link: ReadableMessage.Link) {
            number = link.number
            text = link.text
            target = link.target
            unwrapped = link.unwrapped
            host = link.host
            warnings = link.warnings.map(Link.word)
        }

        /// A word for scripts, with what it is about after a colon.
        private static func word(_ warning: LinkWarning) -> String {
            switch warning {
            case .textNamesAnotherHost(let host): "textNamesAnotherHost:\(host)"
            case .punycode(let decoded): "punycode:\(decoded)"
            case .lookAlikeLetters: "lookAlikeLetters"
            case .userInformation(let user): "userInformation:\(user)"
            case .numericHost: "numericHost"
            case .encrypted: "encrypted"
            }
        }
    }

    struct Attachment: Encodable {
        var part: String
        var filename: String
        var type: String
        var size: Int
        var disposition: String?

        init(_ attachment: ReadableMessage.Attachment) {
            part = attachment.section
            filename = attachment.filename
            type = attachment.type
            size = attachment.size
            disposition = attachment.disposition
        }
    }

    /// What the account's own server found out about the sender, and what about him may mislead.
    struct Security: Encodable {
        var server: String?
        var spf: String?
        var dkim: String?
        var dmarc: String?
        var signer: String?
        var warnings: [String]
        /// What is signed or encrypted, and what came of looking at it.
        var seals: [SealJSON]

        init(_ message: ReadableMessage) {
            seals = message.seals.map { SealJSON($0, of: message) }
            server = message.authentication?.server
            spf = message.authentication?.spf?.rawValue
            dkim = message.authentication?.dkim?.rawValue
            dmarc = message.authentication?.dmarc?.rawValue
            signer = message.authentication?.signer
            warnings = message.senderWarnings.map { warning in
                switch warning {
                case .nameIsAnotherAddress(let address): "nameIsAnotherAddress:\(address)"
                case .nameOfAnotherContact(let contact): "nameOfAnotherContact:\(contact.address)"
                case .repliesGoElsewhere(let place): "repliesGoElsewhere:\(place)"
                }
            }
        }
    }

    struct List: Encodable {
        var identifier: String
        var name: String
        var unsubscribe: [String]
        var oneClick: String?

        init(_ list: MailingList) {
            identifier = list.identifier
            name = list.name
            unsubscribe = list.unsubscribe
            oneClick = list.oneClick
        }
    }

    struct Part: Encodable {
        var part: String
        var type: String
        var size: Int
    }

    var id: String?
    var uid: UInt32?
    var folder: String?
    var flags: [String]?
    var size: Int?
    var date: String?
    var from: [AddressJSON]
    var to: [AddressJSON]
    var cc: [AddressJSON]
    var replyTo: [AddressJSON]
    var subject: String
    var messageID: String
    var inReplyTo: [String]
    var references: [String]
    var text: String
    var links: [Link]
    var attachments: [Attachment]
    var structure: [Part]
    var defects: [String]
    /// Pictures that only tell the sender that the message was read: left out.
    var trackers: Int
    var security: Security
    var list: List?

    init(_ message: ReadableMessage) {
        date = message.date?.iso8601
        from = message.from.map(AddressJSON.init)
        to = message.to.map(AddressJSON.init)
        cc = message.cc.map(AddressJSON.init)
        replyTo = message.replyTo.map(AddressJSON.init)
        subject = message.subject
        messageID = message.messageID
        inReplyTo = message.inReplyTo
        references = message.references
        text = message.plainText
        links = message.links.map(Link.init)
        attachments = message.attachments.map(Attachment.init)
        structure = message.structure.map(ShowJSON.parts) ?? []
        defects = message.defects
        trackers = message.trackers
        security = Security(message)
        list = message.list.map(List.init)
    }

    /// All parts, containers first, without recursion: a hostile message may be deep.
    private static func parts(of root: PartTree) -> [Part] {
        var parts: [Part] = []
        var waiting = [root]
        while let part = waiting.popLast() {
            parts.append(Part(part: part.section, type: part.type, size: part.size))
            waiting += part.children.reversed()
        }
        return parts
    }

    /// Adds what only a message in a folder has.
    func located(_ summary: MessageSummary, in folder: Folder) -> ShowJSON {
        var located = self
        located.id = summary.uid.map {
            MessageLocator(account: folder.account, folder: folder.name, uid: $0).description
        }
        located.uid = summary.uid?.value
        located.folder = folder.name
        located.flags = summary.flags.wireNames
        located.size = summary.size
        return located
    }
}
