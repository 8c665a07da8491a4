/// METADATA (RFC 5464 section 4.4): entries with values, or names alone where the server tells of changes.
public struct MetadataResponse: Sendable, Equatable {
    /// The name to send back to the server, see `WireName`; empty for what belongs to the server itself.
    public var wireName: String
    /// The name for people.
    public var name: String
    /// In the order as sent.
    public var entries: [MetadataEntry]

    /// Takes each property as it is.
    public init(wireName: String, name: String, entries: [MetadataEntry]) {
        self.wireName = wireName
        self.name = name
        self.entries = entries
    }
}

/// An annotation of a mailbox or of the server.
public struct MetadataEntry: Sendable, Hashable {
    /// `/private/comment`
    public var name: String
    /// What it says.
    public var value: Value

    /// What a server says of an entry.
    public enum Value: Sendable, Hashable {
        /// Octets of any kind.
        case octets(WireText)
        /// NIL: there is no such entry.
        case absent
        /// Only the name was sent: it has changed, and can be asked for.
        case changed
    }

    /// Takes each property as it is.
    public init(name: String, value: Value) {
        self.name = name
        self.value = value
    }
}
