/// Base64 both ways (RFC 4648, 4).
enum Base64 {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    private static let values: [UInt8] = {
        var values = [UInt8](repeating: 255, count: 256)
        for (value, character) in alphabet.enumerated() { values[Int(character)] = UInt8(value) }
        return values
    }()

    /// Decodes; line breaks and blanks are passed over, anything else foreign gives nil.
    static func decode(_ text: some Sequence<UInt8>) -> [UInt8]? {
        var result: [UInt8] = []
        var bits: UInt32 = 0
        var count = 0
        for byte in text where ![9, 10, 13, 32].contains(byte) {
            if byte == UInt8(ascii: "=") { break }
            let value = values[Int(byte)]
            guard value < 64 else { return nil }
            bits = bits << 6 | UInt32(value)
            count += 6
            if count >= 8 {
                count -= 8
                result.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
            }
        }
        return result
    }

    /// Encodes, in lines of `lineLength` when that is given.
    static func encode(_ bytes: [UInt8], lineLength: Int? = nil) -> [UInt8] {
        var result: [UInt8] = []
        var column = 0
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let group = bytes[start..<min(start + 3, bytes.count)]
            let bits = group.reduce(UInt32(0)) { $0 << 8 | UInt32($1) } << UInt32(8 * (3 - group.count))
            for position in 0..<4 {
                let value = Int(bits >> UInt32(18 - 6 * position)) & 63
                result.append(position <= group.count ? alphabet[value] : UInt8(ascii: "="))
            }
            column += 4
            if let lineLength, column >= lineLength {
                result.append(contentsOf: [13, 10])
                column = 0
            }
        }
        return result
    }
}
