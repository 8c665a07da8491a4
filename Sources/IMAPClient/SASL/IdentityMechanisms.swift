/// EXTERNAL (RFC 4422 appendix A): who we are follows from the certificate that we showed in TLS.
struct ExternalMechanism: SASLMechanism {
    let name = SASLMechanismName.external
    private let identity: [UInt8]

    /// - Parameter user: whom to act as; empty leaves it to the certificate.
    init(user: String) throws(SASLError) {
        guard !user.utf8.contains(0) else { throw .unsendableCharacter }
        identity = Array(user.utf8)
    }

    func initialResponse() -> [UInt8]? { identity }

    func respond(to challenge: [UInt8]) throws(SASLError) -> [UInt8] { throw .unexpectedChallenge }
}

/// ANONYMOUS (RFC 4505): nobody, with a word for the server's log.
struct AnonymousMechanism: SASLMechanism {
    let name = SASLMechanismName.anonymous
    private let trace: [UInt8]

    /// - Parameter trace: a mail address, or up to 255 characters without `@` (section 2).
    init(trace: String) throws(SASLError) {
        guard trace.unicodeScalars.count <= 255, !trace.unicodeScalars.contains(where: { $0.value < 0x20 }) else {
            throw .unsendableCharacter
        }
        self.trace = Array(trace.utf8)
    }

    func initialResponse() -> [UInt8]? { trace }

    func respond(to challenge: [UInt8]) throws(SASLError) -> [UInt8] { throw .unexpectedChallenge }
}
