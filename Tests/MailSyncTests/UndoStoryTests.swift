import DemoServer
import IMAPClient
import MailModel
import MailStore
import MailSync
import Testing

/// What was done on the server is taken back there, exactly, whatever the server can and whatever is lost on the way.
@Suite(.serialized) struct UndoStoryTests {
    static let servers: [Set<Capability>] = [
        Capability.everything, .everything(except: .move), .everything(except: .uidPlus),
        .everything(except: .condstore, .idle),
    ]

    private func places(_ office: PostOffice) -> [String: [String]] {
        office.server.snapshot().folders.mapValues { $0.messages.map(\.messageID).sorted() }
    }

    private func take(_ step: (MailStore) throws -> UndoOutcome, _ office: PostOffice) async throws {
        guard case .changed = try step(office.store) else {
            Issue.record("nothing was taken back")
            return
        }
        await office.account.changesRecorded()
        try await office.settled()
    }

    @Test(arguments: servers)
    func `a move and flags are taken back and done again on the server`(_ capabilities: Set<Capability>) async throws {
        // Given
        let office = try await PostOffice.open(Post.maildrop(6), capabilities: capabilities) {
            $0.pollInterval = .milliseconds(50)
        }
        try await office.running {
            try await office.inStep()
            let archive = try await office.listed("Archive").id
            office.server.setFlags(["\\Flagged"], uid: 2, in: "INBOX")
            try await office.inStep()
            let before = places(office)
            let ids = try await [office.message(2).id, office.message(3).id]
            try office.store.record(.setFlag(.system(.flagged), true, ids))
            try office.store.record(.move(ids, to: archive))
            await office.account.changesRecorded()
            try await office.settled()
            let after = places(office)
            #expect(after["Archive"]?.count == 2)

            // When, then
            try await take({ try $0.undo() }, office)
            #expect(places(office) == before)
            try await take({ try $0.undo() }, office)
            let flagged = office.server.snapshot().folders["INBOX"]?.messages.filter { $0.flags.contains("\\Flagged") }
            #expect(flagged?.map(\.messageID) == ["<letter-1@example.org>"])
            try await take({ try $0.redo() }, office)
            try await take({ try $0.redo() }, office)
            #expect(places(office) == after)
            try await JournalStoryTests.visitAll(office)
        }
    }

    static let commands: [(String, Set<Capability>)] = [
        ("MOVE", Capability.everything), ("COPY", .everything(except: .move)), ("EXPUNGE", .everything(except: .move)),
    ]

    @Test(arguments: commands, [true, false])
    func `a move whose answer is lost is taken back once`(
        _ command: (String, Set<Capability>), isPerformed: Bool
    ) async throws {
        // Given
        let office = try await PostOffice.open(Post.maildrop(6), capabilities: command.1)
        try await office.running {
            try await office.inStep()
            let before = places(office)
            let ids = try await [office.message(2).id, office.message(3).id]
            let trash = try await office.listed("Trash").id
            office.server.inject(isPerformed ? .loseAnswer(command: command.0) : .cutBefore(command: command.0))
            let commands = office.server.commandCount
            try office.store.record(.move(ids, to: trash))
            await office.account.changesRecorded()
            try await eventually("the move is on its way") { office.server.commandCount > commands ? true : nil }

            // When
            try await take({ try $0.undo() }, office)

            // Then
            #expect(places(office) == before)
            try await JournalStoryTests.visitAll(office)
        }
    }

    @Test func `the answer to the way back is lost, and the message is back once`() async throws {
        // Given
        let office = try await PostOffice.open(Post.maildrop(6))
        try await office.running {
            try await office.inStep()
            let before = places(office)
            let trash = try await office.listed("Trash").id
            try office.store.record(.move([try await office.message(2).id], to: trash))
            await office.account.changesRecorded()
            try await office.settled()
            office.server.inject(.loseAnswer(command: "MOVE"))

            // When
            try await take({ try $0.undo() }, office)

            // Then
            #expect(places(office) == before)
            try await JournalStoryTests.visitAll(office)
        }
    }

    @Test func `taken back before the connection is there, nothing is sent`() async throws {
        // Given
        let office = try await PostOffice.open(Post.maildrop(6))
        try await office.running {
            try await office.inStep()
            let before = places(office)
            office.server.inject(.refuseConnections)
            office.server.cutAllConnections()
            // A client that has not noticed sends it, and then it goes out and back.
            try await eventually("offline") {
                let counters = await office.account.counters
                return office.server.connectionCount == 0 && counters == nil ? true : nil
            }
            let trash = try await office.listed("Trash").id
            try office.store.record(.move([try await office.message(2).id], to: trash))

            // When
            #expect(try office.store.undo() != .nothing)
            office.server.clearFaults()

            // Then
            try await office.settled()
            try await office.inStep()
            #expect(places(office) == before)
            #expect(office.server.snapshot().folders["INBOX"]?.uids == [1, 2, 3, 4, 5, 6])
        }
    }

