import IMAPWire

/// AUTHENTICATE PLAIN (RFC 4616, RFC 4959) and LOGIN (RFC 9051 section 6.2.3).
extension IMAPConnection {
    /// Logs in, unless the server greeted with PREAUTH.
    func logIn(_ login: IMAPLogin) async throws(IMAPError) {
        if machine.isAuthenticated { return }
        let offered = try await capabilitiesBeforeLogin()
        let password = try await login.password()
        secrets = [password, Self.plainResponse(user: login.user, password: password)]
        defer { secrets = [] }
        do {
            try await authenticate(user: login.user, password: password, offered: offered)
        } catch {
            throw Self.asLoginError(error)
        }
        // Asked for along with what comes next, where the answer to the login did not tell.
        if machine.capabilities == nil { try requestCapabilities() }
        // It opens no folder before it knows with whom it has to do (quirk 4).
        if machine.greeting.lowercased().contains("coremail") { try sendIdentity() }
    }

    private func capabilitiesBeforeLogin() async throws(IMAPError) -> Capabilities {
        if let known = machine.capabilities { return known }
        _ = try await answer(to: submit("CAPABILITY", interest: .capability, effect: .capability))
        return machine.capabilities ?? Capabilities([])
    }

    /// Sends CAPABILITY and does not wait for its answer.
    private func requestCapabilities() throws(IMAPError) {
        let tag = try submit("CAPABILITY", interest: .capability, effect: .capability)
        answers[tag] = nil
    }

    private func authenticate(user: String, password: String, offered: Capabilities) async throws(IMAPError) {
        let canLogin = !offered.contains("LOGINDISABLED")
        // `domain\user/mailbox` is understood by LOGIN only (quirk 10); NUL would end a field of PLAIN.
        let prefersLogin = user.contains("\\") && canLogin
        if offered.offersAuthentication("PLAIN"), !prefersLogin {
            do {
                return try await authenticatePlain(
                    user: user, password: password, inOneTurn: offered.contains("SASL-IR"))
            } catch .bad where offered.contains("SASL-IR") {
                // Offered and not understood (quirk 4).
                return try await authenticatePlain(user: user, password: password, inOneTurn: false)
            }
        }
        guard canLogin else {
            throw .loginMethodUnavailable(offered: offered.sorted.filter { $0.hasPrefix("AUTH=") })
        }
        _ = try await run("LOGIN", overlap: .exclusive, effect: .login) { encoder in
            encoder.space()
            encoder.astring(user)
            encoder.space()
            encoder.string(password, isSecret: true)
        }
    }

    private func authenticatePlain(user: String, password: String, inOneTurn: Bool) async throws(IMAPError) {
        guard !user.utf8.contains(0), !password.utf8.contains(0) else { throw .unencodable }
        let response = Self.plainResponse(user: user, password: password)
        try refuseIfCancelled()
        if let endReason { throw endReason }
        let tag = machine.nextTag()
        let line = Array("\(tag) AUTHENTICATE PLAIN".utf8)
        let secret = Array(response.utf8)
        let end: [UInt8] = [0x0D, 0x0A]
        let encoded =
            inOneTurn
            ? EncodedCommand(
                tag: tag, chunks: [line + [0x20] + secret + end],
                secrets: [.init(chunk: 0, range: (line.count + 1)..<(line.count + 1 + secret.count))])
            : EncodedCommand(
                tag: tag, chunks: [line + end, secret + end], secrets: [.init(chunk: 1, range: 0..<secret.count)])
        submit(
            SessionCommand(encoded: encoded, name: "AUTHENTICATE", overlap: .exclusive, effect: .login))
        _ = try accepted(await answer(to: tag), "AUTHENTICATE")
    }

    /// An empty identity to act as, the user and the password, as RFC 4616 section 2 has them, in base64.
    private static func plainResponse(user: String, password: String) -> String {
        Base64.encoded([0] + Array(user.utf8) + [0] + Array(password.utf8))
    }

    private static func asLoginError(_ error: IMAPError) -> IMAPError {
        switch error {
        case .no(_, let code, let text): .loginRefused(text: text, code: code)
        case .bad(_, let text): .loginRefused(text: text, code: nil)
        default: error
        }
    }
}
