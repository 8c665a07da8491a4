/// What a failed attempt to log in says about the next one.
enum LoginFailure {
    /// Whether the way of logging in is at fault, so that another one is worth trying. Never where user, password or
    /// token were refused: a second attempt would count against the user.
    static func isOfMechanism(_ error: IMAPError) -> Bool {
        switch error {
        case .bad: true
        case .no("LOGIN", let code, let text): isOfCommand(code, text.lowercased())
        case .no(_, let code?, _): code == "CANNOT"
        case .no(_, nil, let text): text.lowercased().contains("mechanism")
        case .sasl(_, .unsendableCharacter): true
        case .sasl(_, .failedByServer(let word)):
            ["unsupported-channel-binding-type", "channel-binding-not-supported", "extensions-not-supported"].contains(
                word)
        default: false
        }
    }

    /// Whether a server refuses the LOGIN command as such, and not who says it: one that has it switched off should say
    /// LOGINDISABLED before.
    private static func isOfCommand(_ code: String?, _ text: String) -> Bool {
        guard code == nil || code == "ALERT" else { return code == "CANNOT" }
        let namesIt = text.contains("login") || text.contains("command")
        return namesIt && ["disabled", "supported", "allowed", "permitted", "enabled"].contains { text.contains($0) }
    }

    /// Whether a token was refused that may merely be too old.
    static func isOfToken(_ error: IMAPError) -> Bool {
        switch error {
        case .no(_, let code, _):
            // Those are about the server's state, and not about who asks.
            code == nil || !["UNAVAILABLE", "LIMIT", "INUSE", "SERVERBUG", "CONTACTADMIN"].contains(code)
        default: false
        }
    }

    /// The error of a login as the rest of the program knows it.
    static func asLoginError(_ error: IMAPError) -> IMAPError {
        switch error {
        case .no(_, let code, let text): .loginRefused(text: text, code: code)
        case .bad(_, let text): .loginRefused(text: text, code: nil)
        case .sasl(_, .failedByServer(let word)) where ["invalid-proof", "unknown-user"].contains(word):
            .loginRefused(text: word, code: "AUTHENTICATIONFAILED")
        default: error
        }
    }
}
