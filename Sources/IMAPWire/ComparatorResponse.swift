/// COMPARATOR: how the server compares text when it searches and sorts (RFC 5255 section 4.8).
public struct ComparatorResponse: Sendable, Equatable {
    /// The one in use.
    public var active: String
    /// Those that fit what was asked for, where there are several.
    public var matching: [String]

    /// Takes each property as it is.
    public init(active: String, matching: [String] = []) {
        self.active = active
        self.matching = matching
    }
}
