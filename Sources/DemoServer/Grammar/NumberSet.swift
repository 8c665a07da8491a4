/// A sequence set or UID set of a command: ranges, where nil stands for `*`.
struct NumberSet: Equatable, Sendable {
    /// One end of a range.
    typealias Bound = UInt32?

    private let ranges: [(Bound, Bound)]

    static func == (left: NumberSet, right: NumberSet) -> Bool {
        left.ranges.elementsEqual(right.ranges) { $0.0 == $1.0 && $0.1 == $1.1 }
    }

    init?(_ text: String) {
        var ranges: [(Bound, Bound)] = []
        for item in text.split(separator: ",", omittingEmptySubsequences: false) {
            let ends = item.split(separator: ":", omittingEmptySubsequences: false).map(Self.bound)
            guard let first = ends.first, let lower = first, ends.count <= 2 else { return nil }
            guard let last = ends.last, let upper = last else { return nil }
            ranges.append((lower, upper))
        }
        guard !ranges.isEmpty, ranges.count <= 10_000 else { return nil }
        self.ranges = ranges
    }

    private static func bound(_ text: Substring) -> Bound? {
        if text == "*" { return .some(nil) }
        guard let number = UInt32(text), number > 0 else { return nil }
        return .some(number)
    }

    /// The ranges with `*` put in its place, ends in order, sorted.
    func resolved(star: UInt32) -> [ClosedRange<UInt32>] {
        ranges.map { lower, upper in
            let (a, b) = (lower ?? star, upper ?? star)
            return min(a, b)...max(a, b)
        }.sorted { $0.lowerBound < $1.lowerBound }
    }

    /// Writes numbers as a set: `1:3,7`.
    static func text(of numbers: [UInt32]) -> String {
        var parts: [String] = []
        var index = 0
        while index < numbers.count {
            var end = index
            while end + 1 < numbers.count, numbers[end + 1] == numbers[end] &+ 1 { end += 1 }
            parts.append(index == end ? "\(numbers[index])" : "\(numbers[index]):\(numbers[end])")
            index = end + 1
        }
        return parts.joined(separator: ",")
    }
}

extension [ClosedRange<UInt32>] {
    func contains(_ number: UInt32) -> Bool {
        contains { $0.contains(number) }
    }
}
