/// Why a response cannot be read on: the words hold nothing that the server sent.
struct WireFailure: Error {
    let reason: StaticString

    init(_ reason: StaticString) {
        self.reason = reason
    }
}

/// A place in a response, and the primitives of the grammar that move it on (RFC 3501 section 9).
///
/// Reading past the end is never possible: `peek` says nil there. Every primitive that succeeds has moved on or says so.
struct FrameReader {
    let bytes: [UInt8]
    let options: ResponseParser
    var position: Int
    /// Where reading ends: the end of the response, or of a part of it.
    let end: Int

    init(_ bytes: [UInt8], _ options: ResponseParser) {
        self.bytes = bytes
        self.options = options
        position = 0
        end = bytes.count
    }

    /// A reader of a part of the same response.
    init(_ outer: FrameReader, _ range: Range<Int>) {
        bytes = outer.bytes
        options = outer.options
        let clamped = range.clamped(to: 0..<outer.bytes.count)
        position = clamped.lowerBound
        end = clamped.upperBound
    }

    var limits: Limits { options.limits }

    var isAtEnd: Bool { position >= end }

    /// The next octet.
    @inline(__always)
    var peek: UInt8? { position < end ? bytes[position] : nil }

    /// The octet so far ahead.
    func peek(_ distance: Int) -> UInt8? {
        distance < end - position ? bytes[position + distance] : nil
    }

    /// Moves on if the next octet is this one.
    @inline(__always)
    mutating func take(_ byte: UInt8) -> Bool {
        guard position < end, bytes[position] == byte else { return false }
        position += 1
        return true
    }

    mutating func expect(_ byte: UInt8, _ reason: StaticString) throws(WireFailure) {
        guard take(byte) else { throw WireFailure(reason) }
    }

    /// Servers send more spaces than the grammar has, and fewer.
    @inline(__always)
    mutating func skipSpaces() {
        while position < end, bytes[position] == Octet.space { position += 1 }
    }

    /// Octets as text that shares this response's memory.
    @inline(__always)
    func text(_ range: Range<Int>) -> WireText { WireText(bytes, WireSlice(range)) }

    func plainString(_ range: Range<Int>) -> String {
        String(decoding: bytes[range.clamped(to: 0..<bytes.count)], as: UTF8.self)
    }

    /// All that is left.
    mutating func rest() -> WireText {
        defer { position = end }
        return text(min(position, end)..<end)
    }
}

// MARK: Words

extension FrameReader {
    /// The octets up to a space, a parenthesis or the end; empty if there are none.
    ///
    /// Wider than an atom: `]`, `\`, `*`, quotes within and 8-bit text are all met in the field.
    @inline(__always)
    mutating func word() -> Range<Int> {
        let start = position
        position = OctetScan.endOfWord(in: bytes.span, from: start, to: end)
        return start..<position
    }

    /// A word as a string, which must not be empty.
    mutating func wordString() throws(WireFailure) -> String {
        let range = word()
        guard !range.isEmpty else { throw WireFailure("a word is missing") }
        return plainString(range)
    }

    /// A word in upper case; empty if there is none.
    mutating func keyword() -> String {
        uppercased(word())
    }

    func uppercased(_ range: Range<Int>) -> String {
        let span = bytes.span
        for index in range where Octet.isLower(span[index]) {
            return plainString(range).uppercased()
        }
        return plainString(range)
    }

    func lowercased(_ range: Range<Int>) -> String {
        let span = bytes.span
        for index in range where Octet.isUpper(span[index]) {
            return plainString(range).lowercased()
        }
        return plainString(range)
    }

    /// Whether these octets are NIL, in any case.
    @inline(__always)
    func isNil(_ range: Range<Int>) -> Bool {
        range.count == 3 && bytes[range.lowerBound] & 0xDF == UInt8(ascii: "N")
            && bytes[range.lowerBound + 1] & 0xDF == UInt8(ascii: "I")
            && bytes[range.lowerBound + 2] & 0xDF == UInt8(ascii: "L")
    }

    /// Whether NIL comes next, as a word of its own that more follows, as in nearly every list.
    @inline(__always)
    private var isNilAhead: Bool {
        guard end - position > 3, isNil(position..<(position + 3)) else { return false }
        let next = bytes[position + 3]
        return next == Octet.space || next == Octet.close
    }

    /// Moves on if NIL comes next.
    mutating func takeNil() -> Bool {
        let start = position
        if let first = peek, first & 0xDF == UInt8(ascii: "N"), isNil(word()) { return true }
        position = start
        return false
    }
}

// MARK: Strings

extension FrameReader {
    /// A string in any form, an atom too; nil for NIL and for `()`, which some servers send instead.
    mutating func nstring() throws(WireFailure) -> WireText? {
        .optional(bytes, try nslice())
    }

