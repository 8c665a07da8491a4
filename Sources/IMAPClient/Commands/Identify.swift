import IMAPWire

/// ID (RFC 2971).
extension IMAPConnection {
    /// Says who we are, and asks the server the same. Never with an empty list, which some servers do not take (quirk 5).
    ///
    /// - Returns: what the server says of itself, sanitised.
    package func identify() async throws(IMAPError) -> [String: String] {
        let outcome = try await run("ID", interest: .identity) { encoder throws(EncodingError) in
            try encoder.raw(" (\"name\" \"Martlet\")")
        }
        var answer: [String: String] = [:]
        for case .id(let pairs) in outcome.responses {
            for pair in pairs {
                guard let value = pair.value else { continue }
                answer[ServerText.sanitised(pair.name).lowercased()] = ServerText.sanitised(value)
            }
        }
        return answer
    }
}
