import TestSupport
import Testing

@testable import IMAPClient

/// Logins as conversations: what is said, in which order, and what is tried next.
@Suite struct AuthenticateTests {
    private func outcome(
        _ script: String, _ login: IMAPLogin = Conversation.login, options: IMAPOptions = IMAPOptions()
    ) async throws -> (error: IMAPError?, problems: [String]) {
        let server = try await ScriptedServer.start(script)
        let error = await Conversation.failure {
            await (try IMAPConnection.open(Conversation.endpoint(server), login: login, options: options)).closeNow()
        }
        let problems = await server.finished()
        await server.stop()
        return (error, problems)
    }

    /// Gives one token after the other.
    private static func tokens(_ tokens: String...) -> IMAPLogin {
        let counter = Lines()
        return IMAPLogin(
            user: "ada",
            proof: .accessToken { () throws(IMAPError) in
                counter.append("asked")
                return tokens[min(counter.all.count, tokens.count) - 1]
            })
    }

    @Test func `a series of challenges is answered`() async throws {
        let (error, problems) = try await outcome(
            """
            S: * OK [CAPABILITY IMAP4rev1 LOGINDISABLED SASL-IR AUTH=LOGIN] hello
            C: <login> AUTHENTICATE LOGIN
            S: + VXNlciBOYW1lAA==
            C: YWRh
            S: + UGFzc3dvcmQA
            C: c2VjcmV0
            S: <login> OK [CAPABILITY IMAP4rev1] in
            """)
        #expect(error == nil)
        #expect(problems == [])
    }

    @Test func `CRAM-MD5 goes before PLAIN`() async throws {
        let (error, problems) = try await outcome(
            """
            S: * OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=PLAIN AUTH=CRAM-MD5] hello
            C: <login> AUTHENTICATE CRAM-MD5
            S: + PDE4OTYuNjk3MTcwOTUyQHBvc3RvZmZpY2UucmVzdG9uLm1jaS5uZXQ+
            C: YWRhIDczM2JhODdlNjRlZDdlNDQxZjA2MmM0YWM2ZGIwMTAz
            S: <login> OK [CAPABILITY IMAP4rev1] in
            """)
        #expect(error == nil)
        #expect(problems == [])
    }

    @Test func `a mechanism that is offered and not known gives way to the next`() async throws {
        let (error, problems) = try await outcome(
            """
            S: * OK [CAPABILITY IMAP4rev1 LOGINDISABLED AUTH=PLAIN AUTH=CRAM-MD5] hello
            C: <first> AUTHENTICATE CRAM-MD5
            S: <first> NO [CANNOT] not for you
            C: <second> AUTHENTICATE PLAIN
            S: + go ahead, speak
            C: AGFkYQBzZWNyZXQ=
            S: <second> OK [CAPABILITY IMAP4rev1] in
            """)
        #expect(error == nil)
        #expect(problems == [])
    }

    @Test func `a password that is refused is not tried by another mechanism`() async throws {
        let (error, problems) = try await outcome(
            """
            S: * OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=PLAIN AUTH=CRAM-MD5] hello
            C: <first> AUTHENTICATE CRAM-MD5
            S: + PDFAeD4=
            C: <any>
            S: <first> NO [AUTHENTICATIONFAILED] wrong
            """)
        #expect(error == .loginRefused(text: "wrong", code: "AUTHENTICATIONFAILED"))
        #expect(problems == [])
    }

    @Test func `a challenge that cannot be answered gives the login up`() async throws {
        let (error, problems) = try await outcome(
            """
            S: * OK [CAPABILITY IMAP4rev1 LOGINDISABLED SASL-IR AUTH=PLAIN] hello
            C: <login> AUTHENTICATE PLAIN AGFkYQBzZWNyZXQ=
            S: + bW9yZQ==
            C: *
            S: <login> BAD given up
            """)
        #expect(error == .sasl(mechanism: .plain, .unexpectedChallenge))
        #expect(problems == [])
    }

    @Test func `a server that says OK without having shown that it knows the password is left`() async throws {
        let (error, problems) = try await outcome(
            """
            S: * OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=SCRAM-SHA-256] hello
            C: <login> AUTHENTICATE SCRAM-SHA-256 <any>
            S: <login> OK come in
            """)
        #expect(error == .sasl(mechanism: .scramSHA256, .serverNotAuthentic))
        #expect(problems == [])
    }

