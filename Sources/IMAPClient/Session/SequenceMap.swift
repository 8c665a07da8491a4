import MailModel

/// The live map from message numbers to UIDs of the selected mailbox: EXISTS, EXPUNGE, VANISHED and FETCH are applied
/// to it in the order in which they arrive (RFC 9051 section 7.5.1), and to nothing else.
///
/// It holds runs of consecutive UIDs, and runs of messages whose UID is not yet known, in blocks of bounded length. A
/// mailbox of 100,000 messages costs a few kilobytes while its UIDs are dense and under a megabyte at worst; a change
/// touches one block. What a server can make it hold is in proportion to what the server sends.
struct SequenceMap: Sendable {
    /// Messages with consecutive UIDs from `first` on, or with unknown UIDs where `first` is 0.
    struct Run: Sendable, Equatable {
        var first: UInt32
        var count: UInt32

        var isKnown: Bool { first != 0 }
        /// The UID behind the last; only for known runs.
        var end: UInt64 { UInt64(first) + UInt64(count) }
    }

    /// Consecutive runs and how many messages they hold together.
    private struct Block {
        var runs: [Run]
        var count: UInt32
    }

    private static let longestBlock = 64

    private var blocks: [Block] = []
    /// The number of messages in the mailbox.
    private(set) var count: UInt32 = 0
    /// Where the last access was, as most come in order: an index of a block and the messages before it.
    private var cursor = (block: 0, before: UInt32(0))

    init() {}

    /// What an EXISTS meant.
    enum Growth: Equatable { case grew, same, shrank }

    /// Applies EXISTS. A number below the known one without EXPUNGE is against the protocol: all UIDs are forgotten.
    mutating func setCount(_ newCount: UInt32) -> Growth {
        if newCount == count { return .same }
        if newCount < count {
            reset(count: newCount)
            return .shrank
        }
        appendUnknown(newCount - count)
        count = newCount
        return .grew
    }

    /// Starts over with a mailbox of that many messages.
    mutating func reset(count newCount: UInt32 = 0) {
        blocks = newCount == 0 ? [] : [Block(runs: [Run(first: 0, count: newCount)], count: newCount)]
        count = newCount
        cursor = (0, 0)
    }

    /// The UID of the message with that number, if it is known.
    func uid(of sequence: UInt32) -> UID? {
        guard let place = locate(sequence), blocks.indices.contains(place.block) else { return nil }
        let run = blocks[place.block].runs[place.run]
        return run.isKnown ? UID(run.first + place.offset) : nil
    }

    /// What came of a UID that a FETCH told.
    enum Placement: Equatable { case known, placed, contradicts, outOfRange }

    /// Applies a FETCH that carries a UID.
    mutating func place(_ uid: UID, at sequence: UInt32) -> Placement {
        guard uid.value != 0, let place = locate(sequence) else { return .outOfRange }
        cursor = (place.block, place.before)
        let run = blocks[place.block].runs[place.run]
        if run.isKnown {
            if run.first + place.offset == uid.value { return .known }
            replace(place, with: uid.value)
            return .contradicts
        }
        replace(place, with: uid.value)
        return .placed
    }

    /// What an EXPUNGE removed.
    enum Expunged: Equatable { case known(UID), unknown, outOfRange }

    /// Applies EXPUNGE: the messages behind move down by one.
    mutating func expunge(_ sequence: UInt32) -> Expunged {
        guard let place = locate(sequence) else { return .outOfRange }
        let run = blocks[place.block].runs[place.run]
        var parts: [Run] = []
        if place.offset > 0 { parts.append(Run(first: run.first, count: place.offset)) }
        let rest = run.count - place.offset - 1
        if rest > 0 {
            parts.append(Run(first: run.isKnown ? run.first + place.offset + 1 : 0, count: rest))
        }
        blocks[place.block].runs.replaceSubrange(place.run...place.run, with: parts)
        blocks[place.block].count -= 1
        count -= 1
        tidy(place.block)
        return run.isKnown ? .known(UID(run.first + place.offset)) : .unknown
    }

    /// Applies VANISHED without EARLIER (RFC 7162 section 3.2.10): messages of the mailbox that are gone.
    ///
    /// - Returns: the UIDs that were known, and how many messages went whose UIDs were not.
    mutating func vanish(_ gone: UIDSet) -> (known: UIDSet, unknown: UInt32) {
        var sweep = VanishedSweep(gone: gone.ranges)
        let runs = Self.joined(blocks.flatMap(\.runs))
        for (index, run) in runs.enumerated() {
            if run.isKnown {
                sweep.takeKnown(run)
            } else {
                let next = runs[(index + 1)...].first(where: \.isKnown)?.first
                sweep.takeUnknown(run, nextKnown: next)
            }
        }
        rebuild(from: sweep.kept)
        return (UIDSet(ranges: sweep.removed), sweep.removedUnknown)
    }

