import IMAPWire

/// UNAUTHENTICATE (RFC 8437).
extension IMAPConnection {
    /// Goes back to before the login and logs in as somebody else, over the same TLS.
    ///
    /// - Throws: `unsupported("UNAUTHENTICATE")`: a new connection stands for it.
    package func switchUser(to login: IMAPLogin) async throws(IMAPError) {
        try await usableCapabilities().require("UNAUTHENTICATE")
        _ = try await run("UNAUTHENTICATE", overlap: .exclusive, effect: .unauthenticate)
        hasAskedToEnable = false
        try await logIn(login)
    }
}
