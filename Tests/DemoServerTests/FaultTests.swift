import DemoServer
import Testing

@Suite struct FaultTests {
    /// A server with three messages, and a client that has selected them.
    private func selected(_ faults: FaultPlan = .none) async throws -> (DemoServer, Conversation) {
        let server = try await DemoServer.start(maildrop: threeMessages(), faults: faults)
        let client = try Conversation(with: server)
        try client.select()
        return (server, client)
    }

    @Test(arguments: [0, 1, 10, 21])
    func `a connection is cut after so many bytes`(count: Int) async throws {
        let (server, client) = try await selected()
        server.inject(.cut(afterBytes: count))
        client.send("a1 NOOP\r\na2 NOOP\r\na3 NOOP\r\n")
        var bytes = 0
        while let line = client.readLine() { bytes += line.utf8.count + 2 }
        // What is left of a cut line is no line.
        #expect(bytes == count / 22 * 22)
        try client.play("S: (closed)")
        try Conversation(with: server).select()
        await server.stop()
    }

    @Test func `a stalled connection stays open and says nothing`() async throws {
        let (server, client) = try await selected()
        server.inject(.stallAt(command: "FETCH"))
        try client.play(
            """
            C: a NOOP
            S: a OK *
            C: b UID FETCH 1 FLAGS
            C: c NOOP
            """)
        #expect(!client.hears(within: 100))
        #expect(server.connectionCount == 1)
        await server.stop()
    }

    @Test func `all present connections can be stalled, and new ones are not`() async throws {
        let (server, client) = try await selected()
        server.inject(.stall)
        client.send("a NOOP\r\n")
        #expect(!client.hears(within: 100))
        try Conversation(with: server).select()
        await server.stop()
    }

    @Test func `a completion carries a wrong tag once`() async throws {
        let (server, client) = try await selected()
        server.inject(.wrongTag)
        try client.play(
            """
            C: a NOOP
            S: nobodya OK *
            C: b NOOP
            S: b OK *
            """)
        await server.stop()
    }

    @Test func `a BYE ends the session`() async throws {
        let (server, client) = try await selected()
        server.inject(.bye(text: "Shutting down"))
        try client.play(
            """
            S: * BYE Shutting down
            S: (closed)
            """)
        await server.stop()
    }

    @Test func `responses arrive byte by byte and are whole all the same`() async throws {
        let (server, client) = try await selected(FaultPlan(always: [.singleBytes]))
        try client.play(
            """
            C: a FETCH 1 BODY.PEEK[TEXT]
            S: * 1 FETCH (BODY[TEXT] {8}\\r\\nText 1\\r\\n)
            S: a OK *
            """)
        await server.stop()
    }

    @Test func `a message vanishes and nobody is told`() async throws {
        let (server, client) = try await selected()
        server.inject(.vanish(folder: "INBOX", uid: 2))
        try client.play(
            """
            C: a NOOP
            S: a OK *
            C: b FETCH 1:3 UID
            S: * 1 FETCH (UID 1)
            S: * 3 FETCH (UID 3)
            S: b OK *
            """)
        #expect(server.snapshot().folders["INBOX"]?.uids == [1, 3])
        await server.stop()
    }

    @Test func `a new UIDVALIDITY ends sessions and renumbers messages`() async throws {
        let (server, client) = try await selected()
        server.expunge([1], in: "INBOX")
        server.inject(.newUIDValidity(folder: "INBOX"))
        try client.play(
            """
            C: a NOOP
            S: * BYE *
            S: (closed)
            """)
        let folder = server.snapshot().folders["INBOX"]
        #expect(folder?.uids == [1, 2])
        #expect(folder?.uidValidity != 1_700_000_001)
        await server.stop()
    }

    @Test func `a named command is refused once, a login until the faults are cleared`() async throws {
        let (server, client) = try await selected()
        server.inject(.refuse(command: "UID STORE", text: "[OVERQUOTA] Not today"))
        try client.play(
            """
            C: a STORE 1 FLAGS.SILENT ()
            S: a OK *
            C: b UID STORE 1 +FLAGS.SILENT (\\Seen)
            S: b NO [OVERQUOTA] Not today
            C: c UID STORE 1 +FLAGS.SILENT (\\Seen)
            S: c OK *
            """)
        server.inject(.refuseLogin(text: "[UNAVAILABLE] Later"))
        for _ in 0..<2 {
            try Conversation(with: server).play(
                """
                S: * OK *
                C: a LOGIN demo demo
                S: a NO [UNAVAILABLE] Later
                """)
        }
        server.clearFaults()
        try Conversation(with: server).select()
        await server.stop()
    }

    @Test func `an answer is lost after its command was performed, or before`() async throws {
        let (server, client) = try await selected()
        server.inject(.loseAnswer(command: "MOVE"))
        try client.play(
            """
            C: a UID MOVE 1 Archive
            S: (closed)
            """)
        #expect(server.snapshot().folders["Archive"]?.uids == [1])
        let second = try Conversation(with: server)
        try second.select()
        server.inject(.cutBefore(command: "MOVE"))
        try second.play(
            """
            C: a UID MOVE 2 Archive
            S: (closed)
            """)
        #expect(server.snapshot().folders["Archive"]?.uids == [1])
        await server.stop()
    }

    @Test func `latency holds every answer back, in order`() async throws {
        let (server, client) = try await selected(FaultPlan(latency: .milliseconds(30)))
        let time = try ContinuousClock().measure {
            try client.play(
                """
                C: a NOOP
                S: a OK *
                C: b NOOP
                S: b OK *
                """)
        }
        #expect(time >= .milliseconds(60))
        await server.stop()
    }

    @Test func `faults wait for the connection they are meant for`() async throws {
        let (server, client) = try await selected()
        server.injectIntoNextConnection(.bye(text: "Full"))
        try client.play(
            """
            C: a NOOP
            S: a OK *
            """)
        try Conversation(with: server).play(
            """
            S: * OK *
            S: * BYE Full
            S: (closed)
            """)
        server.inject(.refuseConnections)
        try Conversation(with: server).play("S: (closed)")
        await server.stop()
    }

    @Test func `new mail comes by itself when that is wanted`() async throws {
        let (server, client) = try await selected()
        try client.play(
            """
            C: i IDLE
            S: + idling
            """)
        server.deliversNewMail(every: .milliseconds(20))
        try client.play(
            """
            S: * 4 EXISTS
            S: * 0 RECENT
            S: * 5 EXISTS
            """)
        await server.stop()
    }
}
