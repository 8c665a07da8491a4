import MailModel
import Testing

struct UIDSetTests {
    @Test func `ranges in any order become ascending and disjoint`() {
        let set = UIDSet(ranges: [7...9, 1...3, 4...4, 8...12])

        #expect(set.ranges == [1...4, 7...12])
        #expect(set.wireNotation == "1:4,7:12")
        #expect(set.count == 10)
    }

    @Test func `the highest UID does not overflow`() {
        let set = UIDSet(ranges: [UInt32.max...UInt32.max, 1...UInt32.max])

        #expect(set.ranges == [1...UInt32.max])
        #expect(set.subtracting(UIDSet(UInt32.max...UInt32.max)).ranges == [1...(UInt32.max - 1)])
        #expect(set.contains(UID(UInt32.max)))
    }

    @Test(arguments: 0..<50)
    func `union, difference and membership agree with sets of numbers`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let left = Set((0..<30).map { _ in UInt32.random(in: 1...40, using: &random) })
        let right = Set((0..<20).map { _ in UInt32.random(in: 1...40, using: &random) })

        let union = UIDSet(left.map(UID.init)).union(UIDSet(right.map(UID.init)))
        let difference = UIDSet(left.map(UID.init)).subtracting(UIDSet(right.map(UID.init)))

        #expect(union.uids.map(\.value) == left.union(right).sorted())
        #expect(difference.uids.map(\.value) == left.subtracting(right).sorted())
        #expect((1...40).filter { union.contains(UID($0)) } == left.union(right).sorted())
    }
}

/// SplitMix64: the same numbers for the same seed, everywhere.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
