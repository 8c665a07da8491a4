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
