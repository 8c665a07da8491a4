/// Base64 (RFC 2045 section 6.8). Foreign characters are skipped; data after padding is taken as a new beginning.
struct Base64Decoder: Sendable {
    /// The digits that wait for a fourth, six bits each.
    private(set) var bits: UInt32 = 0
    private(set) var digits = 0
    private(set) var malformed = 0

    private static let ignored: UInt8 = 0xFE
    private static let padding: UInt8 = 0xFD
    private static let foreign: UInt8 = 0xFF

    /// The value of each character, or one of the three marks above.
    private static let values: [UInt8] = {
        var table = [UInt8](repeating: foreign, count: 256)
        let alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
        for (value, character) in alphabet.utf8.enumerated() { table[Int(character)] = UInt8(value) }
        for blank in [9, 10, 13, 32] { table[blank] = ignored }
        table[Int(UInt8(ascii: "="))] = padding
        return table
    }()

    init() {}

    /// Goes on with up to three digits that came before.
    init(bits: UInt32, digits: Int) {
        self.bits = bits
        self.digits = digits
    }

    mutating func decode(_ bytes: [UInt8]) -> [UInt8] {
        let values = Base64Decoder.values
        var output: [UInt8] = []
        output.reserveCapacity(bytes.count / 4 * 3 + 3)
        for byte in bytes {
            let value = values[Int(byte)]
            if value < 64 {
                bits = bits << 6 | UInt32(value)
                digits += 1
                if digits == 4 {
                    output.append(UInt8(truncatingIfNeeded: bits >> 16))
                    output.append(UInt8(truncatingIfNeeded: bits >> 8))
                    output.append(UInt8(truncatingIfNeeded: bits))
                    (bits, digits) = (0, 0)
                }
            } else if value == Base64Decoder.padding {
                flush(into: &output)
            } else if value == Base64Decoder.foreign {
                malformed += 1
            }
        }
        return output
    }

    mutating func finish() -> [UInt8] {
        var output: [UInt8] = []
        if digits > 0 { malformed += 1 }
        flush(into: &output)
        return output
    }

    /// Two digits hold one octet, three hold two; one alone holds none.
    private mutating func flush(into output: inout [UInt8]) {
        if digits == 2 { output.append(UInt8(truncatingIfNeeded: bits >> 4)) }
        if digits == 3 {
            output.append(UInt8(truncatingIfNeeded: bits >> 10))
            output.append(UInt8(truncatingIfNeeded: bits >> 2))
        }
        (bits, digits) = (0, 0)
    }
}
