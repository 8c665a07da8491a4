/// Base64 of RFC 4648 section 4, for the clipboard and for pictures: Foundation is large.
package enum Base64 {
    private static let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    package static func encoded(_ octets: [UInt8]) -> String {
        var result: [UInt8] = []
        result.reserveCapacity((octets.count + 2) / 3 * 4)
        for start in stride(from: 0, to: octets.count, by: 3) {
            let group = octets[start..<min(start + 3, octets.count)]
            let bits = group.reduce(UInt32(0)) { $0 << 8 | UInt32($1) } << (8 * UInt32(3 - group.count))
            for place in 0..<4 {
                let digit = digits[Int(bits >> UInt32(18 - 6 * place)) & 63]
                result.append(place <= group.count ? digit : UInt8(ascii: "="))
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    /// Nil where there is anything but whole groups of four digits, the last of which may be filled up with `=`.
    package static func decoded(_ text: some Collection<UInt8>) -> [UInt8]? {
        guard text.count % 4 == 0 else { return nil }
        var result: [UInt8] = []
        result.reserveCapacity(text.count / 4 * 3)
        var bits: UInt32 = 0
        var digits = 0
        var fill = 0
        for octet in text {
            let value = values[Int(octet)]
            if octet == UInt8(ascii: "=") {
                fill += 1
            } else if fill > 0 || value > 63 {
                return nil
            }
            bits = bits << 6 | UInt32(value & 63)
            digits += 1
            guard digits % 4 == 0 else { continue }
            for place in 0..<(3 - min(fill, 2)) {
                result.append(UInt8(truncatingIfNeeded: bits >> UInt32(16 - 8 * place)))
            }
        }
        return fill <= 2 ? result : nil
    }

    private static let values: [UInt8] = {
        var values = [UInt8](repeating: 255, count: 256)
        for (value, digit) in digits.enumerated() { values[Int(digit)] = UInt8(value) }
        return values
    }()
}
