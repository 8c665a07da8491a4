import IMAPClient
import TestSupport
import Testing

@Suite struct LoginTests {
    @Test func `a greeting with capabilities leads to a login in one turn`() async throws {
        try await Conversation.run(Conversation.opening()) { connection, _ in
            #expect(connection.counters.turns == 1)
            #expect(await connection.capabilities.contains("move"))
        }
    }

    @Test func `capabilities are asked for where the greeting has none, and again after the login`() async throws {
        try await Conversation.run(
            """
            S: * OK hello
            C: <cap> CAPABILITY
            S: * CAPABILITY IMAP4rev1 AUTH=PLAIN SASL-IR
            S: <cap> OK done
            C: <login> AUTHENTICATE PLAIN AGFkYQBzZWNyZXQ=
            S: <login> OK in
            C: <again> CAPABILITY
            C: <noop> NOOP
            S: * capability imap4rev1 idle
            S: <again> OK done
            S: <noop> OK done
            """
        ) { connection, _ in
            try await connection.noop()
            #expect(await connection.capabilities.sorted == ["IDLE", "IMAP4REV1"])
            #expect(connection.counters.turns == 3)
        }
    }

    @Test func `without SASL-IR it goes by the command, which is one turn`() async throws {
        try await Conversation.run(
            """
            S: * OK [CAPABILITY IMAP4rev1 AUTH=PLAIN AUTH=LOGIN] hello
            C: <login> LOGIN ada "secret"
            S: <login> OK [CAPABILITY IMAP4rev1] in
            """
        ) { connection, _ in
            #expect(connection.counters.turns == 1)
        }
    }

    @Test(arguments: ["BAD what", "NO LOGIN command is disabled", "NO [CANNOT] not by that"])
    func `where the command is not for use after all PLAIN is`(refusal: String) async throws {
        try await Conversation.run(
            """
            S: * OK [CAPABILITY IMAP4rev1 AUTH=PLAIN] hello
            C: <login> LOGIN ada "secret"
            S: <login> \(refusal)
            C: <plain> AUTHENTICATE PLAIN
            S: +
            C: AGFkYQBzZWNyZXQ=
            S: <plain> OK [CAPABILITY IMAP4rev1] in
            """
        ) { _, _ in }
    }

    /// Logs in with a password that is not ASCII, as the script expects it.
    private func logInBeyondASCII(_ script: String) async throws {
        let server = try await ScriptedServer.start(script)
        let login = IMAPLogin(user: "ada", fixedPassword: "gehéim")
        let connection = try await IMAPConnection.open(Conversation.endpoint(server), login: login)
        #expect(await server.finished() == [])
        await connection.closeNow()
        await server.stop()
    }

    @Test func `a password that the command may not have goes by PLAIN`() async throws {
        try await logInBeyondASCII(
            """
            S: * OK [CAPABILITY IMAP4rev1 AUTH=PLAIN LITERAL+] hello
            C: <login> AUTHENTICATE PLAIN
            S: +
            C: AGFkYQBnZWjDqWlt
            S: <login> OK [CAPABILITY IMAP4rev1] in
            """)
    }

    @Test func `without SASL-IR and LOGIN the response waits for a continuation`() async throws {
        try await Conversation.run(
            """
            S: * OK [CAPABILITY IMAP4rev1 AUTH=PLAIN LOGINDISABLED] hello
            C: <login> AUTHENTICATE PLAIN
            S: +
            C: AGFkYQBzZWNyZXQ=
            S: <login> OK [CAPABILITY IMAP4rev1] in
            """
        ) { _, _ in }
    }

    @Test func `SASL-IR that is offered and not understood is done without`() async throws {
        try await Conversation.run(
            """
            S: * OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=PLAIN] hello
            C: <first> AUTHENTICATE PLAIN AGFkYQBzZWNyZXQ=
            S: <first> BAD parse error
            C: <second> AUTHENTICATE PLAIN
            S: +
            C: AGFkYQBzZWNyZXQ=
            S: <second> OK [CAPABILITY IMAP4rev1] in
            """
        ) { _, _ in }
    }

    @Test func `LOGIN is used where PLAIN is not offered`() async throws {
        try await Conversation.run(
            """
            S: * OK [CAPABILITY IMAP4rev1] hello
            C: <login> LOGIN ada "secret"
            S: * CAPABILITY IMAP4rev1 MOVE
            S: <login> OK in
            """
        ) { connection, _ in
            #expect(await connection.capabilities.contains("MOVE"))
        }
    }

    @Test func `a password beyond ASCII goes as a literal`() async throws {
        try await logInBeyondASCII(
            """
            S: * OK [CAPABILITY IMAP4rev1] hello
            C: <login> LOGIN ada {7}
            S: + go on
            C: gehéim
            S: <login> OK [CAPABILITY IMAP4rev1] in
            """)
    }

