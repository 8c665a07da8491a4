/// Mailbox names on the wire are octets; a `wireName` is those octets as a `String` that can be turned back unharmed.
///
/// Octets that are not UTF-8 (some servers send Latin-1) stand as U+10FF80...U+10FFFF. Where a name has those private
/// characters itself, each of their octets does.
public enum WireName {
    private static let escapes: UInt32 = 0x10FF00

    /// The name for these octets.
    public static func string(_ bytes: some Collection<UInt8>) -> String {
        if let plain = String(validating: bytes, as: UTF8.self), !plain.unicodeScalars.contains(where: isEscape) {
            return plain
        }
        var scalars = String.UnicodeScalarView()
        var remaining = bytes[...]
        while let first = remaining.first {
            if let (scalar, length) = leadingScalar(remaining) {
                scalars.append(scalar)
                remaining = remaining.dropFirst(length)
            } else {
                if let scalar = Unicode.Scalar(escapes + UInt32(first)) { scalars.append(scalar) }
                remaining = remaining.dropFirst()
            }
        }
        return String(scalars)
    }

    /// The octets of a name.
    public static func bytes(_ name: String) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(name.utf8.count)
        for scalar in name.unicodeScalars {
            if isEscape(scalar) {
                result.append(UInt8(truncatingIfNeeded: scalar.value))
            } else {
                result.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
            }
        }
        return result
    }

    /// The name for people: modified UTF-7 decoded, or unchanged where it is none. INBOX is the same in any case.
    public static func display(_ wireName: String) -> String {
        if wireName.utf8.count == 5, wireName.uppercased() == "INBOX" { return "INBOX" }
        return ModifiedUTF7.decode(wireName) ?? wireName
    }

    /// The same where names are UTF-8 (RFC 6855 section 3).
    static func displayUTF8(_ wireName: String) -> String {
        wireName.utf8.count == 5 && wireName.uppercased() == "INBOX" ? "INBOX" : wireName
    }

    private static func isEscape(_ scalar: Unicode.Scalar) -> Bool { scalar.value >= escapes + 0x80 }

    private static func leadingScalar(_ bytes: some Collection<UInt8>) -> (Unicode.Scalar, Int)? {
        for length in 1...4 {
            let prefix = bytes.prefix(length)
            if let text = String(validating: prefix, as: UTF8.self), let scalar = text.unicodeScalars.first {
                return isEscape(scalar) ? nil : (scalar, prefix.count)
            }
        }
        return nil
    }
}
