import DemoServer
import Testing

/// QRESYNC (RFC 7162 section 3.2).
@Suite struct QuickResyncTests {
    @Test func `a client that knows the folder is told what vanished and changed since`() async throws {
        // Given
        let server = try await DemoServer.start(maildrop: threeMessages())
        let folder = try #require(server.snapshot().folders["INBOX"])
        let client = try Conversation(with: server)
        try client.play(
            """
            C: a LOGIN demo demo
            S: ...
            S: a OK *
            C: b ENABLE QRESYNC
            S: * ENABLED QRESYNC
            S: b OK *
            """)

        // When
        server.expunge([1], in: "INBOX")
        server.setFlags(["\\Seen", "\\Flagged"], uid: 3, in: "INBOX")

        // Then
        try client.play(
            """
            C: c SELECT INBOX (QRESYNC (\(folder.uidValidity) 4 1:3))
            S: ...
            S: * VANISHED (EARLIER) 1
            S: * 2 FETCH (UID 3 FLAGS (\\Flagged \\Seen) MODSEQ (6))
            S: c OK *
            C: d UID FETCH 1:* (FLAGS) (CHANGEDSINCE 4 VANISHED)
            S: * VANISHED (EARLIER) 1
            S: * 2 FETCH (*
            S: d OK *
            """)
        server.expunge([2], in: "INBOX")
        try client.play(
            """
            C: e NOOP
            S: * VANISHED 2
            S: e OK *
            C: f SELECT INBOX (QRESYNC (\(folder.uidValidity + 1) 1))
            S: * OK [CLOSED] *
            S: ...
            S: f OK *
            """)
        await server.stop()
    }

    @Test(arguments: [Capability.quickResync, .condstore, .enable])
    func `it is offered only with what it builds on`(_ absent: Capability) async throws {
        let server = try await DemoServer.start(maildrop: threeMessages(), capabilities: .everything(except: absent))
        let client = try Conversation(with: server)
        let greeting = try #require(client.readLine())
        #expect(!greeting.contains("QRESYNC"))
        await server.stop()
    }
}
