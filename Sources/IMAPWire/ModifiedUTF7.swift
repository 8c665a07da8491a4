/// Mailbox names of servers without UTF8=ACCEPT (RFC 3501 section 5.1.3).
public enum ModifiedUTF7 {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+,".utf8)

    /// The text of a name, or nil if it is not valid: the caller then shows it as it is.
    ///
    /// Characters beyond ASCII are taken as they are: some servers send UTF-8 unasked.
    public static func decode(_ name: String) -> String? {
        guard name.utf8.contains(UInt8(ascii: "&")) else { return name }
        let bytes = Array(name.utf8)
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        var remaining = bytes[...]
        while let byte = remaining.popFirst() {
            guard byte == UInt8(ascii: "&") else {
                result.append(byte)
                continue
            }
            guard let end = remaining.firstIndex(of: UInt8(ascii: "-")) else { return nil }
            let run = remaining[..<end]
            if run.isEmpty {
                result.append(UInt8(ascii: "&"))
            } else {
                guard let text = decodeRun(run) else { return nil }
                result.append(contentsOf: text.utf8)
            }
            remaining = remaining[end...].dropFirst()
        }
        return String(validating: result, as: UTF8.self)
    }

    /// The name for a text.
    public static func encode(_ text: String) -> String {
        var result = ""
        var pending: [UInt16] = []
        for scalar in text.unicodeScalars {
            if (0x20...0x7E).contains(scalar.value) {
                flush(&pending, into: &result)
                result.unicodeScalars.append(scalar)
                if scalar == "&" { result += "-" }
            } else {
                pending.append(contentsOf: UTF16.encode(scalar) ?? UTF16.encodedReplacementCharacter)
            }
        }
        flush(&pending, into: &result)
        return result
    }

    /// One run of base64, without `&` and `-`: UTF-16, big-endian, padded with zero bits.
    private static func decodeRun(_ run: ArraySlice<UInt8>) -> String? {
        var units: [UInt16] = []
        var bits: UInt32 = 0
        var count = 0
        for byte in run {
            guard let digit = value(of: byte) else { return nil }
            bits = (bits << 6 | digit) & 0xFF_FFFF
            count += 6
            if count >= 16 {
                count -= 16
                units.append(UInt16(truncatingIfNeeded: bits >> UInt32(count)))
            }
        }
        guard count < 6, bits & ((1 << UInt32(count)) - 1) == 0 else { return nil }
        return String(validating: units, as: UTF16.self)
    }

    private static func value(of byte: UInt8) -> UInt32? {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(byte - UInt8(ascii: "A"))
        case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(byte - UInt8(ascii: "a")) + 26
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte - UInt8(ascii: "0")) + 52
        case UInt8(ascii: "+"): 62
        case UInt8(ascii: ","): 63
        default: nil
        }
    }

    private static func flush(_ units: inout [UInt16], into result: inout String) {
        guard !units.isEmpty else { return }
        result += "&"
        var bits: UInt32 = 0
        var count = 0
        for unit in units {
            bits = (bits << 16 | UInt32(unit)) & 0x3F_FFFF
            count += 16
            while count >= 6 {
                count -= 6
                append(bits >> UInt32(count), to: &result)
            }
        }
        if count > 0 { append(bits << UInt32(6 - count), to: &result) }
        result += "-"
        units.removeAll(keepingCapacity: true)
    }

    private static func append(_ digit: UInt32, to result: inout String) {
        result.unicodeScalars.append(Unicode.Scalar(alphabet[Int(digit & 0x3F)]))
    }
}