    @Test func `nothing secret is sent where LOGIN is disabled and PLAIN not offered`() async throws {
        let error = try await Conversation.openingError("S: * OK [CAPABILITY IMAP4rev1 LOGINDISABLED AUTH=XOAUTH2] hi")
        #expect(error == .loginMethodUnavailable(offered: ["AUTH=XOAUTH2"]))
    }

    @Test func `a refused login says why, without secrets and control characters`() async throws {
        let error = try await Conversation.openingError(
            """
            S: * OK [CAPABILITY IMAP4rev1] hello
            C: <login> LOGIN ada "secret"
            S: <login> NO [AUTHENTICATIONFAILED] \u{1B}[31mno ada with secret
            """)
        #expect(error == .loginRefused(text: "[31mno ada with <redacted>", code: "AUTHENTICATIONFAILED"))
    }

    @Test func `BYE instead of a greeting ends it with the reason`() async throws {
        let error = try await Conversation.openingError("S: * BYE too many connections\nX:")
        #expect(error == .closed(byServer: "too many connections"))
    }

    @Test func `BYE and the answer in one packet count both`() async throws {
        let error = try await Conversation.openingError(
            """
            S: * OK [CAPABILITY IMAP4rev1] hello
            C: <login> LOGIN ada "secret"
            S: * BYE going away
            S: <login> NO [UNAVAILABLE] not now
            X:
            """)
        #expect(error == .loginRefused(text: "not now", code: "UNAVAILABLE"))
    }

    @Test func `PREAUTH needs no login on a link that needs no TLS`() async throws {
        try await Conversation.run("S: * PREAUTH [CAPABILITY IMAP4rev1] welcome") { connection, _ in
            #expect(connection.counters.turns == 0)
        }
    }

    @Test func `PREAUTH before TLS is refused`() async throws {
        let error = try await Conversation.openingError("S: * PREAUTH welcome", security: .startTLS)
        #expect(error == .preauthBeforeTLS)
    }

    @Test func `STARTTLS that is not offered is an error and no password is sent`() async throws {
        let error = try await Conversation.openingError(
            "S: * OK [CAPABILITY IMAP4rev1 AUTH=PLAIN] hello", security: .startTLS)
        #expect(error == .startTLSRefused)
    }

    @Test func `STARTTLS that is refused is an error`() async throws {
        let error = try await Conversation.openingError(
            """
            S: * OK hello
            C: <tls> STARTTLS
            S: <tls> BAD what
            """, security: .startTLS)
        #expect(error == .startTLSRefused)
    }

    @Test func `bytes that come with the answer to STARTTLS are an attack`() async throws {
        let error = try await Conversation.openingError(
            """
            S: * OK hello
            C: <tls> STARTTLS
            S: <tls> OK begin
            S: * CAPABILITY IMAP4rev1 AUTH=PLAIN
            """, security: .startTLS)
        #expect(error == .bytesBeforeTLS)
    }

    @Test func `half a line after the answer to STARTTLS is an attack too`() async throws {
        let error = try await Conversation.openingError(
            """
            S: * OK hello
            C: <tls> STARTTLS
            S: <tls> OK begin
            S- * CAP
            """, security: .startTLS)
        #expect(error == .bytesBeforeTLS)
    }

    @Test func `a transcript shows the conversation without the password`() async throws {
        let lines = Lines()
        try await Conversation.run(
            """
            S: * OK [CAPABILITY IMAP4rev1] hello
            C: <login> LOGIN ada "secret"
            S: * OK echo LOGIN ada secret
            S: <login> OK [CAPABILITY IMAP4rev1] in
            """, options: IMAPOptions(transcript: { lines.append($0) })
        ) { _, _ in }
        #expect(
            lines.all == [
                "S: * OK [CAPABILITY IMAP4rev1] hello", "C: A1 LOGIN ada <redacted>",
                "S: * OK echo LOGIN ada <redacted>", "S: A1 OK [CAPABILITY IMAP4rev1] in",
            ])
    }

    @Test func `a closed port, an unknown host and a remote plain link are told apart`() async throws {
        let server = try await ScriptedServer.start()
        let port = server.port
        await server.stop()
        let refused = await error(IMAPEndpoint(host: "127.0.0.1", port: port, security: .plaintext))
        #expect(refused == .connectionRefused(host: "127.0.0.1", port: port))
        let unknown = await error(IMAPEndpoint(host: "nowhere.invalid", port: 143, security: .startTLS))
        #expect(unknown == .hostNotFound(host: "nowhere.invalid"))
    }

    private func error(_ endpoint: IMAPEndpoint) async -> IMAPError? {
        do {
            await (try IMAPConnection.open(endpoint, login: Conversation.login)).closeNow()
            return nil
        } catch {
            return error
        }
    }
}