    @Test func `an Exchange that does not connect the mailbox ends the connection`() async throws {
        let (error, problems) = try await outcome(
            """
            S: * OK [CAPABILITY IMAP4rev1] hello
            C: <login> LOGIN ada "secret"
            S: <login> BAD User is authenticated but not connected.
            """)
        #expect(error == .closed(byServer: "User is authenticated but not connected."))
        #expect(problems == [])
    }

    @Test func `a Coremail that refuses SASL-IR is told who we are before a folder is opened`() async throws {
        let (error, problems) = try await outcome(
            """
            S: * OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=PLAIN ID] Coremail System IMap Server Ready
            C: <first> AUTHENTICATE PLAIN AGFkYQBzZWNyZXQ=
            S: <first> BAD Parse command error
            C: <second> AUTHENTICATE PLAIN
            S: +
            C: AGFkYQBzZWNyZXQ=
            S: <second> OK [CAPABILITY IMAP4rev1 ID] in
            C: <id> ID <any>
            """)
        #expect(error == nil)
        #expect(problems == [])
    }

    @Test func `a user of a domain logs in by the command`() async throws {
        let (error, problems) = try await outcome(
            #"""
            S: * OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=PLAIN] hello
            C: <login> LOGIN "corp\\ada/shared" "secret"
            S: <login> OK [CAPABILITY IMAP4rev1] in
            """#, IMAPLogin(user: #"corp\ada/shared"#, fixedPassword: "secret"))
        #expect(error == nil)
        #expect(problems == [])
    }

    @Test(arguments: [
        (IMAPError.loginRefused(text: "x", code: "UNAVAILABLE"), true), (.loginRefused(text: "x", code: "LIMIT"), true),
        (.loginRefused(text: "Too many connections", code: nil), true),
        (.loginRefused(text: "too many typos", code: "AUTHENTICATIONFAILED"), false),
        (.closed(byServer: "Too many simultaneous connections"), true), (.closed(byServer: nil), false),
        (.closed(byServer: "User is authenticated but not connected."), true),
    ])
    func `a server that is too busy for us is told from one that refuses us`(error: IMAPError, asksForPatience: Bool) {
        #expect(error.asksForPatience == asksForPatience)
    }

    // MARK: Tokens

    @Test func `a token goes by OAUTHBEARER in one turn`() async throws {
        let (error, problems) = try await outcome(
            """
            S: * OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=XOAUTH2 AUTH=OAUTHBEARER] hello
            C: <login> AUTHENTICATE OAUTHBEARER <any>
            S: <login> OK [CAPABILITY IMAP4rev1] in
            """, Self.tokens("old"))
        #expect(error == nil)
        #expect(problems == [])
    }

    @Test func `a token that is refused is asked for once more, and one that changed is tried once`() async throws {
        let (error, problems) = try await outcome(
            """
            S: * OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=XOAUTH2] hello
            C: <first> AUTHENTICATE XOAUTH2 dXNlcj1hZGEBYXV0aD1CZWFyZXIgb2xkAQE=
            S: + eyJzdGF0dXMiOiI0MDEifQ==
            C:
            S: <first> NO SASL authentication failed
            C: <second> AUTHENTICATE XOAUTH2 dXNlcj1hZGEBYXV0aD1CZWFyZXIgbmV3AQE=
            S: <second> OK [CAPABILITY IMAP4rev1] in
            """, Self.tokens("old", "new"))
        #expect(error == nil)
        #expect(problems == [])
    }

    @Test func `a token that stays the same is not tried again, nor is a third one`() async throws {
        let refusal = """
            S: * OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=OAUTHBEARER] hello
            C: <first> AUTHENTICATE OAUTHBEARER <any>
            S: + eyJzdGF0dXMiOiJpbnZhbGlkX3Rva2VuIn0=
            C: AQ==
            S: <first> NO [AUTHENTICATIONFAILED] token

            """
        let refused = IMAPError.loginRefused(text: "token", code: "AUTHENTICATIONFAILED")
        let same = try await outcome(refusal, Self.tokens("old"))
        #expect(same.error == refused)
        #expect(same.problems == [])
        let again = """
            C: <second> AUTHENTICATE OAUTHBEARER <any>
            S: <second> NO [AUTHENTICATIONFAILED] token
            """
        let changing = try await outcome(refusal + again, Self.tokens("one", "two", "three"))
        #expect(changing.error == refused)
        #expect(changing.problems == [])
    }

    @Test func `a password command is not asked for a token that nobody takes`() async throws {
        let (error, _) = try await outcome(
            "S: * OK [CAPABILITY IMAP4rev1 AUTH=PLAIN] hello",
            IMAPLogin(
                user: "ada", proof: .accessToken { () throws(IMAPError) in throw .passwordCommandFailed(reason: "ran") }
            ))
        #expect(error == .loginMethodUnavailable(offered: ["AUTH=PLAIN"]))
    }

    @Test func `nothing of a login stands in the transcript, even where the server repeats it`() async throws {
        let lines = Lines()
        _ = try await outcome(
            """
            S: * OK [CAPABILITY IMAP4rev1 LOGINDISABLED AUTH=PLAIN] hello
            C: <login> AUTHENTICATE PLAIN
            S: + send
            C: AGFkYQBzZWNyZXQ=
            S: * OK you said AGFkYQBzZWNyZXQ= which is secret
            S: <login> OK [CAPABILITY IMAP4rev1] in
            """, options: IMAPOptions(transcript: { lines.append($0) }))
        let all = lines.all.joined(separator: "\n")
        #expect(all.contains("C: <redacted>"))
        #expect(!all.contains("AGFkYQBzZWNyZXQ=") && !all.contains("secret"))
    }

    @Test(arguments: SASLMechanismName.allCases.filter { !$0.bindsChannel })
    func `no transcript has a secret, whatever the mechanism, also where the server repeats it`(
        name: SASLMechanismName
    ) async throws {
        // Whoever shows a certificate says nothing that could be secret.
        let secret = name == .external ? "nothing" : "correct horse battery"
        let proof: IMAPLogin.Proof =
            switch name {
            case .oauthBearer, .xoauth2: .accessToken { () throws(IMAPError) in secret }
            case .external: .clientCertificate
            case .anonymous: .anonymous(trace: secret)
            case .scramSHA256Plus, .scramSHA1Plus, .scramSHA256, .scramSHA1, .cramMD5, .plain, .login:
                .password { () throws(IMAPError) in secret }
            }
        var login = IMAPLogin(user: "ada", proof: proof)
        login.mechanisms = [name]
        let lines = Lines()
        // It asks, whatever there is to ask; says what it heard; and is no server that would be believed.
        _ = try await outcome(
            """
            S: * OK [CAPABILITY IMAP4rev1 LOGINDISABLED AUTH=\(name.rawValue)] hello
            C: <a> AUTHENTICATE \(name.rawValue)
            S: + PDFAeD4=
            C: <response>
            S: * OK you said <response>
            S: + PDFAeD4=
            C: <again>
            S: * NO and <again>, which is \(secret)
            S: <a> NO [AUTHENTICATIONFAILED] \(secret) is wrong: <response> <again>
            """, login, options: IMAPOptions(transcript: { lines.append($0) }))
        let all = lines.all
        #expect(all.contains { $0.contains("AUTHENTICATE \(name.rawValue)") })
        let plain = Array(secret.utf8)
        let forms = (0..<3).map { Base64.encoded([UInt8](repeating: 0, count: $0) + plain).dropFirst(4).dropLast(4) }
        for line in all {
            #expect(!line.contains("horse"), "\(line)")
            for form in forms { #expect(!line.contains(form), "\(line)") }
        }
        let ours = all.filter { $0.hasPrefix("C:") && !$0.contains("AUTHENTICATE") && !$0.contains("LOGOUT") }
        #expect(ours.allSatisfy { ["C: <redacted>", "C: *"].contains($0) }, "\(ours)")
        #expect(!all.contains { $0.contains("PDFAeD4=") && $0.hasPrefix("S: +") })
    }

    @Test func `a second challenge before the first is answered is counted, not answered twice`() {
        var machine = SessionStateMachine(requiresTLS: false, isProtected: false)
        _ = machine.receive(.status(.init(.ok, text: "hi")))
        let tag = machine.nextTag()
        _ = machine.submit(
            SessionCommand(
                encoded: .init(tag: tag, chunks: [Array("\(tag) AUTHENTICATE LOGIN\r\n".utf8)]), name: "AUTHENTICATE",
                overlap: .exclusive, effect: .login))
        #expect(machine.receive(.continuation(text: .init("YQ=="))) == [.challenge(tag: tag, text: "YQ==")])
        #expect(machine.receive(.continuation(text: .init("YQ=="))) == [])
        #expect(machine.oddities.strayContinuations == 1)
        #expect(machine.answerChallenge(of: tag, with: "YWRh").count == 1)
        #expect(machine.answerChallenge(of: tag, with: "YWRh") == [])
    }
}
