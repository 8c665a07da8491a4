/// An address as another program may be given it: of the web or of mail, in printable ASCII, so that it is an address to
/// that program and never an option, a file or a command.
package struct OpenableAddress: Hashable, Sendable {
    package let text: String

    static let longest = 8_192
    private static let schemes = ["http://", "https://", "mailto:"]

    /// Nil where it is of another kind, or longer than any real one.
    package init?(_ address: String) {
        var text = ""
        // Before the query a backslash is a slash to browsers (WHATWG URL standard, section 4.4): whatever reads the
        // address must see the same host.
        var isInPath = true
        for octet in address.utf8 {
            if octet == UInt8(ascii: "?") || octet == UInt8(ascii: "#") { isInPath = false }
            if octet == UInt8(ascii: "\\"), isInPath {
                text += "/"
            } else if OpenableAddress.isPlain(octet) {
                text.unicodeScalars.append(Unicode.Scalar(octet))
            } else {
                text += "%" + OpenableAddress.hexadecimal(octet)
            }
            guard text.utf8.count <= OpenableAddress.longest else { return nil }
        }
        guard let colon = text.firstIndex(of: ":") else { return nil }
        let normal = text[..<colon].lowercased() + text[colon...]
        guard let scheme = OpenableAddress.schemes.first(where: normal.hasPrefix), normal.count > scheme.count else {
            return nil
        }
        self.text = normal
    }

    var isMail: Bool { text.hasPrefix("mailto:") }

    /// Characters that an address may hold as they are (RFC 3986 section 2), and `%`, which encodes the others.
    private static func isPlain(_ octet: UInt8) -> Bool {
        (0x21...0x7E).contains(octet) && !"\"<>\\^`{|}".utf8.contains(octet)
    }

    private static func hexadecimal(_ octet: UInt8) -> String {
        let digits = String(octet, radix: 16, uppercase: true)
        return digits.count == 1 ? "0" + digits : digits
    }
}
