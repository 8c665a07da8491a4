import Foundation
import TestSupport
import Testing

@testable import IMAPClient

/// What is remembered of a server from one connection to the next, and when it is forgotten.
@Suite struct ServerProfileTests {
    private static let capabilities = "IMAP4rev1 SASL-IR AUTH=PLAIN ENABLE CONDSTORE QRESYNC"

    private func offered(_ words: String) -> Capabilities { Capabilities(words.split(separator: " ").map(String.init)) }

    @Test func `SASL-IR that is offered and broken is not tried on the next connection`() async throws {
        let greeting = "S: * OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=PLAIN LOGINDISABLED] hello\n"
        let slowly = """
            C: <slow> AUTHENTICATE PLAIN
            S: +
            C: AGFkYQBzZWNyZXQ=
            S: <slow> OK [CAPABILITY IMAP4rev1] in

            """
        var profile = ServerProfile()
        for script in [greeting + "C: <a> AUTHENTICATE PLAIN <any>\nS: <a> BAD what\n" + slowly, greeting + slowly] {
            let server = try await ScriptedServer.start(script)
            let connection = try await IMAPConnection.open(
                Conversation.endpoint(server), login: Conversation.login, options: IMAPOptions(profile: profile))
            #expect(await server.finished() == [])
            profile = await connection.profile
            #expect(profile.isBroken(.saslIR))
            await connection.closeNow()
            await server.stop()
        }
    }

    @Test(arguments: [true, false])
    func `LOGIN that is switched off without a word is not tried on the next connection`(
        tellsCapabilities: Bool
    ) async throws {
        let greeting = "S: * OK [CAPABILITY IMAP4rev1 AUTH=PLAIN] hello\n"
        let plain = """
            C: <plain> AUTHENTICATE PLAIN
            S: +
            C: AGFkYQBzZWNyZXQ=
            S: <plain> OK \(tellsCapabilities ? "[CAPABILITY IMAP4rev1 IDLE] " : "")in
            \(tellsCapabilities ? "# told" : "C: <c> CAPABILITY\nS: * CAPABILITY IMAP4rev1 IDLE\nS: <c> OK done")

            """
        // What was learnt before belongs to a server that offered something else: what is learnt now does not.
        var profile = ServerProfile()
        profile.note(broken: .move)
        _ = profile.meet(offered("IMAP4rev1 MOVE"), learntNow: [])
        let learnt = Lines()
        let first = greeting + "C: <a> LOGIN ada \"secret\"\nS: <a> NO LOGIN is disabled\n" + plain
        for script in [first, greeting + plain] {
            let server = try await ScriptedServer.start(script)
            let connection = try await IMAPConnection.open(
                Conversation.endpoint(server), login: Conversation.login,
                options: IMAPOptions(profile: profile, learnt: { learnt.append("\($0.hasLoginSwitchedOff)") }))
            #expect(await server.finished() == [])
            _ = try await connection.knownCapabilities()
            profile = await connection.profile
            #expect(profile.hasLoginSwitchedOff)
            #expect(!profile.isEmpty)
            #expect(!profile.isBroken(.move))
            await connection.closeNow()
            await server.stop()
        }
        #expect(learnt.all.last == "true")
    }

    @Test func `LOGIN is no worse for a password that PLAIN does not take either`() async throws {
        let learnt = Lines()
        let error = try await Conversation.openingError(
            """
            S: * OK [CAPABILITY IMAP4rev1 AUTH=PLAIN] hello
            C: <a> LOGIN ada "secret"
            S: <a> BAD what
            C: <b> AUTHENTICATE PLAIN
            S: +
            C: AGFkYQBzZWNyZXQ=
            S: <b> NO [AUTHENTICATIONFAILED] wrong
            """, options: IMAPOptions(learnt: { learnt.append("\($0.hasLoginSwitchedOff)") }))
        #expect(error == .loginRefused(text: "wrong", code: "AUTHENTICATIONFAILED"))
        #expect(learnt.all.isEmpty)
    }

    @Test func `a refused password in one turn is no fault of SASL-IR`() async throws {
        let learnt = Lines()
        let error = try await Conversation.openingError(
            """
            S: * OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=PLAIN LOGINDISABLED] hello
            C: <a> AUTHENTICATE PLAIN <any>
            S: <a> NO [AUTHENTICATIONFAILED] wrong
            """, options: IMAPOptions(learnt: { learnt.append("\($0.broken)") }))
        #expect(error == .loginRefused(text: "wrong", code: "AUTHENTICATIONFAILED"))
        #expect(learnt.all.isEmpty)
    }

    @Test func `a server that offers something else is another, and what was learnt of it is forgotten`() async throws {
        var profile = ServerProfile()
        profile.note(broken: .qresync)
        profile.suspect(.move)
        _ = profile.meet(offered("IMAP4rev1 QRESYNC"), learntNow: [])
        #expect(profile.isBroken(.qresync))
        let learnt = Lines()
        try await Conversation.run(
            Conversation.opening(Self.capabilities) + """
                C: <e> ENABLE QRESYNC
                C: <s> SELECT INBOX (CONDSTORE)
                S: * ENABLED QRESYNC
                S: <e> OK done
                S: <s> OK done
                """, options: IMAPOptions(profile: profile, learnt: { learnt.append("\($0.broken)") })
        ) { connection, _ in
            _ = try await connection.select("INBOX")
            #expect(await connection.profile.isEmpty)
        }
        #expect(learnt.all == ["[]"])
    }

    @Test func `what this connection has just learnt is kept`() {
        var profile = ServerProfile()
        _ = profile.meet(offered("IMAP4rev1 IDLE"), learntNow: [])
        profile.note(broken: .idle)
        profile.note(broken: .saslIR)
        let hasForgotten = profile.meet(offered("IMAP4rev1"), learntNow: ["SASL-IR"])
        #expect(hasForgotten)
        #expect(profile.broken == ["SASL-IR"])
        let forgetsAgain = profile.meet(offered("IMAP4rev1"), learntNow: [])
        #expect(!forgetsAgain)
        #expect(profile.broken == ["SASL-IR"])
    }

    @Test func `a profile is written and read, one of an earlier version too`() throws {
        var profile = ServerProfile()
        profile.note(broken: .compress)
        profile.suspect(.move)
        profile.noteDislikeOfSpaceBeforeFields()
        profile.noteLoginSwitchedOff()
        _ = profile.meet(offered("IMAP4rev1"), learntNow: [])
        let data = try JSONEncoder().encode(profile)
        #expect(try JSONDecoder().decode(ServerProfile.self, from: data) == profile)
        let earlier = try JSONDecoder().decode(ServerProfile.self, from: Data(#"{"broken":["MOVE"]}"#.utf8))
        #expect(earlier.isBroken(.move))
        #expect(!earlier.hasLoginSwitchedOff)
    }
}
