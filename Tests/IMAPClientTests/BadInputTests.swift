import Glibc
import IMAPWire
import MailModel
import NIOCore
import NIOConcurrencyHelpers
import TestSupport
import Testing

@testable import IMAPClient

/// What a broken or hostile server sends: the session goes on, or ends with an error that says why. What the grammar
/// makes of such input is tested where the grammar is.
@Suite struct BadInputTests {
    private static func openSession() -> SessionStateMachine {
        var machine = SessionStateMachine(requiresTLS: false, isProtected: false)
        _ = machine.receive(.status(StatusResponse(.ok)))
        return machine
    }

    private static func submit(_ machine: inout SessionStateMachine, _ name: String, _ interest: Interest = .nothing) {
        let tag = machine.nextTag()
        _ = machine.submit(
            SessionCommand(
                encoded: EncodedCommand(tag: tag, chunks: [Array("\(tag) \(name)\r\n".utf8)]), name: name,
                interest: interest))
    }

    private static func closing(_ actions: [SessionStateMachine.Action]) -> IMAPError? {
        for case .close(let reason) in actions { return reason }
        return nil
    }

    @Test func `untagged data without end and without an answer ends the connection`() {
        var machine = Self.openSession()
        Self.submit(&machine, "NOOP")
        var received = 0
        var reason: IMAPError?
        while reason == nil, received < 200 {
            reason = Self.closing(machine.receive(.recent(1), octets: 1 << 20))
            received += 1
        }
        #expect(reason == .protocolViolation("data without end and no answer"))
        #expect(received == 65)
    }

    @Test func `untagged data without end is no fault where nothing was asked`() {
        var machine = Self.openSession()
        for _ in 0..<200 {
            #expect(Self.closing(machine.receive(.recent(1), octets: 1 << 20)) == nil)
        }
    }

    @Test func `an answer without end is given up`() {
        var machine = Self.openSession()
        Self.submit(&machine, "LIST", .list)
        let folder = Response.list(ListResponse(wireName: "a", name: "a", delimiter: "/"))
        var received = 0
        var reason: IMAPError?
        while reason == nil, received < 1_000 {
            reason = Self.closing(machine.receive(folder, octets: 1 << 20))
            received += 1
        }
        #expect(reason == .protocolViolation("too much data in one answer"))
        #expect(received <= 512)
    }

    @Test func `a line without end is skipped, said to have been, and the session goes on`() async throws {
        var limits = Limits()
        limits.maximumLineLength = 100_000
        try await Conversation.run(
            Conversation.opening() + Conversation.selection() + """
                C: <n> NOOP
                S: * 1 FETCH (FLAGS (\(String(repeating: "x", count: 1_000_000))))
                S: <n> OK done
                C: <m> NOOP
                S: <m> OK done
                """, options: IMAPOptions(limits: limits)
        ) { connection, _ in
            _ = try await connection.select("INBOX")
            try await connection.noop()
            try await connection.noop()
            var updates = connection.updates.makeAsyncIterator()
            #expect(await updates.next() == .selected(wireName: "INBOX"))
            #expect(await updates.next() == .resyncNeeded(.skippedResponse))
            #expect(await connection.oddities.oversizedResponses == 1)
        }
    }

    @Test(arguments: ["4294967296", "99999999999999999999"])
    func `a literal of more than can be counted ends the connection with a clear error`(count: String) async throws {
        try await Conversation.run(
            Conversation.opening() + Conversation.selection() + """
                C: <f> UID FETCH 3 (UID BODY.PEEK[])
                S: * 1 FETCH (UID 3 BODY[] {\(count)}
                """
        ) { connection, _ in
            _ = try await connection.select("INBOX")
            let failure = await Conversation.failure {
                _ = try await connection.fetch(.uids(UIDSet([UID(3)])), [.peek(section: "")])
            }
            #expect(failure == .protocolViolation("an answer larger than can be counted"))
        }
    }

