import Foundation

/// Mail for the tests, as other programs send it.
enum Letter {
    static let head = "From: Ada <ada@example.org>\r\nTo: me@example.org\r\nSubject: A letter\r\nMIME-Version: 1.0\r\n"

    static func part(_ text: String, type: String = "text/plain; charset=utf-8") -> String {
        "Content-Type: \(type)\r\n\r\n\(text)"
    }

    static func signed(_ part: String, signature: String, protocol type: String = "application/pgp-signature") -> String
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

    static func encrypted(_ message: String) -> String {
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

    static func mixed(_ parts: [String]) -> String {
        "Content-Type: multipart/mixed; boundary=\"m\"\r\n\r\n" + parts.map { "--m\r\n\($0)\r\n" }.joined()
            + "--m--\r\n"
    }

    static func bytes(_ body: String) -> [UInt8] { Array((head + body).utf8) }
}
