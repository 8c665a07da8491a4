/// Cuts a stream of octets into responses, knowing lines and literals but no grammar (RFC 3501 section 2.2).
///
/// Each octet is looked at once, however the stream is split. A response over a limit is skipped, not fatal.
public struct ResponseFramer: Sendable {
    private enum Position: Sendable {
        /// Within a line.
        case line
        /// Within a literal, so many octets before its end.
        case literal(remaining: Int)
        /// Behind the empty line of a fetch whose list is still open: the next octet says whether it goes on.
        case undecided
        case lost(FramingFailure)
    }

    private let limits: Limits
    private var buffer: [UInt8] = []
    /// Where the response begins in the buffer; while skipping, where its kept tail begins.
    private var start = 0
    /// Where its present line begins.
    private var lineStart = 0
    /// The next octet to look at.
    private var scanned = 0
    private var position = Position.line
    /// Octets in earlier lines of this response.
    private var lineOctets = 0
    private var isSkipping = false
    /// What `isHumanText` said of the response that is skipped, while its beginning was still there.
    private var skipsHumanText = false
    /// What `isHumanText` said once enough of the response was there.
    private var settledHumanText: Bool?
    private var discarded = 0

    /// With these limits.
    public init(limits: Limits = Limits()) {
        self.limits = limits
    }

    /// Octets waiting, whether looked at or not.
    public var bufferedBytes: Int { buffer.count - start }

    /// Takes octets from the stream.
    public mutating func append(_ bytes: [UInt8]) {
        makeRoom()
        buffer.append(contentsOf: bytes)
    }

    /// Takes octets from the stream.
    public mutating func append(_ bytes: ArraySlice<UInt8>) {
        makeRoom()
        buffer.append(contentsOf: bytes)
    }

    /// Takes octets from the stream.
    public mutating func append(_ bytes: some Sequence<UInt8>) {
        makeRoom()
        buffer.append(contentsOf: bytes)
    }

    /// Hands out what waits behind the last response, as when the bytes from there on mean something else (RFC 4978).
    public mutating func takeBuffered() -> [UInt8] {
        let rest = Array(buffer[start...])
        self = ResponseFramer(limits: limits)
        return rest
    }

    /// Forgets everything that waits, as before TLS begins, so that nothing sent in the clear counts later.
    public mutating func discardBuffered() {
        self = ResponseFramer(limits: limits)
    }

    /// The next whole response, or nil until more octets come.
    public mutating func next() -> Frame? {
        while true {
            switch position {
            case .lost(let failure):
                buffer = []
                (start, lineStart, scanned) = (0, 0, 0)
                return .lost(failure)
            case .literal(let remaining):
                guard passLiteral(remaining) else { return nil }
            case .undecided:
                guard scanned < buffer.count else { return nil }
                if let frame = decide(buffer[scanned]) { return frame }
            case .line:
                guard let end = endOfLine() else { return nil }
                if let frame = finishLine(end) { return frame }
            }
        }
    }
}

extension ResponseFramer {
    /// The longest `{n+}` that is taken for one.
    private static let longestAnnouncement = 48
    /// How much of a skipped line is kept: what may announce a literal, and a line end.
    private static let tailLength = 64
    /// RFC 3501's largest number; nothing longer is counted past.
    private static let largestLiteral = Int(UInt32.max)
    private static let keptCapacity = 1 << 20
    private static let longestTagAndCondition = 96
    private static let longestFetchBeginning = 32
    private static let longestCode = 4096

    /// Drops what was handed out once it is the larger part of the buffer, so that each octet moves at most once.
    private mutating func makeRoom() {
        guard start > 0 else { return }
        if start == buffer.count {
            buffer.removeAll(keepingCapacity: buffer.capacity <= Self.keptCapacity)
        } else if start > buffer.count / 2 {
            buffer.removeFirst(start)
        } else {
            return
        }
        lineStart -= start
        scanned -= start
        start = 0
    }

    /// The index of the line feed that ends the line, or nil with all octets looked at.
    private mutating func endOfLine() -> Int? {
        if let end = OctetScan.index(of: 0x0A, in: buffer.span, from: scanned) {
            scanned = end + 1
            return end
        }
        scanned = buffer.count
        // A CR may be the first half of the line end, which does not count.
        let present = scanned - lineStart - (buffer.last == Octet.carriageReturn ? 1 : 0)
        if isSkipping || lineOctets + present > limits.maximumLineLength { skipKeepingTail() }
        return nil
    }

    /// Discards the response so far but for the end of its line.
    private mutating func skipKeepingTail() {
        if !isSkipping { skipsHumanText = isHumanText(buffer[start..<scanned]) }
        isSkipping = true
        let tail = max(lineStart, scanned - Self.tailLength)
        discarded += tail - start
        (start, lineStart) = (tail, tail)
    }

