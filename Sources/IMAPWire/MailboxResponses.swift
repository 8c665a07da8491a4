/// One mailbox of LIST, LSUB or XLIST (RFC 3501 section 7.2.2, RFC 5258).
public struct ListResponse: Sendable, Equatable {
    /// The name to send back to the server, see `WireName`.
    public var wireName: String
    /// The name for people: modified UTF-7 decoded, or as on the wire where it is none.
    public var name: String
    /// Nil for a flat name.
    public var delimiter: Character?
    /// Lower case, with their backslash.
    public var attributes: [String]
    /// Extended data items, names in upper case: `CHILDINFO`, `OLDNAME`.
    public var extended: [ListExtendedItem]

    /// Takes each property as it is.
    public init(
        wireName: String, name: String, delimiter: Character?, attributes: [String] = [],
        extended: [ListExtendedItem] = []
    ) {
        self.wireName = wireName
        self.name = name
        self.delimiter = delimiter
        self.attributes = attributes
        self.extended = extended
    }
}

/// An extended data item of LIST (RFC 5258 section 3.5): a name and the strings of its value, nesting flattened.
public struct ListExtendedItem: Sendable, Equatable {
    /// Its name.
    public var name: String
    /// Its strings, in order.
    public var values: [String]

    /// Takes each property as it is.
    public init(name: String, values: [String]) {
        self.name = name
        self.values = values
    }
}

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
    /// The latest change (RFC 7162).
    public var highestModSeq: UInt64?
    /// RFC 8474.
    public var mailboxID: String?
    /// Other items, names in upper case, values as sent.
    public var others: [NamedValue]

    /// Takes each property as it is.
    public init(
        wireName: String, name: String, messages: UInt32? = nil, recent: UInt32? = nil, unseen: UInt32? = nil,
        deleted: UInt32? = nil, uidNext: UInt32? = nil, uidValidity: UInt32? = nil, size: UInt64? = nil,
        highestModSeq: UInt64? = nil, mailboxID: String? = nil, others: [NamedValue] = []
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
        self.highestModSeq = highestModSeq
        self.mailboxID = mailboxID
        self.others = others
    }
}

/// A name and what was sent for it; nil for NIL.
public struct NamedValue: Sendable, Equatable {
    /// Its name.
    public var name: String
    /// Nil for NIL.
    public var value: String?

    /// Takes each property as it is.
    public init(name: String, value: String?) {
        self.name = name
        self.value = value
    }
}

/// NAMESPACE (RFC 2342).
public struct NamespaceResponse: Sendable, Equatable {
    /// The user's own.
    public var personal: [Namespace]
    /// Other users' mailboxes.
    public var otherUsers: [Namespace]
    /// Mailboxes of nobody in particular.
    public var shared: [Namespace]

    /// Takes each property as it is.
    public init(personal: [Namespace] = [], otherUsers: [Namespace] = [], shared: [Namespace] = []) {
        self.personal = personal
        self.otherUsers = otherUsers
        self.shared = shared
    }
}

/// One namespace: a prefix of names and the delimiter below it.
public struct Namespace: Sendable, Equatable {
    /// What names in it begin with on the wire, see `WireName`.
    public var wirePrefix: String
    /// What names in it begin with, for people.
    public var prefix: String
    /// Nil for flat names.
    public var delimiter: Character?

    /// Takes each property as it is.
    public init(wirePrefix: String, prefix: String, delimiter: Character?) {
        self.wirePrefix = wirePrefix
        self.prefix = prefix
        self.delimiter = delimiter
    }
}

/// QUOTA (RFC 9208).
public struct QuotaResponse: Sendable, Equatable {
    /// The name of the quota root, often empty.
    public var root: String
    /// What is bounded under it.
    public var resources: [QuotaResource]

    /// Takes each property as it is.
    public init(root: String, resources: [QuotaResource]) {
        self.root = root
        self.resources = resources
    }
}

/// One resource under a quota: `STORAGE` in units of 1024 octets, `MESSAGE` in messages.
public struct QuotaResource: Sendable, Equatable {
    /// Its name.
    public var name: String
    /// How much is used.
    public var usage: UInt64
    /// How much may be used.
    public var limit: UInt64

    /// Takes each property as it is.
    public init(name: String, usage: UInt64, limit: UInt64) {
        self.name = name
        self.usage = usage
        self.limit = limit
    }
}

/// QUOTAROOT (RFC 9208).
public struct QuotaRootResponse: Sendable, Equatable {
    /// The name to send back to the server, see `WireName`.
    public var wireName: String
    /// Its name.
    public var name: String
    /// The quota roots that it is under.
    public var roots: [String]

    /// Takes each property as it is.
    public init(wireName: String, name: String, roots: [String]) {
        self.wireName = wireName
        self.name = name
        self.roots = roots
    }
}

/// ACL, MYRIGHTS or LISTRIGHTS (RFC 4314).
public struct AccessRightsResponse: Sendable, Equatable {
    /// The name to send back to the server, see `WireName`.
    public var wireName: String
    /// Its name.
    public var name: String
    /// ACL: who has which rights. MYRIGHTS: one entry with an empty identifier. LISTRIGHTS: the identifier again and
    /// again, first with the rights it always has, then with each group of rights that can be given to it.
    public var entries: [AccessRights]

    /// Takes each property as it is.
    public init(wireName: String, name: String, entries: [AccessRights]) {
        self.wireName = wireName
        self.name = name
        self.entries = entries
    }
}

/// Rights of one identifier.
public struct AccessRights: Sendable, Equatable {
    /// Who: a user, a group, or `anyone`.
    public var identifier: String
    /// One letter each (RFC 4314 section 2.1).
    public var rights: String

    /// Takes each property as it is.
    public init(identifier: String, rights: String) {
        self.identifier = identifier
        self.rights = rights
    }
}

/// METADATA (RFC 5464) or ANNOTATION: entries with values, or names alone where the server tells of changes.
public struct MetadataResponse: Sendable, Equatable {
    /// The name to send back to the server, see `WireName`.
    public var wireName: String
    /// Its name.
    public var name: String
    /// In the order as sent.
    public var entries: [NamedValue]

    /// Takes each property as it is.
    public init(wireName: String, name: String, entries: [NamedValue]) {
        self.wireName = wireName
        self.name = name
        self.entries = entries
    }
}