    @Test(
        .timeLimit(.minutes(1)),
        arguments: [
            "BODYSTRUCTURE " + String(repeating: "(", count: 100_000) + String(repeating: ")", count: 100_000),
            "X-NEW " + String(repeating: "(1 ", count: 100_000) + String(repeating: ")", count: 100_000),
            "BODYSTRUCTURE (\"te\u{0}xt\" \u{0}", "ENVELOPE (\u{FFFD}", "BODY[] {2}",
        ])
    func `a message that cannot be read costs no more than itself, and the next answer is right`(item: String)
        async throws
    {
        try await Conversation.run(
            Conversation.opening() + Conversation.selection(2) + """
                C: <f> UID FETCH 3:4 (UID BODYSTRUCTURE)
                S: * 1 FETCH (UID 3 \(item))
                S: * 2 FETCH (UID 4 BODYSTRUCTURE ("text" "plain" NIL NIL NIL "7bit" 1 1))
                S: <f> OK done
                C: <g> UID FETCH 3:4 (UID BODYSTRUCTURE)
                S: * 1 FETCH (UID 3 BODYSTRUCTURE ("text" "plain" NIL NIL NIL "7bit" 1 1))
                S: * 2 FETCH (UID 4 BODYSTRUCTURE ("text" "plain" NIL NIL NIL "7bit" 1 1))
                S: <g> OK done
                """
        ) { connection, _ in
            _ = try await connection.select("INBOX")
            let both = MessageSet.uids(UIDSet([UID(3), UID(4)]))
            let first = try await connection.fetch(both, [.bodyStructure])
            #expect(first.allSatisfy { $0.uid == UID(3) || $0.uid == UID(4) })
            let second = try await connection.fetch(both, [.bodyStructure])
            #expect(second.map(\.uid) == [UID(3), UID(4)])
            #expect(second.allSatisfy { $0.structure?.type == "text/plain" })
        }
    }

    @Test func `a tag that is never answered is given up after the time that silence may take`() async throws {
        let clock = ManualClock()
        try await Conversation.run(
            Conversation.opening() + """
                C: <n> NOOP
                S: A999 OK another
                """, options: IMAPOptions(clock: clock)
        ) { connection, server in
            async let failure = Conversation.failure { try await connection.noop() }
            #expect(await server.finished() == [])
            while await connection.oddities.unknownTags == 0 { await Task.yield() }
            clock.advance(by: .seconds(61))
            #expect(await failure == .timedOut(doing: "waiting for the answer to NOOP"))
        }
    }

    @Test func `an answer that does not come is told within seconds, and so is what comes then`() async throws {
        let clock = ManualClock()
        let told = NIOLockedValueBox<[Bool]>([])
        var options = IMAPOptions(clock: clock)
        options.deadlines.commandSilence = .seconds(1_000_000_000)
        options.silence = { isSilent in told.withLockedValue { $0.append(isSilent) } }
        try await Conversation.run(
            Conversation.opening() + """
                C: <n> NOOP
                C: <x> NOOP
                S: <n> OK done
                S: <x> OK done
                """, options: options
        ) { connection, _ in
            async let first: Void = connection.noop()
            // Silence counts from when the network has taken the command, which is at any of these times.
            while told.withLockedValue(\.isEmpty) {
                clock.advance(by: .seconds(1))
                await Task.yield()
            }
            try await connection.noop()
            try await first
            #expect(told.withLockedValue { $0 } == [true, false])
        }
    }

    /// Of a link that is dead: where the other machine acknowledges what was sent, the server has its time.
    @Test func `the system is told how long a peer may acknowledge nothing`() async throws {
        try await Conversation.run(Conversation.opening()) { connection, _ in
            let names = [TCP_KEEPIDLE, TCP_USER_TIMEOUT].map { NIOBSDSocket.Option(rawValue: $0) }
            var values: [Int] = []
            for name in names { values.append(Int(try await connection.channel.getOption(.tcpOption(name)).get())) }
            #expect(values == [60, 15_000])
        }
    }
}
