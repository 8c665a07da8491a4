import IMAPClient
import MailModel
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(1))) struct LinkTests {
    @Test func `IDLE brings changes and is ended by another command in the same turn`() async throws {
        try await Conversation.run(
            Conversation.opening() + Conversation.selection() + """
                C: <i> IDLE
                S: + idling
                S: * 4 EXISTS
                C: DONE
                C: <n> NOOP
                S: * 5 EXISTS
                S: <i> OK done
                S: <n> OK done
                """
        ) { connection, _ in
            _ = try await connection.select("INBOX")
            async let idle: Void = connection.idle()
            var updates = connection.updates.makeAsyncIterator()
            #expect(await updates.next() == .selected(wireName: "INBOX"))
            #expect(await updates.next() == .exists(4))
            let turns = connection.counters.turns
            try await connection.noop()
            try await idle
            #expect(await updates.next() == .exists(5))
            #expect(connection.counters.turns == turns + 1)
        }
    }

    @Test func `cancelling IDLE says DONE and waits for the answer`() async throws {
        try await Conversation.run(
            Conversation.opening() + Conversation.selection() + """
                C: <i> IDLE
                S: + idling
                S: * 4 EXISTS
                C: DONE
                S: * 5 EXISTS
                S: <i> OK done
                C: <n> NOOP
                S: <n> OK done
                """
        ) { connection, _ in
            _ = try await connection.select("INBOX")
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await connection.idle() }
                for await update in connection.updates where update == .exists(4) { break }
                group.cancelAll()
                try await group.waitForAll()
            }
            // Besides the selection also what came behind DONE has been read.
            #expect(connection.updateCount == 3)
            try await connection.noop()
        }
    }

    @Test func `IDLE is renewed before servers lose patience`() async throws {
        let clock = ManualClock()
        try await Conversation.run(
            Conversation.opening() + Conversation.selection() + """
                C: <i> IDLE
                S: + idling
                S: * 4 EXISTS
                C: DONE
                C: <n> NOOP
                S: <i> OK done
                S: <n> OK done
                C: <j> IDLE
                S: + idling
                S: * 5 EXISTS
                C: DONE
                S: <j> OK done
                """, options: IMAPOptions(clock: clock)
        ) { connection, _ in
            _ = try await connection.select("INBOX")
            async let idle: Void = connection.idle()
            var updates = connection.updates.makeAsyncIterator()
            while let update = await updates.next(), update != .exists(4) {}
            await passTime(.seconds(541), on: clock)
            while let update = await updates.next(), update != .exists(5) {}
            await connection.stopIdle()
            try await idle
        }
    }

    @Test func `a server that falls silent is given up`() async throws {
        let clock = ManualClock()
        try await Conversation.run(
            Conversation.opening() + "C: <n> NOOP", options: IMAPOptions(clock: clock)
        ) { connection, server in
            async let answer = Conversation.failure { try await connection.noop() }
            _ = await server.finished()
            await passTime(.seconds(61), on: clock)
            let found = await answer
            #expect(found == .timedOut(doing: "waiting for the answer to NOOP"))
            #expect(await connection.endedBecause == .timedOut(doing: "waiting for the answer to NOOP"))
        }
    }

    @Test func `a server that never greets is given up`() async throws {
        let clock = ManualClock()
        let server = try await ScriptedServer.start("# nothing")
        async let opening = Conversation.failure {
            _ = try await IMAPConnection.open(
                Conversation.endpoint(server), login: Conversation.login, options: IMAPOptions(clock: clock))
        }
        // Connecting has times of its own before.
        await clock.waitForSleeper(until: .seconds(15))
        clock.advance(by: .seconds(15))
        let found = await opening
        #expect(found == .timedOut(doing: "waiting for the greeting"))
        await server.stop()
    }

    @Test func `LOGOUT that is not answered does not keep us`() async throws {
        let clock = ManualClock()
        let server = try await ScriptedServer.start(Conversation.opening() + "C: <n> LOGOUT")
        let connection = try await IMAPConnection.open(
            Conversation.endpoint(server), login: Conversation.login, options: IMAPOptions(clock: clock))
        async let closed: Void = connection.close()
        #expect(await server.finished() == [])
        await passTime(.seconds(3), on: clock)
        await closed
        await server.stop()
    }

    @Test func `a scope says LOGOUT at its end`() async throws {
        let server = try await ScriptedServer.start(
            Conversation.opening() + """
                C: <n> NOOP
                S: <n> OK done
                C: <l> LOGOUT
                S: * BYE see you
                S: <l> OK done
                X:
                """)
        try await IMAPConnection.withConnection(Conversation.endpoint(server), login: Conversation.login) {
            try await $0.noop()
        }
        #expect(await server.finished() == [])
        await server.stop()
    }

    @Test(arguments: [
        ("S: * BYE shutting down\nX:", IMAPError.closed(byServer: "shutting down")),
        ("S- * 1 FETCH (UID 20 BODY[1] {100}\nX:", .closed(byServer: nil)),
        ("S: * 1 FETCH (UID 20 BODY[1] {100}\nS- half of it\nX:", .closed(byServer: nil)),
        ("S: <f> BYE done with you\nX:", .closed(byServer: "done with you")),
    ])
    func `a connection that ends under a command fails it`(ending: String, expected: IMAPError) async throws {
        try await Conversation.run(
            Conversation.opening() + Conversation.selection() + """
                C: <f> UID FETCH 20 (UID BODY.PEEK[1])
                \(ending)
                """
        ) { connection, _ in
            _ = try await connection.select("INBOX")
            await #expect(throws: expected) {
                _ = try await connection.fetch(.uids(UIDSet(20...20)), [.peek(section: "1")])
            }
            for await _ in connection.updates {}
            await #expect(throws: expected) { try await connection.noop() }
        }
    }

    @Test func `answers to tags that are not ours and lines that are no responses are passed over`() async throws {
        try await Conversation.run(
            Conversation.opening() + """
                C: <n> NOOP
                S: A999 OK who
                S: Server Unavailable.
                S: )(
                S: + what
                S: <n> OK done
                """
        ) { connection, _ in
            try await connection.noop()
            #expect(await connection.endedBecause == nil)
        }
    }

    @Test func `a cancelled command leaves the connection usable`() async throws {
        try await Conversation.run(
            Conversation.opening() + Conversation.selection() + """
                C: <f> UID FETCH 20 (UID BODY.PEEK[1])
                S: * 4 EXISTS
                C: <n> NOOP
                S: * 1 FETCH (UID 20 BODY[1] "late")
                S: <f> OK done
                S: <n> OK done
                """
        ) { connection, _ in
            _ = try await connection.select("INBOX")
            await withTaskGroup(of: IMAPError?.self) { group in
                group.addTask {
                    await Conversation.failure {
                        _ = try await connection.fetch(.uids(UIDSet(20...20)), [.peek(section: "1")])
                    }
                }
                for await update in connection.updates where update == .exists(4) { break }
                group.cancelAll()
                #expect(await group.next() == .cancelled)
            }
            try await connection.noop()
        }
    }

    @Test func `updates beyond the bound are dropped, and that is said`() async throws {
        try await Conversation.run(
            Conversation.opening() + Conversation.selection(1000) + """
                C: <n> NOOP
                \((0..<100).map { _ in "S: * 1 EXPUNGE" }.joined(separator: "\n"))
                S: <n> OK done
                """, options: IMAPOptions(maximumBufferedUpdates: 10)
        ) { connection, _ in
            _ = try await connection.select("INBOX")
            try await connection.noop()
            await connection.closeNow()
            var updates: [MailboxUpdate] = []
            for await update in connection.updates { updates.append(update) }
            #expect(updates.count == 10)
            #expect(updates.contains(.resyncNeeded(.overflow)))
        }
    }

    /// Lets the time pass once somebody sleeps on it.
    private func passTime(_ duration: Duration, on clock: ManualClock) async {
        await clock.waitForSleepers()
        clock.advance(by: duration)
    }
}