    // MARK: Blocks

    private struct Place {
        var block: Int
        /// Messages before the block.
        var before: UInt32
        var run: Int
        var offset: UInt32
    }

    private func locate(_ sequence: UInt32) -> Place? {
        guard sequence >= 1, sequence <= count else { return nil }
        let index = sequence - 1
        var (block, before) = cursor.before <= index && cursor.block < blocks.count ? cursor : (0, 0)
        while block < blocks.count, index - before >= blocks[block].count {
            before += blocks[block].count
            block += 1
        }
        guard block < blocks.count else { return nil }
        var offset = index - before
        let runs = blocks[block].runs
        var number = 0
        while number < runs.count {
            let length = runs[number].count
            if offset < length { return Place(block: block, before: before, run: number, offset: offset) }
            offset -= length
            number += 1
        }
        return nil
    }

    /// Cuts a run so that one message in it has that UID, and joins it to its neighbours where they are consecutive.
    private mutating func replace(_ place: Place, with uid: UInt32) {
        let run = blocks[place.block].runs[place.run]
        if extendsRunBefore(place, uid) { return }
        var parts: [Run] = []
        if place.offset > 0 { parts.append(Run(first: run.first, count: place.offset)) }
        parts.append(Run(first: uid, count: 1))
        let rest = run.count - place.offset - 1
        if rest > 0 {
            parts.append(Run(first: run.isKnown ? run.first + place.offset + 1 : 0, count: rest))
        }
        var low = place.run
        var high = place.run
        if place.offset == 0, low > 0 {
            low -= 1
            parts.insert(blocks[place.block].runs[low], at: 0)
        }
        if rest == 0, high + 1 < blocks[place.block].runs.count {
            high += 1
            parts.append(blocks[place.block].runs[high])
        }
        blocks[place.block].runs.replaceSubrange(low...high, with: Self.joined(parts))
        tidy(place.block)
    }

    /// The common case, messages told in their order: the first unknown one continues the run before it.
    private mutating func extendsRunBefore(_ place: Place, _ uid: UInt32) -> Bool {
        let run = blocks[place.block].runs[place.run]
        guard place.offset == 0, place.run > 0, !run.isKnown, run.count > 1 else { return false }
        let before = blocks[place.block].runs[place.run - 1]
        guard before.isKnown, before.end == UInt64(uid) else { return false }
        blocks[place.block].runs[place.run - 1].count += 1
        blocks[place.block].runs[place.run].count -= 1
        return true
    }

    private static func joined(_ runs: [Run]) -> [Run] {
        var result: [Run] = []
        for run in runs {
            if let last = result.last, last.isKnown == run.isKnown, !run.isKnown || last.end == UInt64(run.first) {
                result[result.count - 1].count += run.count
            } else {
                result.append(run)
            }
        }
        return result
    }

    /// Keeps a block within its bounds: an empty one goes, a long one is halved.
    private mutating func tidy(_ index: Int) {
        if blocks[index].count == 0 {
            blocks.remove(at: index)
        } else if blocks[index].runs.count > Self.longestBlock {
            let half = blocks[index].runs.count / 2
            let tail = Array(blocks[index].runs[half...])
            let tailCount = tail.reduce(0) { $0 + $1.count }
            blocks[index].runs.removeSubrange(half...)
            blocks[index].count -= tailCount
            blocks.insert(Block(runs: tail, count: tailCount), at: index + 1)
        }
        if cursor.block > index || cursor.block >= blocks.count { cursor = (0, 0) }
    }

    private mutating func appendUnknown(_ added: UInt32) {
        guard let last = blocks.indices.last else {
            blocks = [Block(runs: [Run(first: 0, count: added)], count: added)]
            return
        }
        blocks[last].runs =
            blocks[last].runs.dropLast(1)
            + Self.joined(
                Array(blocks[last].runs.suffix(1)) + [Run(first: 0, count: added)])
        blocks[last].count += added
        tidy(last)
    }

    private mutating func rebuild(from runs: [Run]) {
        let joined = Self.joined(runs)
        blocks = stride(from: 0, to: joined.count, by: Self.longestBlock / 2).map { start in
            let part = Array(joined[start..<min(start + Self.longestBlock / 2, joined.count)])
            return Block(runs: part, count: part.reduce(0) { $0 + $1.count })
        }
        count = blocks.reduce(0) { $0 + $1.count }
        cursor = (0, 0)
    }
}
