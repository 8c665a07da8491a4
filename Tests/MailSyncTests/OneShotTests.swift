import DemoServer
import IMAPClient
import MailModel
import MailStore
import MailSync
import Synchronization
import Testing

/// The jobs of the command line.
@Suite(.serialized) struct OneShotTests {
    @Test func `sync brings all folders, and a second run nothing`() async throws {
        // Given
        var maildrop = Post.maildrop(120)
        maildrop.add(Post.message(9_000), to: "Archive", received: Post.now)
        let office = try await PostOffice.open(maildrop, adjust: PostOffice.smallWindows)

        // When
        let first = try await AccountSync.synchronise(office.configuration, store: office.store)
        let second = try await AccountSync.synchronise(office.configuration, store: office.store, folders: ["INBOX"])

        // Then
        try await office.inStep(["INBOX", "Archive", "Trash"])
        #expect(first.first { $0.folder == "INBOX" }?.new == 120)
        #expect(first.first { $0.folder == "Archive" }?.new == 1)
        #expect(second.map(\.new) == [0])
        #expect((second.first?.bytesReceived ?? 0) < 1_500)
        await office.server.stop()
    }

    @Test func `bodies and sources are fetched`() async throws {
        // Given
        let office = try await PostOffice.open(Post.maildrop(30))

        // When
        _ = try await AccountSync.synchronise(
            office.configuration, store: office.store, folders: ["INBOX"], bodies: true)
        let message = try await office.message(12)
        let source = Mutex<[UInt8]>([])
        try await MessageSections.with(message.id, office.configuration, store: office.store) { sections in
            try await sections.fetch("") { bytes, _, _ in source.withLock { $0 += bytes } }
        }

        // Then
        #expect(source.withLock { $0 } == office.server.bytes(uid: 12, in: "INBOX"))
        #expect(try office.store.body(of: message.id)?.parts["1"] != nil)
        await office.server.stop()
    }

    @Test func `replay sends and reports`() async throws {
        // Given
        let office = try await PostOffice.open(Post.maildrop(3))
        _ = try await AccountSync.synchronise(office.configuration, store: office.store)
        let message = try await office.message(2)
        let trash = try await office.listed("Trash")
        try office.store.record(.setFlag(.system(.seen), true, [message.id]))
        try office.store.record(.move([message.id], to: trash.id))

        // When
        let report = try await AccountSync.replay(office.configuration, store: office.store)

        // Then
        #expect(report == ReplayReport(done: 2, refused: 0, left: 0))
        #expect(office.server.snapshot().folders["Trash"]?.messages.map(\.flags) == [["\\Seen"]])
        await office.server.stop()
    }

    @Test func `check reports what the server can do`() async throws {
        // Given
        let office = try await PostOffice.open(Post.maildrop(1), capabilities: .everything(except: .move))

        // When
        let report = try await AccountSync.check(office.configuration)

        // Then
        #expect(report.rung == "QRESYNC")
        #expect(report.quirks.contains { $0.contains("MOVE") })
        #expect(report.problems.count == 1)
        await office.server.stop()
    }

    @Test func `what is wrong has its exit code`() async throws {
        // Given
        let office = try await PostOffice.open(Post.maildrop(1))
        let wrong = PostOffice.configuration(office.server, password: "wrong")

        // Then
        let refused = await #expect(throws: SyncError.self) { try await AccountSync.check(wrong) }
        #expect(refused?.exitCode == 4)
        let missing = await #expect(throws: SyncError.self) {
            try await AccountSync.synchronise(office.configuration, store: office.store, folders: ["Nowhere"])
        }
        #expect(missing == .noSuchFolder("Nowhere"))
        await office.server.stop()
        let offline = await #expect(throws: SyncError.self) { try await AccountSync.check(office.configuration) }
        #expect(offline?.exitCode == 3)
    }
}
