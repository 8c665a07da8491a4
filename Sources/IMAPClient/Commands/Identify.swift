import IMAPWire

/// ID (RFC 2971).
extension IMAPConnection {
    /// Says who we are, and asks the server the same. Never with an empty list, which some servers do not take (quirk 5).
    ///
    /// - Returns: what the server says of itself, sanitised.
    package func identify() async throws(IMAPError) -> [String: String] {
        let outcome = try await run("ID", interest: .identity, Self.encodeIdentity)
        var answer: [String: String] = [:]
        for case .id(let pairs) in outcome.responses {
            for pair in pairs {
                guard let value = pair.value else { continue }
                answer[ServerText.sanitised(pair.name).lowercased()] = ServerText.sanitised(value)
            }
        }
        return answer
    }

    /// Says who we are and does not wait for the answer.
    func sendIdentity() throws(IMAPError) {
        let tag = try submit("ID", interest: .identity, Self.encodeIdentity)
        answers[tag] = nil
    }

    private static func encodeIdentity(_ encoder: inout CommandEncoder) throws(EncodingError) {
        try encoder.raw(" (\"name\" \"Martlet\")")
    }
}
