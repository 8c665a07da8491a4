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
    /// The name it had before, to compare with names on the wire (OLDNAME, RFC 5465 section 5.4 and RFC 9051 section 6.3.9.7).
    public var oldWireName: String?
    /// For which selection options a mailbox below it matches, upper case (CHILDINFO, RFC 5258 section 3.5).
    public var childInfo: [String]
    /// Other extended data items.
    public var others: [ExtendedItem]

    /// Takes each property as it is.
    public init(
        wireName: String, name: String, delimiter: Character?, attributes: [String] = [], oldWireName: String? = nil,
        childInfo: [String] = [], others: [ExtendedItem] = []
    ) {
        self.wireName = wireName
        self.name = name
        self.delimiter = delimiter
        self.attributes = attributes
        self.oldWireName = oldWireName
        self.childInfo = childInfo
        self.others = others
    }
}
