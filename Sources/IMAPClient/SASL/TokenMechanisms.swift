/// OAUTHBEARER (RFC 7628): an access token, and for whom and to where it is shown.
struct OAuthBearerMechanism: SASLMechanism {
    let name = SASLMechanismName.oauthBearer
    private let message: [UInt8]
    private var wasRefused = false

    init(user: String, token: String, host: String, port: Int) throws(SASLError) {
        guard BearerToken.isSendable(token), BearerToken.isSendable(host) else { throw .unsendableCharacter }
        let identity = try SCRAMName.escaped(user)
        message = Array("n,a=\(identity),\u{1}host=\(host)\u{1}port=\(port)\u{1}auth=Bearer \(token)\u{1}\u{1}".utf8)
    }

    func initialResponse() -> [UInt8]? { message }

    /// A challenge can only be the JSON of a refusal; the server says NO once it has been answered (section 3.2.3).
    mutating func respond(to challenge: [UInt8]) throws(SASLError) -> [UInt8] {
        guard !wasRefused else { throw .unexpectedChallenge }
        wasRefused = true
        return [1]
    }

    func finish() throws(SASLError) {
        if wasRefused { throw .unexpectedChallenge }
    }
}

/// XOAUTH2, the form before the standard, which Gmail made up and Exchange Online knows alone.
struct XOAuth2Mechanism: SASLMechanism {
    let name = SASLMechanismName.xoauth2
    private let message: [UInt8]
    private var wasRefused = false

    init(user: String, token: String) throws(SASLError) {
        guard BearerToken.isSendable(token), BearerToken.isSendable(user) else { throw .unsendableCharacter }
        message = Array("user=\(user)\u{1}auth=Bearer \(token)\u{1}\u{1}".utf8)
    }

    func initialResponse() -> [UInt8]? { message }

    /// The JSON of a refusal is answered by nothing at all, and then the server says NO.
    mutating func respond(to challenge: [UInt8]) throws(SASLError) -> [UInt8] {
        guard !wasRefused else { throw .unexpectedChallenge }
        wasRefused = true
        return []
    }

    func finish() throws(SASLError) {
        if wasRefused { throw .unexpectedChallenge }
    }
}

/// What can stand between the separators of both.
enum BearerToken {
    /// Neither empty nor with a control character, which would end the field.
    static func isSendable(_ text: String) -> Bool {
        !text.isEmpty && !text.utf8.contains { $0 < 0x20 || $0 == 0x7F }
    }
}
