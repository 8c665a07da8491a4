extension IMAPError {
    /// Whether the server asks to be left alone for a while: too many connections, or logins that it does not take now
    /// (RFC 5530 section 3). To come back in seconds makes it worse.
    package var asksForPatience: Bool {
        switch self {
        case .loginRefused(let text, let code):
            code.map { ["UNAVAILABLE", "LIMIT", "INUSE", "SERVERBUG"].contains($0) } ?? Self.speaksOfLimits(text)
        case .closed(let text?): Self.speaksOfLimits(text) || ServerText.saysUnconnected(text)
        default: false
        }
    }

    private static func speaksOfLimits(_ text: String) -> Bool {
        let lower = text.lowercased()
        return ["too many", "try again later", "rate limit", "throttled"].contains { lower.contains($0) }
    }
}
