import DemoServer
import Foundation
import IMAPClient
import MailModel
import MailStore
import Testing

@testable import MailSync

/// What the server has answered to be copied is not copied again, whatever is lost after that answer.
@Suite(.serialized) struct CopiedOnceTests {
    /// Where the line is cut after COPY was answered.
    enum Cut: CaseIterable, Sendable {
        case beforeStore, afterStore, beforeExpunge, afterExpunge

        var fault: Fault {
            switch self {
            case .beforeStore: .cutBefore(command: "STORE")
            case .afterStore: .loseAnswer(command: "STORE")
            case .beforeExpunge: .cutBefore(command: "EXPUNGE")
            case .afterExpunge: .loseAnswer(command: "EXPUNGE")
            }
        }
    }

    private func letters(_ server: DemoServer) -> [String: [String]] {
        server.snapshot().folders.mapValues { $0.messages.map(\.messageID) }.filter { !$0.value.isEmpty }
    }

    /// Moves the second and third message to the archive while the second one is gone already, and cuts the line after the
    /// copy is answered. Before the program comes back, another client moves the copy on: no search finds it.
    private func interrupted(
        _ fault: Fault, capabilities: Set<Capability>, _ finish: (PostOffice, LocalChangeID) async throws -> Void
    ) async throws {
        let directory = FileManager.default.temporaryDirectory
            .appending(path: "martlet-copied-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: directory) }  // nobody looks at it again
        let first = try await PostOffice.open(
            Post.maildrop(5), capabilities: capabilities, store: try MailStore.open(directory: directory))
        let run = Task { await first.account.run() }
        try await first.inStep()
        let ids = try await [first.message(2).id, first.message(3).id]
        let archive = try await first.listed("Archive").id
        first.server.inject(.vanish(folder: "INBOX", uid: 2))
        first.server.inject(.refuseConnections)
        first.server.inject(fault)
        let change = try #require(try first.store.record(.move(ids, to: archive)).first)
        await first.account.changesRecorded()
        try await eventually("cut") {
            let copied = first.server.snapshot().folders["Archive"]?.messages.count
            return first.server.connectionCount == 0 && copied == 1 ? true : nil
        }
        // Killed.
        run.cancel()
        await run.value
        try first.store.close()
        let copy = try #require(first.server.snapshot().folders["Archive"]?.uids.first)
        first.server.move([copy], from: "Archive", to: "Trash")
        first.server.clearFaults()
        let store = try MailStore.open(directory: directory)
        let second = PostOffice(
            server: first.server, store: store, account: AccountSync(first.configuration, store: store),
            configuration: first.configuration)
        try await second.running {
            try await second.settled()
            try await finish(second, change)
        }
    }

    @Test(arguments: Cut.allCases)
    func `a copy that COPYUID names is not made again after a cut and a kill`(_ cut: Cut) async throws {
        try await interrupted(cut.fault, capabilities: .everything(except: .move)) { office, _ in
            #expect(
                letters(office.server) == [
                    "INBOX": [0, 3, 4].map { "<letter-\($0)@example.org>" }, "Trash": ["<letter-2@example.org>"],
                ])
        }
    }

    @Test(arguments: [Cut.beforeStore, .afterStore])
    func `nor is one that was answered without COPYUID`(_ cut: Cut) async throws {
        try await interrupted(cut.fault, capabilities: .everything(except: .move, .uidPlus)) { office, change in
            #expect(letters(office.server)["Trash"] == ["<letter-2@example.org>"])
            #expect(letters(office.server)["Archive"] == nil)
            // It cannot be removed alone: it stays marked, and that is said.
            let left = office.server.snapshot().folders["INBOX"]?.message(3)
            #expect(left?.flags == ["\\Deleted"])
            let entry = try #require(try office.store.change(change))
            #expect(entry.state == .refused && entry.error?.isEmpty == false)
        }
    }

    @Test func `a move whose answer came is done, though the rest of it was still being looked for`() async throws {
        try await interrupted(.cutBefore(command: "SEARCH"), capabilities: Capability.everything) { office, change in
            #expect(letters(office.server)["INBOX"] == [0, 3, 4].map { "<letter-\($0)@example.org>" })
            #expect(letters(office.server)["Trash"] == ["<letter-2@example.org>"])
            let entry = try #require(try office.store.change(change))
            #expect(entry.state == .done)
        }
    }

    @Test func `a server that has no time to remove what it has copied is not asked to copy it again`() async throws {
        // Given
        let office = try await PostOffice.open(Post.maildrop(4), capabilities: .everything(except: .move)) {
            $0.statusInterval = .milliseconds(50)
        }

        try await office.running {
            try await office.inStep()
            let message = try await office.message(2).id
            let archive = try await office.listed("Archive").id
            office.server.inject(.refuse(command: "STORE", text: "[UNAVAILABLE] Not now."))

            // When
            try office.store.record(.move([message], to: archive))
            await office.account.changesRecorded()

            // Then
            try await office.settled()
            #expect(letters(office.server)["Archive"] == ["<letter-1@example.org>"])
            #expect(office.server.snapshot().folders["INBOX"]?.uids == [1, 3, 4])
        }
    }

    @Test func `what the store meets while a lost copy is looked for is not copied again`() async throws {
        // Given: a copy was made whose answer was lost.
        let office = try await PostOffice.open(Post.maildrop(3), capabilities: .everything(except: .move))
        let run = Task { await office.account.run() }
        try await office.inStep()
        let source = try await office.message(2)
        let archive = try await office.listed("Archive").id
        try await JournalStoryTests.visitAll(office, ["Archive"])
        office.server.inject(.refuseConnections)
        office.server.inject(.loseAnswer(command: "COPY"))
        try office.store.record(.move([source.id], to: archive))
        await office.account.changesRecorded()
        try await eventually("cut") {
            let copied = office.server.snapshot().folders["Archive"]?.messages.count
            return office.server.connectionCount == 0 && copied == 1 ? true : nil
        }
        run.cancel()
        await run.value
        office.server.clearFaults()

        // When: as it is looked for, its row comes in on another way.
        let arrived = NewMessage(
            uid: UID(1), received: source.received, subject: source.subject, messageID: source.messageID,
            size: source.size)
        var configuration = office.configuration
        let store = office.store
        configuration.options.imap.transcript = { line in
            guard line.hasPrefix("C: "), line.contains("HEADER Message-ID") else { return }
            try? store.apply(SyncBatch(upserts: [arrived], uidNext: UID(2), complete: true), to: archive)
        }
        let connection = try await IMAPConnection.open(
            configuration.endpoint, login: configuration.login, options: configuration.options.imap)
        var replay = ReplayRun(connection, store: store, configuration: configuration)
        try await replay.settleAll()
        await connection.close()

        // Then
        #expect(letters(office.server)["Archive"] == ["<letter-1@example.org>"])
        #expect(office.server.snapshot().folders["INBOX"]?.uids == [1, 3])
        await office.server.stop()
    }
}
