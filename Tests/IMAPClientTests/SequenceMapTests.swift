import MailModel
import Testing

@testable import IMAPClient

@Suite struct SequenceMapTests {
    /// A map of these UIDs, nil where one is not known.
    private func map(_ uids: [UInt32?]) -> SequenceMap {
        var map = SequenceMap()
        map.reset(count: UInt32(uids.count))
        for (index, uid) in uids.enumerated() {
            if let uid { _ = map.place(UID(uid), at: UInt32(index + 1)) }
        }
        return map
    }

    private func uids(_ map: SequenceMap) -> [UInt32?] {
        (0..<map.count).map { map.uid(of: $0 + 1)?.value }
    }

    @Test func `an expunge moves later sequence numbers down`() {
        var map = map([10, 11, nil, 20])
        #expect(map.expunge(2) == .known(UID(11)))
        #expect(uids(map) == [10, nil, 20])
        #expect(map.expunge(2) == .unknown)
        #expect(uids(map) == [10, 20])
        #expect(map.expunge(3) == .outOfRange)
    }

    @Test(
        arguments: [
            ([5, 5, 5], [UInt32(5), 6, 7]), ([7, 6, 5], [7, 6, 5]), ([1, 1], [1, 2]), ([10, 1], [10, 1]),
        ] as [([UInt32], [UInt32])])
    func `expunges apply in the order in which they come`(numbers: [UInt32], gone: [UInt32]) {
        var map = map((1...10).map { $0 })
        #expect(numbers.map { map.expunge($0) } == gone.map { .known(UID($0)) })
        #expect(uids(map) == (1...10).filter { !gone.contains($0) })
    }

    @Test func `new messages are unknown until they are told`() {
        var map = map([1, 2])
        #expect(map.setCount(4) == .grew)
        #expect(uids(map) == [1, 2, nil, nil])
        #expect(map.setCount(4) == .same)
        #expect(map.place(UID(9), at: 4) == .placed)
        #expect(map.place(UID(9), at: 4) == .known)
        #expect(map.place(UID(9), at: 5) == .outOfRange)
        #expect(uids(map) == [1, 2, nil, 9])
    }

    @Test func `a count that shrinks without expunges forgets everything`() {
        var map = map([1, 2, 3])
        #expect(map.setCount(2) == .shrank)
        #expect(uids(map) == [nil, nil])
    }

    @Test func `another UID for a known number is a contradiction`() {
        var map = map([1, 2, 3])
        #expect(map.place(UID(7), at: 2) == .contradicts)
        #expect(uids(map) == [1, 7, 3])
    }

    @Test func `vanished messages go, known or between known ones`() {
        var map = map([1, 2, nil, nil, 8, 9, nil])
        let gone = map.vanish(UIDSet(ranges: [2...2, 4...4, 9...9, 50...50, 100...200]))
        #expect(gone.known == UIDSet(ranges: [2...2, 9...9]))
        #expect(uids(map) == [1, nil, 8])
    }

    @Test func `the largest set of vanished UIDs empties it`() {
        var map = map([1, nil, 4_294_967_295])
        _ = map.vanish(UIDSet(1...UInt32.max))
        #expect(map.count == 0)
    }

    @Test func `a mailbox of any announced size costs nothing`() {
        var map = SequenceMap()
        #expect(map.setCount(UInt32.max) == .grew)
        #expect(map.place(UID(7), at: 3_000_000_000) == .placed)
        #expect(map.uid(of: 3_000_000_000) == UID(7))
        #expect(map.uid(of: UInt32.max) == nil)
        #expect(map.expunge(1) == .unknown)
        #expect(map.uid(of: 2_999_999_999) == UID(7))
    }

    @Test(arguments: [1, 2, 3]) func `it agrees with a plain list after any changes`(seed: UInt64) {
        var random = SplitMix(state: seed)
        var list: [UInt32?] = []
        var map = SequenceMap()
        var nextUID: UInt32 = 1
        for _ in 0..<4_000 {
            switch random.next() % 8 {
            case 0, 1:
                let added = Int(random.next() % 5) + 1
                list += Array(repeating: nil, count: added)
                _ = map.setCount(UInt32(list.count))
            case 2, 3, 4, 5:
                guard !list.isEmpty else { continue }
                // UIDs ascend with the numbers: fill the first unknown behind all that is known.
                let lastKnown = list.lastIndex { $0 != nil } ?? -1
                guard lastKnown + 1 < list.count else { continue }
                let position = lastKnown + 1 + Int(random.next() % UInt64(list.count - lastKnown - 1))
                nextUID += UInt32(random.next() % 3) + 1 + UInt32(position - lastKnown)
                list[position] = nextUID
                _ = map.place(UID(nextUID), at: UInt32(position + 1))
            default:
                guard !list.isEmpty else { continue }
                let position = Int(random.next() % UInt64(list.count))
                _ = map.expunge(UInt32(position + 1))
                list.remove(at: position)
            }
        }
        #expect(uids(map) == list)
    }

    @Test func `many messages without two UIDs in a row are placed and removed`() {
        var map = SequenceMap()
        _ = map.setCount(10_000)
        for number in UInt32(1)...10_000 { _ = map.place(UID(number * 2), at: number) }
        for _ in 0..<1_000 { _ = map.expunge(5_000) }
        #expect(map.uid(of: 5_000) == UID(12_000))
        #expect(map.count == 9_000)
    }
}

/// A small generator whose sequence is the same everywhere.
private struct SplitMix {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
