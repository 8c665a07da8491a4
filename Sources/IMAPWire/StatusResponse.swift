/// OK, NO, BAD, BYE or PREAUTH (RFC 3501 section 7.1), tagged or not.
public struct StatusResponse: Sendable, Equatable {
    /// How it went, or how the connection stands.
    public enum Condition: String, Sendable, CaseIterable {
        /// It worked, or something is told.
        case ok
        /// It did not work.
        case no
        /// The command was not understood.
        case bad
        /// The connection ends.
        case bye
        /// The connection is logged in already.
        case preauth
    }

    /// How it went.
    public var condition: Condition
    /// The part that is meant for programs.
    public var code: ResponseCode?
    /// For people; not UTF-8 becomes U+FFFD. Not yet safe to show on a terminal.
    public var text: String

    /// Takes each property as it is.
    public init(_ condition: Condition, code: ResponseCode? = nil, text: String = "") {
        self.condition = condition
        self.code = code
        self.text = text
    }
}
