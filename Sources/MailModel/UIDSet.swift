/// A set of UIDs as ascending, disjoint, non-adjacent ranges, as a `sequence-set` on the wire has them
/// (RFC 9051 section 9, `sequence-set`).
package struct UIDSet: Hashable, Sendable {
    /// Ascending and disjoint; no two of them touch.
    package private(set) var ranges: [ClosedRange<UInt32>]

    package init() { ranges = [] }

    package init(_ range: ClosedRange<UInt32>) { ranges = [range] }

    package init(_ uids: some Sequence<UID>) {
        self.init(ranges: uids.map { $0.value...$0.value })
    }

    /// Takes ranges in any order, overlapping or not.
    package init(ranges unordered: [ClosedRange<UInt32>]) {
        var merged: [ClosedRange<UInt32>] = []
        for range in unordered.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if let last = merged.last, range.lowerBound <= last.upperBound || range.lowerBound - 1 == last.upperBound {
                merged[merged.count - 1] = last.lowerBound...max(last.upperBound, range.upperBound)
            } else {
                merged.append(range)
            }
        }
        ranges = merged
    }

    package var isEmpty: Bool { ranges.isEmpty }

    /// How many UIDs are in the set.
    package var count: Int { ranges.reduce(0) { $0 + Int($1.upperBound - $1.lowerBound) + 1 } }

    package var first: UID? { ranges.first.map { UID($0.lowerBound) } }

    package var last: UID? { ranges.last.map { UID($0.upperBound) } }

    /// Whether the UID is in the set. O(log n) in the number of ranges.
    package func contains(_ uid: UID) -> Bool {
        var low = 0
        var high = ranges.count
        while low < high {
            let middle = (low + high) / 2
            let range = ranges[middle]
            if uid.value < range.lowerBound {
                high = middle
            } else if uid.value > range.upperBound {
                low = middle + 1
            } else {
                return true
            }
        }
        return false
    }

    package func union(_ other: UIDSet) -> UIDSet { UIDSet(ranges: ranges + other.ranges) }

    /// The UIDs of this set that are not in the other. Linear in the number of ranges of both.
    package func subtracting(_ other: UIDSet) -> UIDSet {
        var left: [ClosedRange<UInt32>] = []
        var index = 0
        for range in ranges {
            while index < other.ranges.count, other.ranges[index].upperBound < range.lowerBound { index += 1 }
            var start: UInt32? = range.lowerBound
            var scan = index
            while let low = start, scan < other.ranges.count, other.ranges[scan].lowerBound <= range.upperBound {
                let hole = other.ranges[scan]
                if hole.lowerBound > low { left.append(low...(hole.lowerBound - 1)) }
                start = hole.upperBound < range.upperBound ? hole.upperBound + 1 : nil
                scan += 1
            }
            if let low = start { left.append(low...range.upperBound) }
        }
        return UIDSet(ranges: left)
    }

    /// Every UID, ascending. A set that a server sent may hold four thousand million of them: bound it before.
    package var uids: some Sequence<UID> {
        ranges.lazy.flatMap { range in range.lazy.map { UID($0) } }
    }

    /// The set in the notation of the wire: `1:3,7`. Empty for an empty set, which no command may send.
    package var wireNotation: String {
        ranges.map { $0.lowerBound == $0.upperBound ? "\($0.lowerBound)" : "\($0.lowerBound):\($0.upperBound)" }
            .joined(separator: ",")
    }
}
