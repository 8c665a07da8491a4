import Crypto

/// PLAIN (RFC 4616): the password itself.
struct PlainMechanism: SASLMechanism {
    let name = SASLMechanismName.plain
    private let message: [UInt8]

    /// An empty identity to act as, the user and the password, with NUL between them (section 2).
    init(user: String, password: String) throws(SASLError) {
        guard !user.utf8.contains(0), !password.utf8.contains(0) else { throw .unsendableCharacter }
        message = [0] + Array(user.utf8) + [0] + Array(password.utf8)
    }

    func initialResponse() -> [UInt8]? { message }

    func respond(to challenge: [UInt8]) throws(SASLError) -> [UInt8] { throw .unexpectedChallenge }
}

/// LOGIN, never standardised (draft-murchison-sasl-login): the server asks for the user, then for the password.
struct LoginMechanism: SASLMechanism {
    let name = SASLMechanismName.login
    /// What is still to be said; what the server writes in its questions differs and means nothing.
    private var answers: [[UInt8]]

    init(user: String, password: String) throws(SASLError) {
        guard !user.utf8.contains(0), !password.utf8.contains(0) else { throw .unsendableCharacter }
        answers = [Array(user.utf8), Array(password.utf8)]
    }

    func initialResponse() -> [UInt8]? { nil }

    mutating func respond(to challenge: [UInt8]) throws(SASLError) -> [UInt8] {
        guard !answers.isEmpty else { throw .unexpectedChallenge }
        return answers.removeFirst()
    }
}

/// CRAM-MD5 (RFC 2195): a keyed hash of what the server made up.
struct CRAMMD5Mechanism: SASLMechanism {
    let name = SASLMechanismName.cramMD5
    private let user: String
    private let password: String
    private var hasAnswered = false

    init(user: String, password: String) {
        self.user = user
        self.password = password
    }

    func initialResponse() -> [UInt8]? { nil }

    mutating func respond(to challenge: [UInt8]) throws(SASLError) -> [UInt8] {
        guard !hasAnswered else { throw .unexpectedChallenge }
        // Nothing made up is nothing that would keep the answer from being used again.
        guard !challenge.isEmpty else { throw .unreadableChallenge }
        hasAnswered = true
        let code = HMAC<Insecure.MD5>.authenticationCode(
            for: challenge, using: SymmetricKey(data: Array(password.utf8)))
        return Array("\(user) \(Hexadecimal.text(code))".utf8)
    }
}
