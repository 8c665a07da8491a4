/// The host of a web address, as a browser finds it, and what stands before it.
struct LinkHost: Equatable {
    /// Lower case, without port and brackets.
    var name: String
    /// What stands before `@`; nil where there is none.
    var userInformation: String?

    /// Nil where the address has no host: `mailto:` and the like.
    init?(_ target: String) {
        guard let slashes = target.utf8.firstIndex(of: UInt8(ascii: ":")) else { return nil }
        let scheme = target[..<slashes].lowercased()
        guard ["http", "https", "ftp"].contains(scheme) else { return nil }
        // Browsers take a backslash for a slash, and any number of them (WHATWG URL standard, section 4.4).
        let rest = target.utf8[target.utf8.index(after: slashes)...].drop { $0 == 0x2F || $0 == 0x5C }
        var authority = Array(rest.prefix { $0 != 0x2F && $0 != 0x5C && $0 != 0x3F && $0 != 0x23 })
        if let at = authority.lastIndex(of: UInt8(ascii: "@")) {
            userInformation = String(decoding: authority[..<at], as: UTF8.self).harmless
            authority.removeSubrange(...at)
        }
        if authority.first == UInt8(ascii: "["), let close = authority.firstIndex(of: UInt8(ascii: "]")) {
            name = LinkHost.shown(authority[1..<close])
        } else {
            let host = authority.prefix { $0 != UInt8(ascii: ":") }
            name = LinkHost.shown(PercentCoding.decoded(host)[...])
        }
        while name.hasSuffix(".") { name.removeLast() }
        if name.isEmpty { return nil }
    }

    /// No host has white space (WHATWG URL standard, section 3.5): it would only push the rest of the name out of sight.
    private static func shown(_ bytes: ArraySlice<UInt8>) -> String {
        String(decoding: bytes, as: UTF8.self).harmless.lowercased().filter { !$0.isWhitespace }
    }

    /// An IPv6 literal, or a name that browsers take for an IPv4 address: its last label is a number.
    var isNumeric: Bool {
        if name.contains(":") { return true }
        guard let last = name.split(separator: ".").last else { return false }
        return last.allSatisfy { $0.isASCII && $0.isNumber } || last.hasPrefix("0x")
    }

    /// Whether the two hosts are of one owner, as far as names say: the same domain below the public suffix.
    static func isSameOwner(_ first: String, _ second: String) -> Bool {
        owned(first) == owned(second)
    }

    /// The last two labels, or three below a country's `co` and its like.
    private static func owned(_ host: String) -> [Substring] {
        let labels = host.split(separator: ".")
        let second = labels.count > 2 ? labels[labels.count - 2] : ""
        let isCountry = labels.last?.count == 2
        let isShared =
            isCountry
            && ["co", "com", "org", "net", "ac", "gov", "edu", "or", "ne", "go"].contains(second)
        return Array(labels.suffix(isShared ? 3 : 2))
    }
}

/// `%41` for `A` (RFC 3986 section 2.1).
enum PercentCoding {
    /// Two digits.
    static func hex(_ byte: UInt8) -> String {
        let digits = String(byte, radix: 16, uppercase: true)
        return byte < 16 ? "0" + digits : digits
    }

    static func decoded(_ text: some Sequence<UInt8>) -> [UInt8] {
        var output: [UInt8] = []
        var rest = Array(text)[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "%"), rest.count >= 2,
                let high = ASCII.hexValue(rest[rest.startIndex]),
                let low = ASCII.hexValue(rest[rest.startIndex + 1])
            {
                output.append(high << 4 | low)
                rest = rest.dropFirst(2)
            } else {
                output.append(byte)
            }
        }
        return output
    }
}