    /// - Parameter lineFeed: its index.
    private mutating func finishLine(_ lineFeed: Int) -> Frame? {
        var end = lineFeed
        if end > lineStart, buffer[end - 1] == 0x0D { end -= 1 }
        lineOctets += end - lineStart
        switch announcedLiteral(before: end) {
        case .some(let count) where count > Self.largestLiteral:
            position = .lost(.literalTooLarge)
        case .some(let count):
            beginLiteral(count)
        case nil:
            guard end == lineStart, end > start, !isSkipping, isOpenFetch else { return finishResponse(end) }
            position = .undecided
        }
        return nil
    }

    /// Some servers count a literal short by its last line end, so that the fetch seems to end there. Nothing but the
    /// rest of its list begins with a parenthesis or a space.
    private mutating func decide(_ next: UInt8) -> Frame? {
        position = .line
        guard next != Octet.close, next != Octet.space else {
            lineStart = scanned
            return nil
        }
        return finishResponse(lineStart)
    }

    /// Whether the response begins as `* n FETCH (`; behind a literal its list cannot have ended.
    private var isOpenFetch: Bool {
        let words = buffer[start..<lineStart].prefix(Self.longestFetchBeginning).split(separator: 0x20, maxSplits: 3)
        guard words.count == 4, words[0].elementsEqual([UInt8(ascii: "*")]), words[1].allSatisfy(Octet.isDigit) else {
            return false
        }
        return words[3].first == Octet.open && Keyword.isFetch(words[2])
    }

    private mutating func beginLiteral(_ count: Int) {
        let isTooLarge =
            count > limits.maximumLiteral || lineOctets > limits.maximumLineLength
            || count > limits.maximumResponse - (scanned - start)
        if isSkipping || isTooLarge {
            if !isSkipping { skipsHumanText = false }
            isSkipping = true
            discarded += scanned - start
            start = scanned
        }
        lineStart = scanned
        position = .literal(remaining: count)
    }

    /// Moves over as much of a literal as is there; false until more comes.
    private mutating func passLiteral(_ remaining: Int) -> Bool {
        let step = min(remaining, buffer.count - scanned)
        scanned += step
        lineStart = scanned
        if isSkipping {
            discarded += scanned - start
            start = scanned
        }
        position = step == remaining ? .line : .literal(remaining: remaining - step)
        return step == remaining
    }

    /// - Parameter end: of the last line, without its line end.
    /// - Returns: nil for an empty line.
    private mutating func finishResponse(_ end: Int) -> Frame? {
        defer {
            (start, lineStart) = (scanned, scanned)
            (lineOctets, discarded, isSkipping) = (0, 0, false)
            settledHumanText = nil
        }
        if isSkipping || lineOctets > limits.maximumLineLength || end - start > limits.maximumResponse {
            return .oversized(discardedBytes: discarded + (scanned - start))
        }
        var first = start
        // Some servers send NULs before a response.
        while first < end, buffer[first] == 0 { first += 1 }
        return first < end ? .response(Array(buffer[first..<end])) : nil
    }

    /// The count of `{n}`, `{n+}` or `{n-}` at the end of a line; nil for a line that ends otherwise.
    private mutating func announcedLiteral(before end: Int) -> Int? {
        var index = end - 1
        guard index > lineStart, buffer[index] == UInt8(ascii: "}") else { return nil }
        index -= 1
        if buffer[index] == UInt8(ascii: "+") || buffer[index] == UInt8(ascii: "-") { index -= 1 }
        let lastDigit = index
        while index > lineStart, Octet.isDigit(buffer[index]) { index -= 1 }
        guard index >= lineStart, index < lastDigit, buffer[index] == UInt8(ascii: "{") else { return nil }
        guard end - index <= Self.longestAnnouncement else { return nil }
        guard isSkipping ? !skipsHumanText : !isHumanText(buffer[start..<index]) else { return nil }
        var count = 0
        for digit in buffer[(index + 1)...lastDigit] {
            count = count * 10 + Int(digit & 0x0F)
            if count > Self.largestLiteral { break }
        }
        return count
    }

    /// Whether a response is a status or a continuation already within its text for people, which holds no literals
    /// but may end in anything (RFC 3501 section 9, `resp-text`).
    ///
    /// Only so much of it is looked at as a code may have, and only once: this is asked at every literal. How the stream
    /// was split must not matter, so what follows the code must not either.
    private mutating func isHumanText(_ response: ArraySlice<UInt8>) -> Bool {
        if let settledHumanText { return settledHumanText }
        let bound = min(limits.maximumLineLength, Self.longestCode)
        let result = Self.isHumanText(response.prefix(bound))
        if response.count >= bound { settledHumanText = result }
        return result
    }

    private static func isHumanText(_ response: ArraySlice<UInt8>) -> Bool {
        let words = response.prefix(longestTagAndCondition).split(separator: 0x20, maxSplits: 2)
        guard let first = words.first else { return false }
        let text: ArraySlice<UInt8>
        if first.elementsEqual([UInt8(ascii: "+")]) {
            text = response[first.endIndex...].drop { $0 == 0x20 }
        } else {
            guard words.count > 1, Keyword.isStatus(words[1]) else { return false }
            text = response[words[1].endIndex...].drop { $0 == 0x20 }
        }
        return text.first != UInt8(ascii: "[") || text.contains(UInt8(ascii: "]"))
    }
}
