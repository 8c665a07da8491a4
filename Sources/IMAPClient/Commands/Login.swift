import IMAPWire

/// AUTHENTICATE (RFC 9051 section 6.2.2, RFC 4959) and LOGIN (section 6.2.3).
extension IMAPConnection {
    /// Logs in, unless the server greeted with PREAUTH.
    func logIn(_ login: IMAPLogin) async throws(IMAPError) {
        if machine.isAuthenticated { return }
        let offered = try await capabilitiesBeforeLogin()
        let inOneTurn = uses(.saslIR)
        let plan = LoginPlan(
            for: login, offered: offered, isInOneTurn: inOneTurn, isCommandDoubtful: profile.hasLoginSwitchedOff,
            binding: judge?.channelBinding)
        guard !plan.methods.isEmpty else {
            throw .loginMethodUnavailable(offered: offered.sorted.filter { $0.hasPrefix("AUTH=") })
        }
        defer { secrets = [] }
        do {
            try await logIn(login, plan, inOneTurn: inOneTurn)
        } catch {
            throw LoginFailure.asLoginError(error)
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

    private func logIn(_ login: IMAPLogin, _ plan: LoginPlan, inOneTurn: Bool) async throws(IMAPError) {
        switch login.proof {
        case .password(let ask):
            let password = try await ask()
            try await tryMethods(plan, login.user, secret: password, inOneTurn)
        case .accessToken(let ask):
            let token = try await ask()
            do {
                try await tryMethods(plan, login.user, secret: token, inOneTurn)
            } catch  where LoginFailure.isOfToken(error) {
                let fresh = try await ask()
                guard fresh != token else { throw error }
                try await tryMethods(plan, login.user, secret: fresh, inOneTurn)
            }
        case .clientCertificate: try await tryMethods(plan, login.user, secret: "", inOneTurn)
        case .anonymous(let trace): try await tryMethods(plan, login.user, secret: trace, inOneTurn)
        }
    }

    /// Tries one way after the other, as long as it is the way that is at fault.
    private func tryMethods(
        _ plan: LoginPlan, _ user: String, secret: String, _ inOneTurn: Bool
    ) async throws(IMAPError) {
        secrets = [secret]
        var failure: IMAPError?
        var isCommandRefused = false
        for method in plan.order(sending: secret) {
            do {
                switch method {
                case .loginCommand: return try await logInByCommand(user, secret)
                case .authenticate(let name):
                    try await authenticate(name, inOneTurn: inOneTurn) { () throws(SASLError) in
                        try plan.mechanism(name, user: user, secret: secret, endpoint: endpoint)
                    }
                    // Another way worked with the same name and password: it was the command that was at fault.
                    if isCommandRefused { foundLoginSwitchedOff() }
                    return
                }
            } catch  where LoginFailure.isOfMechanism(error) {
                isCommandRefused = isCommandRefused || method == .loginCommand
                failure = failure ?? error
            }
        }
        if let failure { throw failure }
    }

    private func logInByCommand(_ user: String, _ password: String) async throws(IMAPError) {
        _ = try await run("LOGIN", overlap: .exclusive, effect: .login) { encoder in
            encoder.space()
            encoder.astring(user)
            encoder.space()
            encoder.string(password, isSecret: true)
        }
    }

    private func authenticate(
        _ name: SASLMechanismName, inOneTurn: Bool, _ make: () throws(SASLError) -> any SASLMechanism
    ) async throws(IMAPError) {
        var exchange = try Self.exchange(name, make)
        guard inOneTurn, let initial = exchange.takeInitialResponse() else {
            return try await converse(exchange, initial: nil)
        }
        do {
            try await converse(exchange, initial: initial)
        } catch .bad {
            // In one turn, which is offered and perhaps not understood (quirk 4): if it goes in two, that was the reason.
            try await converse(Self.exchange(name, make), initial: nil)
            gaveUp(on: .saslIR)
        }
    }

    private static func exchange(
        _ name: SASLMechanismName, _ make: () throws(SASLError) -> any SASLMechanism
    ) throws(IMAPError) -> SASLExchange {
        do {
            return try SASLExchange(make())
        } catch {
            throw .sasl(mechanism: name, error)
        }
    }
}
