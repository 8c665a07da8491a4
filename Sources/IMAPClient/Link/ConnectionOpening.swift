import IMAPWire
import MailModel

/// The way in: address, TLS, greeting, login; and the way out.
extension IMAPConnection {
    /// Opens a connection, logged in and ready for commands. It closes when it is no longer referenced; better is
    /// `close()`.
    package static func open(
        _ endpoint: IMAPEndpoint, login: IMAPLogin, options: IMAPOptions = IMAPOptions()
    ) async throws(IMAPError) -> IMAPConnection {
        let connection = try await connect(endpoint, options: options)
        do {
            try await connection.logIn(login)
            if options.compression == .atOnce { try await connection.compress() }
        } catch {
            await connection.closeNow()
            guard await connection.wasEndedByCompression else { throw error }
            // Once more without it (quirk 9).
            var plain = options
            plain.profile = await connection.profile
            plain.compression = .never
            return try await open(endpoint, login: login, options: plain)
        }
        return connection
    }

    /// Whether the connection ended because compression was asked for: it did not begin with that known.
    private var wasEndedByCompression: Bool {
        options.compression == .atOnce && profile.isBroken(.compress) && !options.profile.isBroken(.compress)
    }

    /// Opens a connection, hands it to the body, and closes it whatever happens: with LOGOUT, or at once when the task
    /// was cancelled or the connection is broken.
    package static func withConnection<R: Sendable>(
        _ endpoint: IMAPEndpoint, login: IMAPLogin, options: IMAPOptions = IMAPOptions(),
        body: (IMAPConnection) async throws -> R
    ) async throws -> R {
        let connection = try await open(endpoint, login: login, options: options)
        do {
            let result = try await body(connection)
            await connection.close()
            return result
        } catch {
            await connection.close()
            throw error
        }
    }

    /// Opens a connection as far as the greeting, under TLS where that is wanted; not logged in.
    package static func connect(
        _ endpoint: IMAPEndpoint, options: IMAPOptions = IMAPOptions()
    ) async throws(IMAPError) -> IMAPConnection {
        let judge = endpoint.security == .plaintext ? nil : try CertificateJudge(endpoint: endpoint)
        var dialling = HostDialling(endpoint, options: options, judge: judge)
        let connection = try await dialling.run()
        do {
            try await connection.meetServer()
        } catch {
            await connection.closeNow()
            throw error
        }
        return connection
    }

    /// TLS and the greeting, in the order that the endpoint wants.
    private func meetServer() async throws(IMAPError) {
        switch endpoint.security {
        case .implicitTLS:
            try await wait(for: .tls, doing: "setting up TLS", within: options.deadlines.tls)
            try await waitForGreeting()
        case .startTLS:
            try await waitForGreeting()
            try await upgrade()
        case .plaintext:
            guard endpoint.allowsPlaintext || peerIsThisMachine else { throw .plaintextRefused }
            try await waitForGreeting()
        }
    }

    private func waitForGreeting() async throws(IMAPError) {
        try await wait(for: .greeting, doing: "waiting for the greeting", within: options.deadlines.greeting)
    }

    /// STARTTLS without asking first whether it is offered, which would cost a turn: a server without it says so.
    private func upgrade() async throws(IMAPError) {
        if let offered = machine.capabilities, !offered.contains("STARTTLS") { throw .startTLSRefused }
        let tag = try submit("STARTTLS", overlap: .exclusive, effect: .startTLS)
        let outcome = try await answer(to: tag)
        guard outcome.status.condition == .ok else { throw .startTLSRefused }
        try await wait(for: .tls, doing: "setting up TLS", within: options.deadlines.tls)
    }

    /// By the address that answered, whatever name led to it.
    private var peerIsThisMachine: Bool {
        guard let address = peerAddress else { return false }
        return address == "::1" || address.hasPrefix("127.") || address.hasPrefix("::ffff:127.")
    }

    // MARK: The way out

    /// Says LOGOUT and closes, within two seconds; at once where the task is cancelled or the link is broken.
    package func close() async {
        guard endReason == nil, !Task.isCancelled, reached.contains(.greeting), !machine.isBetweenLayers else {
            closeNow()
            return
        }
        machine.beginLogout()
        phaseDeadline = (time.now() + options.deadlines.logout, "logging out")
        guard let tag = try? submit("LOGOUT", effect: .logout) else {
            // It cannot be sent: then there is nobody to say goodbye to.
            closeNow()
            return
        }
        _ = await uncancelledAnswer(to: tag)
        closeNow()
    }

    /// Closes at once. Commands that wait fail with `closed`.
    package func closeNow() { end(.closed(byServer: nil)) }
}
