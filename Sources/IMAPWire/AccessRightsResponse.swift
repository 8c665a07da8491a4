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
