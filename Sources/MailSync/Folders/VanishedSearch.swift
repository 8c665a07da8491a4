import IMAPClient
import MailModel

/// Which of the messages that we know are gone, found by halves: without being told all that there are, which without
/// ESEARCH is seven octets for each message of the folder, and with it as much for each hole between their UIDs.
///
/// What the server has is what we know less what is gone, in the same order. So the UID at a position tells how many are
/// gone before it, and between two positions where that is the same number nothing is. The stretches where it is not are cut
/// into parts, all of them in one turn, until they are short enough for a list.
struct VanishedSearch: Sendable {
    /// Messages that we know, by their place among all of them, and the positions that the server has for them.
    private struct Stretch: Sendable {
        var known: Range<Int>
        var positions: Range<Int>
    }

    /// Parts that a stretch is cut into: each costs a line, and fewer of them more turns.
    private static let parts = 32
    /// Up to so many messages are listed.
    private static let short = 128
    /// Octets of a line that tells the UID of a position, and of a UID in a list.
    private static let line = 30
    private static let listed = 8

    private let known: [UInt32]
    /// Messages on the server when the search began.
    let exists: Int
    private var stretches: [Stretch] = []
    private(set) var vanished = UIDSet()

    /// - Parameters:
    ///   - known: all messages that may be there: there is none on the server that is not among them.
    ///   - exists: how many there are on the server.
    init(known: UIDSet, exists: Int) {
        self.known = known.uids.map(\.value)
        self.exists = exists
        note(Stretch(known: 0..<self.known.count, positions: 0..<max(0, exists)))
    }

    /// Whether all of them are found.
    var isDone: Bool { stretches.isEmpty }

    /// About how many octets the answers to the next questions take.
    var cost: Int {
        stretches.reduce(0) { sum, stretch in
            sum + (isShort(stretch) ? stretch.positions.count * Self.listed : Self.parts * Self.line)
        }
    }

    /// What is to be asked next, in one turn.
    var questions: [MailboxQuestion] {
        let positions = stretches.filter { !isShort($0) }.flatMap(Self.cuts).map { UInt32(clamping: $0 + 1) }
        let lists = stretches.filter(isShort).map { stretch in
            MailboxQuestion.search(.uids(UIDSet(known[stretch.known.lowerBound]...known[stretch.known.upperBound - 1])))
        }
        // Those by position first: the others let the server renumber.
        return (positions.isEmpty ? [] : [.places(positions)]) + lists
    }

    /// Takes the answers in the order of the questions.
    ///
    /// - Returns: false where they cannot be: the server has messages that we do not know, or has renumbered.
    mutating func take(_ answers: [MailboxAnswer]) -> Bool {
        var answers = answers[...]
        let asked = stretches
        stretches = []
        var uids: [Int: UInt32] = [:]
        if asked.contains(where: { !isShort($0) }) {
            guard case .messages(let messages)? = answers.popFirst() else { return false }
            for message in messages { uids[Int(message.sequence) - 1] = message.uid?.value }
        }
        for stretch in asked {
            if isShort(stretch) {
                guard case .uids(let there)? = answers.popFirst() else { return false }
                let here = UIDSet(ranges: known[stretch.known].map { $0...$0 })
                vanished = vanished.union(here.subtracting(there))
            } else if !cut(stretch, at: uids) {
                return false
            }
        }
        return true
    }

    private func isShort(_ stretch: Stretch) -> Bool { stretch.known.count <= Self.short }

    /// The positions within a stretch whose UIDs are asked for.
    private static func cuts(_ stretch: Stretch) -> [Int] {
        let count = min(parts, stretch.positions.count)
        return (1...max(1, count)).map { stretch.positions.lowerBound + stretch.positions.count * $0 / (count + 1) }
    }

    private mutating func cut(_ stretch: Stretch, at uids: [Int: UInt32]) -> Bool {
        var rest = stretch
        var last = -1
        for position in Self.cuts(stretch) where position > last {
            guard let uid = uids[position], let place = place(of: uid, in: rest.known) else { return false }
            note(Stretch(known: rest.known.lowerBound..<place, positions: rest.positions.lowerBound..<position))
            rest = Stretch(
                known: (place + 1)..<rest.known.upperBound, positions: (position + 1)..<rest.positions.upperBound)
            last = position
        }
        note(rest)
        return true
    }

    /// Keeps a stretch that something is gone from.
    private mutating func note(_ stretch: Stretch) {
        if stretch.positions.isEmpty {
            vanished = vanished.union(UIDSet(ranges: known[stretch.known].map { $0...$0 }))
        } else if stretch.known.count > stretch.positions.count {
            stretches.append(stretch)
        }
    }

    private func place(of uid: UInt32, in range: Range<Int>) -> Int? {
        var (low, high) = (range.lowerBound, range.upperBound)
        while low < high {
            let middle = (low + high) / 2
            if known[middle] < uid { low = middle + 1 } else { high = middle }
        }
        return low < range.upperBound && known[low] == uid ? low : nil
    }
}

extension UIDSet {
    /// About how many octets a server takes to tell the set: in ranges, or each UID by itself.
    func answerOctets(inRanges: Bool) -> Int {
        let digits = String(last?.value ?? 0).utf8.count + 1
        guard !inRanges else { return ranges.reduce(0) { $0 + ($1.count > 1 ? 2 * digits : digits) } }
        return count * digits
    }
}
