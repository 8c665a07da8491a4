import MailModel

/// Reads `Authentication-Results` (RFC 8601 section 2.2).
package enum AuthenticationResults {
    /// Methods of one field that are read.
    private static let maximumResults = 50

    /// What the account's own server says, by the topmost field only: those below it may be the sender's own (section 5).
    ///
    /// - Parameter server: the server's authserv-id, in any case.
    /// - Returns: nil where the topmost field is another server's, or there is none.
    package static func parse(header: [UInt8], trusting server: String) -> MailAuthentication? {
        parse(header: header, of: ReceivingServer(configured: server, host: ""))
    }

    /// The same for a server whose name may have to be learnt.
    static func parse(header: [UInt8], of server: ReceivingServer) -> MailAuthentication? {
        for field in HeaderFields(header) where field.isNamed("authentication-results") {
            return parse(body: field.body, of: server)
        }
        return nil
    }

    private static func parse(body: ArraySlice<UInt8>, of server: ReceivingServer) -> MailAuthentication? {
        let text = String(decoding: withoutComments(body), as: UTF8.self).oneLine
        let sections = text.split(
            separator: ";", maxSplits: maximumResults, omittingEmptySubsequences: false)
        // A version may follow the identifier.
        guard let name = sections.first?.split(whereSeparator: \.isWhitespace).first.map(String.init),
            server.isOwn(name)
        else { return nil }
        var found = MailAuthentication(server: name)
        for section in sections.dropFirst().prefix(maximumResults) { found.take(section) }
        return found
    }

    /// Comments may nest (RFC 5322 section 3.2.2); parentheses within quotes are text.
    private static func withoutComments(_ body: ArraySlice<UInt8>) -> [UInt8] {
        var kept: [UInt8] = []
        var depth = 0
        var isQuoted = false
        for byte in body {
            switch byte {
            case UInt8(ascii: "\"") where depth == 0: isQuoted.toggle()
            case UInt8(ascii: "(") where !isQuoted: depth += 1
            case UInt8(ascii: ")") where !isQuoted && depth > 0: depth -= 1
            default: if depth == 0 { kept.append(byte) }
            }
        }
        return kept
    }
}

extension MailAuthentication {
    /// Takes `method=result property=value …`. Of several signatures one that passes counts.
    fileprivate mutating func take(_ section: Substring) {
        let words = section.split(whereSeparator: \.isWhitespace)
        guard let first = words.first, let (method, value) = MailAuthentication.pair(first) else {
            return
        }
        let result = Result(rawValue: value)
        switch method.prefix(while: { $0 != "/" }) {
        case "spf" where spf == nil: spf = result
        case "dmarc" where dmarc == nil: dmarc = result
        case "dkim" where dkim != .pass:
            dkim = result
            let domain = words.dropFirst().lazy.compactMap(MailAuthentication.pair).first {
                $0.name == "header.d"
            }
            signer = domain?.value ?? ""
        default: break
        }
    }

    private static func pair(_ word: Substring) -> (name: String, value: String)? {
        let fields = word.split(separator: "=", maxSplits: 1)
        guard fields.count == 2 else { return nil }
        return (fields[0].lowercased(), fields[1].lowercased())
    }
}
