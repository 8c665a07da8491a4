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
        _ = profile.meet(offered("IMAP4rev1"), learntNow: [])
        let data = try JSONEncoder().encode(profile)
        #expect(try JSONDecoder().decode(ServerProfile.self, from: data) == profile)
        let earlier = try JSONDecoder().decode(ServerProfile.self, from: Data(#"{"broken":["MOVE"]}"#.utf8))
        #expect(earlier.isBroken(.move))
    }
}
