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
    /// The prefix in the user's language, for people (RFC 5255 section 3.4).
    public var translation: String?
    /// Other extensions (RFC 2342 section 6).
    public var others: [ExtendedItem]

    /// Takes each property as it is.
    public init(
        wirePrefix: String, prefix: String, delimiter: Character?, translation: String? = nil,
        others: [ExtendedItem] = []
    ) {
        self.wirePrefix = wirePrefix
        self.prefix = prefix
        self.delimiter = delimiter
        self.translation = translation
        self.others = others
    }
}
