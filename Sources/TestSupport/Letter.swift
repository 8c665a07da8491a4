import Foundation

/// Signed and encrypted mail for tests, as other programs send it.
package enum Letter {
    /// The header of the whole message.
    package static let head =
        "From: Ada <ada@example.org>\r\nTo: me@example.org\r\nSubject: A letter\r\nMIME-Version: 1.0\r\n"

    /// A text part with its header.
    package static func part(_ text: String, type: String = "text/plain; charset=utf-8") -> String {
        "Content-Type: \(type)\r\n\r\n\(text)"
    }

    /// RFC 3156 section 5.
    package static func signed(_ part: String, signature: String, protocol type: String = "application/pgp-signature")
        -> String
    {
        """
        Content-Type: multipart/signed; micalg=pgp-sha256; protocol="\(type)"; boundary="s"\r
        \r
        --s\r
        \(part)\r
        --s\r
        Content-Type: \(type); name="signature.asc"\r
        \r
        \(signature)\r
        --s--\r

        """
    }

    /// RFC 3156 section 4.
    package static func encrypted(_ message: String) -> String {
        """
        Content-Type: multipart/encrypted; protocol="application/pgp-encrypted"; boundary="e"\r
        \r
        --e\r
        Content-Type: application/pgp-encrypted\r
        \r
        Version: 1\r
        --e\r
        Content-Type: application/octet-stream\r
        \r
        \(message)\r
        --e--\r

        """
    }

    /// Parts beside each other.
    package static func mixed(_ parts: [String]) -> String {
        "Content-Type: multipart/mixed; boundary=\"m\"\r\n\r\n" + parts.map { "--m\r\n\($0)\r\n" }.joined()
            + "--m--\r\n"
    }

    /// HTML and what it shows (RFC 2387).
    package static func related(_ parts: [String]) -> String {
        "Content-Type: multipart/related; boundary=\"r\"\r\n\r\n" + parts.map { "--r\r\n\($0)\r\n" }.joined()
            + "--r--\r\n"
    }

    /// A picture in base64, found by its `Content-ID`.
    package static func picture(_ bytes: [UInt8], id: String) -> String {
        "Content-Type: image/png\r\nContent-ID: <\(id)>\r\nContent-Transfer-Encoding: base64\r\n\r\n"
            + Data(bytes).base64EncodedString(options: .lineLength76Characters)
    }

    /// The message whose body, with its own fields, this is.
    package static func bytes(_ body: String) -> [UInt8] { Array((head + body).utf8) }
}
