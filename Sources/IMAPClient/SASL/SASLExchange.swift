/// A mechanism at work: base64 around it, and bounds on what a server may ask of it.
struct SASLExchange: Sendable {
    /// Octets of a challenge as sent. Those of SCRAM have some hundred, the JSON of a refused token has a few thousand.
    static let longestChallenge = 16 << 10
    /// No mechanism here has more than three turns.
    static let mostChallenges = 8
    /// A longer line is left for a continuation, whatever the server offers (RFC 4959 section 3 leaves the bound on
    /// command lines as it is, and 8,192 octets is a usual one).
    private static let longestInitialResponse = 7_000

    private var mechanism: any SASLMechanism
    private var pending: [UInt8]?
    private var challenges = 0

    var name: SASLMechanismName { mechanism.name }

    init(_ mechanism: any SASLMechanism) throws(SASLError) {
        self.mechanism = mechanism
        pending = try self.mechanism.initialResponse()
    }

    /// What goes on the line of AUTHENTICATE (RFC 4959 section 3); nil where the server has to speak first or the
    /// response is too long. An empty response is `=`.
    mutating func takeInitialResponse() -> String? {
        guard let response = pending else { return nil }
        let text = response.isEmpty ? "=" : Base64.encoded(response)
        guard text.utf8.count <= Self.longestInitialResponse else { return nil }
        pending = nil
        return text
    }

    /// The answer, in base64, to a challenge in base64.
    mutating func respond(to challenge: String) throws(SASLError) -> String {
        challenges += 1
        guard challenges <= Self.mostChallenges else { throw .tooManyChallenges }
        guard challenge.utf8.count <= Self.longestChallenge else { throw .challengeTooLong }
        if let first = pending {
            // It only says that we may speak. Some servers say so in words, which are not base64.
            pending = nil
            return Base64.encoded(first)
        }
        guard let octets = Base64.decoded(challenge) else { throw .unreadableChallenge }
        return Base64.encoded(try mechanism.respond(to: octets))
    }

    func finish() throws(SASLError) { try mechanism.finish() }
}
