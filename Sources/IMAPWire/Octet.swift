/// Classes of octets in the grammar (RFC 3501 section 9).
enum Octet {
    static let space = UInt8(ascii: " ")
    static let quote = UInt8(ascii: "\"")
    static let backslash = UInt8(ascii: "\\")
    static let open = UInt8(ascii: "(")
    static let close = UInt8(ascii: ")")
    static let openBracket = UInt8(ascii: "[")
    static let closeBracket = UInt8(ascii: "]")
    static let openBrace = UInt8(ascii: "{")
    static let carriageReturn: UInt8 = 0x0D
    static let lineFeed: UInt8 = 0x0A

    @inline(__always)
    static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }

    @inline(__always)
    static func isUpper(_ byte: UInt8) -> Bool { byte &- 0x41 < 26 }

    @inline(__always)
    static func isLower(_ byte: UInt8) -> Bool { byte &- 0x61 < 26 }

    /// ASCII that lower case leaves as it is.
    @inline(__always)
    static func isPlainLower(_ byte: UInt8) -> Bool { byte < 0x80 && !isUpper(byte) }

    @inline(__always)
    static func uppercased(_ byte: UInt8) -> UInt8 { isLower(byte) ? byte & 0xDF : byte }

    @inline(__always)
    static func lowercased(_ byte: UInt8) -> UInt8 { isUpper(byte) ? byte | 0x20 : byte }
}

/// Searches over many octets.
///
/// `[unchecked:]` is proven by the first line of each: the bound is never beyond the span, the index never below zero.
enum OctetScan {
    /// How many octets are looked at in one step: the loop over them has no way out, so the compiler makes it one of
    /// vector instructions.
    private static let stride = 32

    /// The first place of an octet, from an index on.
    static func index(of wanted: UInt8, in bytes: Span<UInt8>, from: Int) -> Int? {
        let end = bytes.count
        var index = max(from, 0)
        while end - index >= stride {
            var found: UInt8 = 0
            for offset in 0..<stride { found |= bytes[unchecked: index &+ offset] == wanted ? 1 : 0 }
            if found != 0 { break }
            index &+= stride
        }
        while index < end {
            if bytes[unchecked: index] == wanted { return index }
            index &+= 1
        }
        return nil
    }

    /// The first `"` or `\`, or the bound if there is none.
    @inline(__always)
    static func quoteOrBackslash(in bytes: Span<UInt8>, from: Int, to bound: Int) -> Int {
        let end = min(bound, bytes.count)
        var index = max(from, 0)
        while index < end {
            let byte = bytes[unchecked: index]
            if byte == Octet.quote || byte == Octet.backslash { break }
            index &+= 1
        }
        return index
    }

    /// The first space, parenthesis or line end, or the bound if there is none.
    @inline(__always)
    static func endOfWord(in bytes: Span<UInt8>, from: Int, to bound: Int) -> Int {
        let end = min(bound, bytes.count)
        var index = max(from, 0)
        while index < end {
            let byte = bytes[unchecked: index]
            // Nearly all octets of words lie above the parentheses.
            if byte <= Octet.close, endsWord(byte) { break }
            index &+= 1
        }
        return index
    }

    @inline(__always)
    private static func endsWord(_ byte: UInt8) -> Bool {
        switch byte {
        case Octet.space, Octet.open, Octet.close, Octet.carriageReturn, Octet.lineFeed: true
        default: false
        }
    }
}
