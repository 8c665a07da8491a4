/// The few charsets in which the sample mail travels.
enum CharsetEncoder {
    /// The text in a charset; what the charset lacks becomes a question mark. `{x1B}` stands for a byte.
    static func encode(_ text: String, _ charset: String) -> [UInt8] {
        switch charset.lowercased() {
        case "iso-8859-1": text.unicodeScalars.map { $0.value < 256 ? UInt8($0.value) : UInt8(ascii: "?") }
        case "koi8-r": text.unicodeScalars.map(koi8)
        case "iso-8859-7": text.unicodeScalars.map(greek)
        default: Escapes.bytes(text)
        }
    }

    /// Russian letters of KOI8-R, from C0 to FF (RFC 1489).
    private static let russian = Array(
        "юабцдефгхийклмнопярстужвьызшэщчъЮАБЦДЕФГХИЙКЛМНОПЯРСТУЖВЬЫЗШЭЩЧЪ".unicodeScalars)

    private static func koi8(_ scalar: Unicode.Scalar) -> UInt8 {
        if scalar.isASCII { return UInt8(truncatingIfNeeded: scalar.value) }
        if scalar == "ё" { return 0xA3 }
        if scalar == "Ё" { return 0xB3 }
        guard let index = russian.firstIndex(of: scalar) else { return UInt8(ascii: "?") }
        return UInt8(truncatingIfNeeded: 0xC0 + index)
    }

    /// Greek letters stand in ISO 8859-7 in the order of Unicode.
    private static func greek(_ scalar: Unicode.Scalar) -> UInt8 {
        if scalar.isASCII { return UInt8(truncatingIfNeeded: scalar.value) }
        guard (0x384...0x3CE).contains(scalar.value) else { return UInt8(ascii: "?") }
        return UInt8(truncatingIfNeeded: scalar.value - 0x2D0)
    }
}

/// The quoted-printable encoding (RFC 2045, 6.7).
enum QuotedPrintable {
    static func encode(_ content: [UInt8]) -> [UInt8] {
        let digits = Array("0123456789ABCDEF".utf8)
        var result: [UInt8] = []
        var column = 0
        for (index, byte) in content.enumerated() {
            if byte == 13 || byte == 10 {
                result.append(byte)
                column = 0
                continue
            }
            let next = index + 1 < content.count ? content[index + 1] : 13
            let isPlain = byte != UInt8(ascii: "=") && (33...126).contains(byte) || (byte == 32 && next != 13)
            if column >= 72 {
                result.append(contentsOf: [UInt8(ascii: "="), 13, 10])
                column = 0
            }
            result.append(
                contentsOf: isPlain ? [byte] : [UInt8(ascii: "="), digits[Int(byte >> 4)], digits[Int(byte & 15)]])
            column += isPlain ? 1 : 3
        }
        return result
    }
}