    @Test func `after a restart of both sides the move is still taken back`() async throws {
        // Given
        let office = try await PostOffice.open(Post.maildrop(6))
        var before: [String: [String]] = [:]
        let second = AccountSync(office.configuration, store: office.store)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await office.account.run() }
            try await office.inStep()
            before = places(office)
            let trash = try await office.listed("Trash").id
            try office.store.record(.move([try await office.message(2).id], to: trash))
            await office.account.changesRecorded()
            try await office.settled()
            group.cancelAll()
        }

        // When
        #expect(try office.store.undo() != .nothing)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await second.run() }
            try await office.settled()
            group.cancelAll()
        }

        // Then
        #expect(places(office) == before)
        await office.server.stop()
    }

    @Test func `a thousand selected messages are one step, at most three turns there and back`() async throws {
        // Given
        let office = try await PostOffice.open(Post.maildrop(1_200))
        try await office.running {
            try await office.inStep(["INBOX", "Archive"])
            let inbox = try await office.listed("INBOX").id
            let archive = try await office.listed("Archive").id
            let rows = try office.store.window(WindowRequest(folder: inbox, count: 1_200)).rows
            // Every other one of a stretch: the longest set of UIDs.
            let ids = rows.enumerated().filter { $0.offset % 6 != 0 }.map(\.element.id)
            #expect(ids.count == 1_000)
            try await eventually("rest") { await office.account.isWatching ? true : nil }
            let counters = try #require(await office.account.counters)

            // When
            let start = ContinuousClock.now
            let turns = counters.turns
            try office.store.record(.move(ids, to: archive))
            let recorded = ContinuousClock.now - start
            await office.account.changesRecorded()
            try await office.settled()
            let spent = counters.turns - turns

            // Then
            print("move of 1,000: \(recorded) to record, \(spent) turns")
            #expect(spent <= 3)
            #expect(places(office)["Archive"]?.count == 1_000)
            try await take({ try $0.undo() }, office)
            #expect(places(office)["INBOX"]?.count == 1_200)
            #expect(try office.store.undo() == .nothing)
        }
    }

    @Test func `what is taken back while its neighbours wait to be sent does not go with them`() async throws {
        // Given: two flags that become one command, behind a move.
        let office = try await PostOffice.open(Post.maildrop(4))
        _ = try await AccountSync.synchronise(office.configuration, store: office.store)
        let (store, inbox) = (office.store, try #require(try office.folder("INBOX")).id)
        let ids = try (1...3).map { try #require(try store.message(folder: inbox, uid: UID($0))).id }
        try store.record(.move([ids[2]], to: try #require(try office.folder("Archive")).id))
        for id in ids[..<2] { try store.record(.setFlag(.system(.flagged), true, [id])) }
        var configuration = office.configuration
        configuration.options.imap.transcript = { line in
            guard line.hasPrefix("C: "), line.contains("UID MOVE") else { return }
            #expect(throws: Never.self) { try store.undo() }
        }

        // When
        let report = try await AccountSync.replay(configuration, store: store)

        // Then
        #expect(report == ReplayReport(done: 2))
        #expect(try store.journal(limit: 1).map(\.state) == [.undone])
        let flags = office.server.snapshot().folders["INBOX"]?.messages.map(\.flags)
        #expect(flags == [["\\Flagged"], [], []])
        await office.server.stop()
    }

    @Test func `what was refused is tried again from the journal, what waits is cancelled`() async throws {
        // Given
        let office = try await PostOffice.open(Post.maildrop(3))
        try await office.running {
            try await office.inStep()
            let trash = try await office.listed("Trash").id
            office.server.inject(.refuse(command: "MOVE", text: "Over quota."))
            let change = try #require(try office.store.record(.move([try await office.message(1).id], to: trash)).first)
            await office.account.changesRecorded()
            try await office.settled()
            #expect(try office.store.change(change)?.state == .refused)

            // When
            #expect(try office.store.retry(change).count == 1)
            await office.account.changesRecorded()
            try await office.settled()

            // Then
            #expect(places(office)["Trash"] == ["<letter-0@example.org>"])
            #expect(try office.store.cancel(change) == false)
            #expect(try office.store.journalLines(limit: 5).map(\.change.state) == [.done, .refused])
        }
    }
}
