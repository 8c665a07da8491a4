/// STATUS of a mailbox (RFC 3501 section 7.2.4 and its extensions).
public struct MailboxStatus: Sendable, Equatable {
    /// The name to send back to the server, see `WireName`.
    public var wireName: String
    /// The name for people.
    public var name: String
    /// How many messages there are.
    public var messages: UInt32?
    /// How many are new to all clients.
    public var recent: UInt32?
    /// How many are not read.
    public var unseen: UInt32?
    /// How many are marked to be deleted.
    public var deleted: UInt32?
    /// The UID that the next message will have.
    public var uidNext: UInt32?
    /// Changes when UIDs begin anew.
    public var uidValidity: UInt32?
    /// Octets of all messages (RFC 8438).
    public var size: UInt64?
    /// Octets that expunging would free (RFC 9208 section 4.1.4).
    public var deletedStorage: UInt64?
    /// The latest change (RFC 7162).
    public var highestModSeq: UInt64?
    /// RFC 8474.
    public var mailboxID: String?
    /// The largest message that can be appended (RFC 7889).
    public var appendLimit: AppendLimit?
    /// Other items.
    public var others: [ExtendedItem]

    /// The largest message that a mailbox takes (RFC 7889 section 3.1).
    public enum AppendLimit: Sendable, Hashable {
        /// So many octets.
        case octets(UInt64)
        /// The server says that there is no limit of this mailbox's own.
        case unlimited
    }

    /// Takes each property as it is.
    public init(
        wireName: String, name: String, messages: UInt32? = nil, recent: UInt32? = nil, unseen: UInt32? = nil,
        deleted: UInt32? = nil, uidNext: UInt32? = nil, uidValidity: UInt32? = nil, size: UInt64? = nil,
        deletedStorage: UInt64? = nil, highestModSeq: UInt64? = nil, mailboxID: String? = nil,
        appendLimit: AppendLimit? = nil, others: [ExtendedItem] = []
    ) {
        self.wireName = wireName
        self.name = name
        self.messages = messages
        self.recent = recent
        self.unseen = unseen
        self.deleted = deleted
        self.uidNext = uidNext
        self.uidValidity = uidValidity
        self.size = size
        self.deletedStorage = deletedStorage
        self.highestModSeq = highestModSeq
        self.mailboxID = mailboxID
        self.appendLimit = appendLimit
        self.others = others
    }
}
