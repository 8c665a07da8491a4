import Foundation
import IMAPClient

/// The `imap = "imaps://user@host:port"` of an account, taken apart.
package struct AccountAddress: Hashable, Sendable {
    package var security: IMAPEndpoint.Security
    /// Nil where the address names none; the account's mail address is the user then.
    package var user: String?
    package var host: String
    package var port: Int

    package init(security: IMAPEndpoint.Security, user: String?, host: String, port: Int) {
        self.security = security
        self.user = user
        self.host = host
        self.port = port
    }

    /// Why an address can't be used, as the end of a sentence.
    package struct Problem: Error, Equatable, Sendable {
        package var text: String
    }

    private static let schemes: [(name: String, security: IMAPEndpoint.Security, port: Int)] = [
        ("imaps", .implicitTLS, 993), ("imap", .startTLS, 143), ("imap+plain", .plaintext, 143),
    ]

    /// Reads `imaps://` (TLS from the start), `imap://` (STARTTLS, required) and `imap+plain://` (no TLS).
    ///
    /// A user may hold `@`, as it is or as `%40`; an IPv6 host stands in brackets (RFC 3986 section 3.2).
    package init(_ text: String) throws(Problem) {
        guard let separator = text.range(of: "://") else {
            throw Problem(text: "has no scheme; write imaps://user@host, or imap://user@host for STARTTLS")
        }
        let scheme = text[..<separator.lowerBound].lowercased()
        guard let known = AccountAddress.schemes.first(where: { $0.name == scheme }) else {
            throw Problem(text: "has the unknown scheme '\(scheme)'; known are imaps, imap and imap+plain")
        }
        var rest = text[separator.upperBound...]
        if let slash = rest.firstIndex(of: "/") { rest = rest[..<slash] }
        user = nil
        if let at = rest.lastIndex(of: "@") {
            let name = String(rest[..<at])
            guard let decoded = name.removingPercentEncoding, !decoded.isEmpty else {
                throw Problem(text: "has a user name that can't be read")
            }
            guard !decoded.contains(":") else {
                throw Problem(
                    text: "holds a colon in the user name; a password is never written here, use password-command")
            }
            user = decoded
            rest = rest[rest.index(after: at)...]
        }
        (host, port) = try AccountAddress.hostAndPort(rest, standard: known.port)
        security = known.security
    }

    private static func hostAndPort(_ text: Substring, standard: Int) throws(Problem) -> (String, Int) {
        var host = text
        var portText: Substring?
        if text.first == "[", let end = text.firstIndex(of: "]") {
            host = text[text.index(after: text.startIndex)..<end]
            let after = text[text.index(after: end)...]
            portText = after.first == ":" ? after.dropFirst() : nil
        } else if let colon = text.lastIndex(of: ":") {
            host = text[..<colon]
            portText = text[text.index(after: colon)...]
        }
        guard !host.isEmpty else { throw Problem(text: "has no host name") }
        guard let portText else { return (String(host), standard) }
        guard let port = Int(portText), (1...65535).contains(port) else {
            throw Problem(text: "has the port '\(portText)'; a port is a number from 1 to 65535")
        }
        return (String(host), port)
    }
}
