import MailModel
import TestSupport
import Testing

@testable import IMAPClient

/// Quirk 34: an IDLE that is offered, accepted, and says nothing, ever.
@Suite(.timeLimit(.minutes(1))) struct MuteIdleTests {
    /// One IDLE that is looked after; what the NOOP brings stands before its answer.
    private static func round(_ number: Int, within idle: String = "", brings news: String = "") -> String {
        """
        C: <i\(letters(number))> IDLE
        S: + idling
        \(idle)
        C: DONE
        C: <n\(letters(number))> NOOP
        S: <i\(letters(number))> OK done
        \(news)
        S: <n\(letters(number))> OK done

        """
    }

    private static func letters(_ number: Int) -> String { String(UnicodeScalar(UInt8(97 + number))) }

    @Test func `what only NOOP tells, twice, ends IDLE there and is remembered`() async throws {
        let clock = ManualClock()
        let learnt = Lines()
        var options = IMAPOptions(clock: clock)
        options.learnt = { learnt.append($0.isBroken(.idle) ? "broken" : "suspected") }
        try await Conversation.run(
            Conversation.opening() + Conversation.selection()
                // The end of it is the end of an IDLE that should not have come.
                + Self.round(0, brings: "S: * 4 EXISTS") + Self.round(1, brings: "S: * 2 EXPUNGE") + "X:",
            options: options
        ) { connection, server in
            _ = try await connection.select("INBOX")
            async let failure = Conversation.failure { try await connection.idle() }
            try await passTime(.seconds(121), on: clock, connection)
            var updates = connection.updates.makeAsyncIterator()
            while let update = await updates.next(), update != .exists(4) {}
            try await passTime(.seconds(121), on: clock, connection)
            #expect(await failure == .unsupported("IDLE"))
            #expect(await !connection.mayUse(.idle))
            #expect(await connection.profile.isBroken(.idle))
            #expect(learnt.all == ["suspected", "broken"])
            // And the next connection to that server does not begin with it.
            #expect(await Conversation.failure { try await connection.idle() } == .unsupported("IDLE"))
        }
    }

    @Test func `a mailbox in which nothing happens is looked after less and less often`() async throws {
        let clock = ManualClock()
        try await Conversation.run(
            Conversation.opening() + Conversation.selection() + Self.round(0) + Self.round(1) + Self.round(2) + """
                C: <last> IDLE
                S: + idling
                S: * 4 EXISTS
                C: DONE
                S: <last> OK done
                """, options: IMAPOptions(clock: clock)
        ) { connection, _ in
            _ = try await connection.select("INBOX")
            async let idle: Void = connection.idle()
            for wait in [121, 241, 481] { try await passTime(.seconds(wait), on: clock, connection) }
            var updates = connection.updates.makeAsyncIterator()
            while let update = await updates.next(), update != .exists(4) {}
            await connection.stopIdle()
            try await idle
            #expect(await connection.mayUse(.idle))
        }
    }

    @Test(arguments: [false, true])
    func `an IDLE that tells what happens is cleared of suspicion, one that begins with old news is not`(
        tells: Bool
    ) async throws {
        let clock = ManualClock()
        try await Conversation.run(
            Conversation.opening() + Conversation.selection()
                + Self.round(0, brings: "S: * 4 EXISTS") + """
                    C: <second> IDLE
                    S: + idling
                    S: * 5 EXISTS
                    C: DONE
                    C: <check> NOOP
                    S: * 6 EXISTS
                    S: <second> OK done
                    S: <check> OK done

                    """
                + (tells
                    ? """
                    C: <third> IDLE
                    S: + idling
                    S: * 7 EXISTS
                    C: DONE
                    S: <third> OK done
                    """ : "X:"),
            options: IMAPOptions(clock: clock)
        ) { connection, _ in
            _ = try await connection.select("INBOX")
            async let idle = Conversation.failure { try await connection.idle() }
            try await passTime(.seconds(121), on: clock, connection)
            var updates = connection.updates.makeAsyncIterator()
            while let update = await updates.next(), update != .exists(5) {}
            if tells {
                // As if that came ten seconds into the IDLE.
                clock.advance(by: .seconds(10))
                await connection.idleTold()
                clock.advance(by: .seconds(541))
            } else {
                try await passTime(.seconds(541), on: clock, connection)
            }
            while let update = await updates.next(), update != .exists(tells ? 7 : 6) {}
            if tells { await connection.stopIdle() }
            #expect(await idle == (tells ? nil : .unsupported("IDLE")))
            #expect(await connection.mayUse(.idle) == tells)
        }
    }

    /// Lets the time pass once an IDLE is under way that began when it is now.
    private func passTime(_ duration: Duration, on clock: ManualClock, _ connection: IMAPConnection) async throws {
        let deadline = ContinuousClock.now + .seconds(60)
        while await !connection.idles(since: clock.now.offset) {
            try #require(ContinuousClock.now < deadline, "no IDLE came about")
            await Task.yield()
        }
        clock.advance(by: duration)
    }
}

extension IMAPConnection {
    fileprivate func idles(since began: Duration) -> Bool { machine.commands.isIdling && idleBegan == began }
}