    /// The same as a slice, which costs nothing to keep.
    mutating func nslice() throws(WireFailure) -> WireSlice {
        guard position < end else { throw WireFailure("a string is missing") }
        if isNilAhead {
            position += 3
            return .none
        }
        switch bytes[position] {
        case Octet.quote: return try quoted()
        case Octet.openBrace, UInt8(ascii: "~"): return try literalOrWord()
        case Octet.open:
            let start = position
            position += 1
            skipSpaces()
            if take(Octet.close) { return .none }
            position = start
            throw WireFailure("a list stands where a string belongs")
        default:
            let range = word()
            guard !range.isEmpty else { throw WireFailure("a string is missing") }
            return isNil(range) ? .none : WireSlice(range)
        }
    }

    /// A string or an atom; the atom NIL is a name like any other.
    mutating func astring() throws(WireFailure) -> WireText {
        let start = position
        if let value = try nstring() { return value }
        guard position - start == 3 else { return text(start..<start) }
        return text(start..<position)
    }

    /// A string as Swift has it; nil for NIL.
    mutating func nstringValue() throws(WireFailure) -> String? {
        guard let value = try nstring() else { return nil }
        return value.string
    }

    private mutating func literalOrWord() throws(WireFailure) -> WireSlice {
        if let range = try literal() { return WireSlice(range) }
        let range = word()
        guard !range.isEmpty else { throw WireFailure("a string is missing") }
        return WireSlice(range)
    }

    /// The octets of a literal; nil, with nothing read, if what comes is none.
    mutating func literal() throws(WireFailure) -> Range<Int>? {
        var index = position
        if index < end, bytes[index] == UInt8(ascii: "~") { index += 1 }
        guard index < end, bytes[index] == Octet.openBrace else { return nil }
        index += 1
        var count = 0
        let firstDigit = index
        while index < end, Octet.isDigit(bytes[index]) {
            count = count * 10 + Int(bytes[index] & 0x0F)
            guard count <= end else { throw WireFailure("a literal is longer than its response") }
            index += 1
        }
        guard index > firstDigit else { return nil }
        if index < end, bytes[index] == UInt8(ascii: "+") || bytes[index] == UInt8(ascii: "-") { index += 1 }
        guard index < end, bytes[index] == UInt8(ascii: "}") else { return nil }
        index += 1
        if index < end, bytes[index] == Octet.carriageReturn { index += 1 }
        guard index < end, bytes[index] == Octet.lineFeed else { return nil }
        index += 1
        guard count <= end - index else { throw WireFailure("a literal is longer than its response") }
        position = index + count
        return index..<position
    }

    /// A quoted string, its escapes still in it.
    @inline(__always)
    mutating func quoted() throws(WireFailure) -> WireSlice {
        let start = position + 1
        let mark = OctetScan.quoteOrBackslash(in: bytes.span, from: start, to: end)
        if mark < end, bytes[mark] == Octet.quote, endsString(mark) {
            position = mark + 1
            return WireSlice(start..<mark)
        }
        return try escaped(from: start)
    }

    /// A quoted string that has escapes, or quotes that should have had some.
    private mutating func escaped(from start: Int) throws(WireFailure) -> WireSlice {
        var index = start
        while index < end {
            let mark = OctetScan.quoteOrBackslash(in: bytes.span, from: index, to: end)
            guard mark < end else { break }
            index = mark + 1
            if bytes[mark] == Octet.quote {
                if endsString(mark) {
                    position = index
                    return WireSlice(start..<mark, isEscaped: true)
                }
            } else if index < end, bytes[index] == Octet.quote || bytes[index] == Octet.backslash {
                index += 1
            }
        }
        throw WireFailure("a quoted string has no end")
    }

    /// Whether a quote can be the one that ends its string; within words it is one that a server forgot to escape.
    @inline(__always)
    private func endsString(_ mark: Int) -> Bool {
        let next = mark + 1
        guard next < end else { return true }
        switch bytes[next] {
        case Octet.space, Octet.close, Octet.open, Octet.quote, Octet.closeBracket, Octet.carriageReturn,
            Octet.lineFeed, Octet.openBrace:
            return true
        default: return false
        }
    }
}

// MARK: Skipping

extension FrameReader {
    /// Moves over one value whatever it is: a string, a word or a balanced list.
    mutating func skipValue() throws(WireFailure) {
        var depth = 0
        repeat {
            skipSpaces()
            guard let byte = peek else { throw WireFailure("a list has no end") }
            switch byte {
            case Octet.open:
                depth += 1
                position += 1
            case Octet.close:
                guard depth > 0 else { throw WireFailure("a value is missing") }
                depth -= 1
                position += 1
            case Octet.quote: _ = try quoted()
            case Octet.openBrace, UInt8(ascii: "~"): _ = try literalOrWord()
            default:
                // A stray line end belongs to no word.
                if word().isEmpty { position += 1 }
            }
        } while depth > 0
    }

    /// Moves over what is left of a list, its closing parenthesis included.
    mutating func skipToClose() throws(WireFailure) {
        skipSpaces()
        while !take(Octet.close) {
            try skipValue()
            skipSpaces()
        }
    }
}
