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

/// Searches over many octets, eight at a time.
///
/// `[unchecked:]` is proven by the first line of each: the bound is never beyond the span, the index never below zero.
enum OctetScan {
    /// The first place of an octet, from an index on.
    static func index(of wanted: UInt8, in bytes: Span<UInt8>, from: Int) -> Int? {
        let end = bytes.count
        var index = max(from, 0)
        let pattern = repeated(wanted)
        while end &- index >= 8 {
            let found = zeroOctets(eight(bytes, index) ^ pattern)
            if found != 0 { return index &+ found.trailingZeroBitCount / 8 }
            index &+= 8
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
        while end &- index >= 8 {
            let octets = eight(bytes, index)
            let found = zeroOctets(octets ^ repeated(Octet.quote)) | zeroOctets(octets ^ repeated(Octet.backslash))
            if found != 0 { return index &+ found.trailingZeroBitCount / 8 }
            index &+= 8
        }
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

    /// Eight octets from an index on, the first lowest; the compiler makes it one load.
    ///
    /// The caller has checked that there are eight.
    @inline(__always)
    static func eight(_ bytes: Span<UInt8>, _ index: Int) -> UInt64 {
        let low =
            UInt64(bytes[unchecked: index]) | UInt64(bytes[unchecked: index &+ 1]) &<< 8
            | UInt64(bytes[unchecked: index &+ 2]) &<< 16 | UInt64(bytes[unchecked: index &+ 3]) &<< 24
        let high =
            UInt64(bytes[unchecked: index &+ 4]) &<< 32 | UInt64(bytes[unchecked: index &+ 5]) &<< 40
            | UInt64(bytes[unchecked: index &+ 6]) &<< 48 | UInt64(bytes[unchecked: index &+ 7]) &<< 56
        return low | high
    }

    /// Whether any of these octets is a control, below the space.
    @inline(__always)
    static func hasControls(_ first: UInt64, _ second: UInt64) -> Bool {
        zeroOctets(first & repeated(0xE0)) | zeroOctets(second & repeated(0xE0)) != 0
    }

    @inline(__always)
    private static func repeated(_ byte: UInt8) -> UInt64 { UInt64(byte) &* 0x0101_0101_0101_0101 }

    /// The top bit of each octet that is zero; above the first such octet there may be others, below it there are none.
    @inline(__always)
    private static func zeroOctets(_ octets: UInt64) -> UInt64 {
        (octets &- 0x0101_0101_0101_0101) & ~octets & 0x8080_8080_8080_8080
    }
}
