import IMAPWire

/// Which octets of a section are asked for next, and what the answers to that are worth.
///
/// Several pieces are under way at a time, so that a long way to the server is filled. What comes is joined by where it
/// lies and by nothing else: answers may be shorter or longer than was asked for, begin elsewhere, or be the whole section;
/// the length that the server told before is a hint. What cannot be joined is asked for again, and never guessed.
struct SectionPieces: Sendable {
    /// What an answer meant for the section.
    enum Standing: Sendable, Equatable {
        case goesOn
        case whole
        /// No answer named the message.
        case noMessage
        /// The message has no such section.
        case noSection
        /// The server sends another stretch than it is asked for, again and again.
        case misplaced
    }

    /// Answers about another stretch than was asked for that are borne.
    private static let mostMisplaced = 3

    /// The octets before this one are with the consumer.
    var position: Int { max(start, reached) }
    private let start: Int
    /// The octets before this one have come.
    private var reached: Int
    private let told: Int?
    private let lengths: ClosedRange<Int>
    private let window: Int
    private var length: Int
    /// No more than that has come at once.
    private var longest: Int
    private var next: Int
    private var underWay: [Range<Int>] = []
    /// After a surprise: nothing more is asked for until all is answered, and then one piece at a time.
    private var isAlone = false
    /// Whether a full piece has come: before that a section of unknown length may be short.
    private var hasFullPiece = false
    private var misplaced = 0
    /// The server does not say where the octets begin.
    private var isMute = false
    /// It has sent a part from elsewhere than the beginning without saying so.
    private var honoursParts = false
    /// Answers under way that say nothing, as it was not known yet how to read them.
    private var stale = 0

    init(from start: Int, told: Int?, lengths: ClosedRange<Int>, window: Int) {
        self.start = max(0, start)
        self.told = told
        self.lengths = max(1, lengths.lowerBound)...max(1, lengths.upperBound)
        self.window = max(1, window)
        reached = self.start
        next = self.start
        length = self.lengths.lowerBound
        longest = self.lengths.upperBound
    }

    /// The next stretch to be asked for; nil while answers are to be waited for.
    mutating func ask() -> Range<Int>? {
        if underWay.isEmpty { next = reached }
        let isPastEnd = told.map { next >= $0 } ?? !hasFullPiece
        guard underWay.isEmpty || (underWay.count < window && !isAlone && !isPastEnd) else { return nil }
        let (end, overflows) = next.addingReportingOverflow(length)
        guard !overflows, end <= Int(UInt32.max) else { return nil }
        underWay.append(next..<end)
        defer { next = end }
        return next..<end
    }

    /// Takes the answer to the oldest stretch under way.
    ///
    /// - Parameter sections: of each answer that named the message, the section as it came; nil where it held none.
    /// - Returns: the octets that follow those that are here, and how the section stands now.
    mutating func take(_ sections: [BodySection?]) -> (octets: [ArraySlice<UInt8>], standing: Standing) {
        guard !underWay.isEmpty else { return ([], .goesOn) }
        let asked = underWay.removeFirst()
        let isStale = stale > 0
        if isStale { stale -= 1 }
        let before = reached
        var octets: [ArraySlice<UInt8>] = []
        var found = Found()
        for case let section? in sections {
            guard let bytes = section.bytes, let origin = origin(of: section, bytes.count, asked, isStale, &found)
            else {
                continue
            }
            guard origin <= reached else {
                found.isElsewhere = true
                continue
            }
            let end = origin + bytes.count
            if end > position { octets.append(bytes[(position - origin)...]) }
            reached = max(reached, end)
        }
        return (octets, isStale ? .goesOn : standing(asked, before, sections, found))
    }

    /// What became clear while an answer was read.
    private struct Found {
        var isAll = false
        var isElsewhere = false
        /// The server says no origin, and nothing from the beginning was seen: it may send that again and again.
        var needsBeginning = false
    }

    /// Where the octets of an answer lie; nil where that cannot be said.
    private mutating func origin(
        of section: BodySection, _ count: Int, _ asked: Range<Int>, _ isStale: Bool, _ found: inout Found
    ) -> Int? {
        if let origin = section.origin { return Int(origin) }
        if count > asked.count {
            // The server does not know parts of sections.
            found.isAll = true
            return 0
        }
        if asked.lowerBound == 0 {
            isMute = true
            stale = underWay.count
            return 0
        }
        if isStale { return nil }
        if !isMute {
            found.needsBeginning = true
            return nil
        }
        honoursParts = true
        return asked.lowerBound
    }

    private mutating func standing(
        _ asked: Range<Int>, _ before: Int, _ sections: [BodySection?], _ found: Found
    ) -> Standing {
        if found.isAll { return .whole }
        if found.needsBeginning {
            reached = 0
            stale = underWay.count
            isAlone = true
            return .goesOn
        }
        let count = reached - before
        if asked.upperBound <= reached {
            // Whoever sends more than it is asked for sends what the next answers hold as well: these add nothing then.
            hasFullPiece = true
            isAlone = isMute && !honoursParts
            if isAlone { shorten(to: count) }
            return .goesOn
        }
        // One before it came short: what comes now does not join, and is asked for again.
        if asked.lowerBound > before { return .goesOn }
        if count == 0, sections.isEmpty, asked.lowerBound < reached {
            // Its answer came along with an earlier one, and was short.
            isAlone = true
            return reached == told ? .whole : .goesOn
        }
        if count == 0 {
            if found.isElsewhere { return misplacedOnce() }
            guard !sections.isEmpty else { return .noMessage }
            return position == 0 && isWithheld(sections) ? .noSection : .whole
        }
        if reached == told || (isMute && count == 1) { return .whole }
        // Short, and by what was told not the end: this server gives no more at once, or what it told is wrong.
        isAlone = true
        shorten(to: count)
        return .goesOn
    }

    /// Whether the answers from the beginning hold nothing of a section that is there by what the server told: it has no
    /// value, or an empty one (quirk 29), which is no file of no length.
    private func isWithheld(_ sections: [BodySection?]) -> Bool {
        let isEmptied = told.map { $0 > 2 } ?? false
        return sections.allSatisfy { isEmptied ? $0?.bytes?.isEmpty ?? true : $0?.bytes == nil }
    }

    /// So much has come at once. A server that says no origin is asked for less the next time: one that sends all
    /// every time is known by sending more.
    private mutating func shorten(to count: Int) {
        longest = max(1, isMute && !honoursParts ? count - 1 : count)
        length = min(length, longest)
    }

    private mutating func misplacedOnce() -> Standing {
        isAlone = true
        misplaced += 1
        return misplaced >= Self.mostMisplaced ? .misplaced : .goesOn
    }

    /// Fits the length of pieces to the line, so that what somebody else asks for meanwhile waits for a moment only.
    mutating func note(took duration: Duration) {
        guard !isAlone else { return }
        if duration < .milliseconds(200) {
            length = min(longest, length * 2)
        } else if duration > .milliseconds(800) {
            length = min(longest, max(lengths.lowerBound, length / 2))
        }
    }
}
