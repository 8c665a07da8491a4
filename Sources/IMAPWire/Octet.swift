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
enum OctetScan {
    /// The first place of an octet, from an index on.
    static func index(of wanted: UInt8, in bytes: Span<UInt8>, from: Int) -> Int? {
        var index = from
        while index < bytes.count {
            if bytes[index] == wanted { return index }
            index += 1
        }
        return nil
    }

    /// The first `"` or `\`, or the bound if there is none.
    @inline(__always)
    static func quoteOrBackslash(in bytes: Span<UInt8>, from: Int, to end: Int) -> Int {
        var index = from
        while index < end, bytes[index] != Octet.quote, bytes[index] != Octet.backslash { index += 1 }
        return index
    }

    /// The first space, parenthesis or line end, or the bound if there is none.
    @inline(__always)
    static func endOfWord(in bytes: Span<UInt8>, from: Int, to end: Int) -> Int {
        var index = from
        while index < end {
            let byte = bytes[index]
            // Nearly all octets of words lie above the parentheses.
            if byte <= Octet.close, endsWord(byte) { break }
            index += 1
        }
        return index
    }

    private static func endsWord(_ byte: UInt8) -> Bool {
        switch byte {
        case Octet.space, Octet.open, Octet.close, Octet.carriageReturn, Octet.lineFeed: true
        default: false
        }
    }
}
