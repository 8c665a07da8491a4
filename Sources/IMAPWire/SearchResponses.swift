/// ESEARCH (RFC 4731, RFC 9394, RFC 7162).
public struct ESearchResponse: Sendable, Equatable {
    /// The tag of the command it answers.
    public var tag: String?
    /// Numbers are UIDs.
    public var isUID: Bool
    /// The lowest match.
    public var min: UInt32?
    /// The highest match.
    public var max: UInt32?
    /// How many match.
    public var count: UInt32?
    /// All matches; nil where not sent (nothing was found, or it was not asked for).
    public var all: [ClosedRange<UInt32>]?
    /// The highest mod-sequence of the matches.
    public var modSeq: UInt64?
    /// PARTIAL (RFC 9394): the range asked for, as sent, and the matches in it.
    public var partialRange: String?
    /// The matches in that range.
    public var partial: [ClosedRange<UInt32>]?
    /// Other items, names in upper case.
    public var others: [NamedValue]

    /// Takes each property as it is.
    public init(
        tag: String? = nil, isUID: Bool = false, min: UInt32? = nil, max: UInt32? = nil, count: UInt32? = nil,
        all: [ClosedRange<UInt32>]? = nil, modSeq: UInt64? = nil, partialRange: String? = nil,
        partial: [ClosedRange<UInt32>]? = nil, others: [NamedValue] = []
    ) {
        self.tag = tag
        self.isUID = isUID
        self.min = min
        self.max = max
        self.count = count
        self.all = all
        self.modSeq = modSeq
        self.partialRange = partialRange
        self.partial = partial
        self.others = others
    }
}

/// A message of THREAD (RFC 5256): messages in order, each with how deep it lies, so that no depth can exhaust a stack.
public struct ThreadEntry: Sendable, Hashable {
    /// Nil for a parent that is not in the mailbox: the siblings below it belong together all the same.
    public var number: UInt32?
    /// 0 where a thread begins; the parent is the nearest entry before this one that lies one less deep.
    public var depth: Int

    /// Takes each property as it is.
    public init(number: UInt32?, depth: Int) {
        self.number = number
        self.depth = depth
    }
}
