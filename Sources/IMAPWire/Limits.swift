/// How much of what a server sends is kept; everything past these bounds is skipped or refused, never stored.
public struct Limits: Sendable, Equatable {
    /// The most octets in the lines of one response, literals not counted. A longer line is skipped.
    ///
    /// Servers without ESEARCH list every UID of a large mailbox on one line: 8 MiB hold those of a million messages.
    public var maximumLineLength: Int
    /// The most octets in one literal.
    public var maximumLiteral: Int
    /// The most octets in one response, lines and literals together.
    public var maximumResponse: Int
    /// The deepest nesting of lists, body structures and threads.
    public var maximumDepth: Int
    /// The most elements in any one list, set or structure. A longer one is not taken in part: what holds it is not
    /// understood.
    public var maximumListCount: Int

    /// With these limits.
    public init(
        maximumLineLength: Int = 8 << 20, maximumLiteral: Int = 64 << 20, maximumResponse: Int = 128 << 20,
        maximumDepth: Int = 64, maximumListCount: Int = 1 << 20
    ) {
        self.maximumLineLength = maximumLineLength
        self.maximumLiteral = maximumLiteral
        self.maximumResponse = maximumResponse
        self.maximumDepth = maximumDepth
        self.maximumListCount = maximumListCount
    }
}
