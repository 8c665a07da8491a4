/// ESEARCH (RFC 4731 section 3.1) and what extensions add: RFC 5267, 6203, 7162, 7377, 9394.
public struct ESearchResponse: Sendable, Equatable {
    /// The tag of the command it answers.
    public var tag: String?
    /// The mailbox that was searched, as on the wire (MULTISEARCH, RFC 7377 section 2.1).
    public var wireName: String?
    /// The UID validity of that mailbox.
    public var uidValidity: UInt32?
    /// Numbers are UIDs.
    public var isUID: Bool
    /// The lowest match.
    public var min: UInt32?
    /// The highest match.
    public var max: UInt32?
    /// How many match.
    public var count: UInt32?
    /// All matches, for SORT in its order; nil where not sent (nothing was found, or it was not asked for).
    public var all: [ClosedRange<UInt32>]?
    /// The highest mod-sequence of the matches (RFC 7162 section 3.1.10).
    public var modSeq: UInt64?
    /// PARTIAL (RFC 5267 section 4.4, RFC 9394): the range asked for, as sent, and the matches in it.
    public var partialRange: String?
    /// The matches in that range; empty where the server says NIL.
    public var partial: [ClosedRange<UInt32>]?
    /// How well each of `all` matches, 1 to 100 (RFC 6203 section 4).
    public var relevancy: [UInt32]
    /// How a result that the server keeps up to date changes, to be applied in this order (RFC 5267 section 4.3).
    public var changes: [ContextChange]
    /// Other items.
    public var others: [ExtendedItem]

    /// Takes each property as it is.
    public init(
        tag: String? = nil, wireName: String? = nil, uidValidity: UInt32? = nil, isUID: Bool = false,
        min: UInt32? = nil, max: UInt32? = nil, count: UInt32? = nil, all: [ClosedRange<UInt32>]? = nil,
        modSeq: UInt64? = nil, partialRange: String? = nil, partial: [ClosedRange<UInt32>]? = nil,
        relevancy: [UInt32] = [], changes: [ContextChange] = [], others: [ExtendedItem] = []
    ) {
        self.tag = tag
        self.wireName = wireName
        self.uidValidity = uidValidity
        self.isUID = isUID
        self.min = min
        self.max = max
        self.count = count
        self.all = all
        self.modSeq = modSeq
        self.partialRange = partialRange
        self.partial = partial
        self.relevancy = relevancy
        self.changes = changes
        self.others = others
    }
}

/// ADDTO or REMOVEFROM (RFC 5267 section 4.3).
public struct ContextChange: Sendable, Hashable {
    /// What happens to the result.
    public enum Kind: String, Sendable, CaseIterable {
        /// Messages come in.
        case addTo
        /// Messages go out.
        case removeFrom
    }

    /// What happens to the result.
    public var kind: Kind
    /// Where in a sorted result, from 1; 0 where order does not matter.
    public var position: UInt32
    /// The messages, in their order.
    public var numbers: [ClosedRange<UInt32>]

    /// Takes each property as it is.
    public init(_ kind: Kind, position: UInt32, numbers: [ClosedRange<UInt32>]) {
        self.kind = kind
        self.position = position
        self.numbers = numbers
    }
}
