import DemoServer
import IMAPClient
import MailModel
import MailStore
import Testing

@testable import MailSync

/// Changes that wait while a folder's UIDs come to mean other messages.
@Suite(.serialized) struct RenumberedTests {
    private static func synced(
        _ capabilities: Set<Capability> = Capability.everything
    ) async throws -> PostOffice {
        var maildrop = Post.maildrop(4)
        for number in 100..<104 { maildrop.add(Post.message(number), to: "Archive", received: Post.now) }
        let office = try await PostOffice.open(maildrop, capabilities: capabilities)
        _ = try await AccountSync.synchronise(office.configuration, store: office.store)
        return office
    }

    private static func id(_ office: PostOffice, _ uid: UInt32, _ name: String) throws -> MessageID {
        let folder = try #require(try office.folder(name))
        return try #require(try office.store.message(folder: folder.id, uid: UID(uid))).id
    }

    @Test func `a change in a folder built anew is matched and sent in the same run`() async throws {
        // Given
        let office = try await Self.synced()
        office.server.expunge([1], in: "Archive")
        try office.store.record(
            .setFlag(.system(.flagged), true, [try Self.id(office, 2, "Archive"), try Self.id(office, 3, "Archive")]))
        try office.store.record(.setFlag(.system(.seen), true, [try Self.id(office, 4, "Archive")]))
        office.server.changeUIDValidity("Archive")

        // When
        let report = try await AccountSync.replay(office.configuration, store: office.store)

        // Then
        #expect(report == ReplayReport(done: 2))
        let messages = try #require(office.server.snapshot().folders["Archive"]).messages
        #expect(messages.map(\.flags) == [["\\Flagged"], ["\\Flagged"], ["\\Seen"]])
        await office.server.stop()
    }

    @Test(arguments: ["INBOX", "Archive"])
    func `a copy whose answer was lost is not made again after its folder was built anew`(
        _ renumbered: String
    ) async throws {
        // Given
        let office = try await Self.synced(.everything(except: .move))
        let archive = try #require(try office.folder("Archive")).id
        try office.store.record(.move([try Self.id(office, 2, "INBOX")], to: archive))
        office.server.inject(.loseAnswer(command: "COPY"))
        await #expect(throws: SyncError.self) {
            try await AccountSync.replay(office.configuration, store: office.store)
        }
        office.server.expunge([1], in: "INBOX")
        office.server.expunge([1, 2], in: "Archive")
        office.server.changeUIDValidity(renumbered)

        // When
        let report = try await AccountSync.replay(office.configuration, store: office.store)

        // Then
        #expect(report == ReplayReport(done: 1))
        let folders = office.server.snapshot().folders
        #expect(folders["Archive"]?.messages.count { $0.messageID == "<letter-1@example.org>" } == 1)
        #expect(folders["INBOX"]?.messages.map(\.messageID) == ["<letter-2@example.org>", "<letter-3@example.org>"])
        await office.server.stop()
    }

    @Test func `a folder that was empty when it was selected is not thought empty later`() async throws {
        // Given
        let office = try await Self.synced()
        let connection = try await IMAPConnection.open(office.configuration.endpoint, login: office.configuration.login)
        let trash = try #require(try office.folder("Trash")).id
        let mailbox = try await connection.select("Trash")
        office.server.deliver(Post.message(500), to: "Trash")
        _ = try await AccountSync.synchronise(office.configuration, store: office.store, folders: ["Trash"])
        // A move that was done and of which nobody said where the message is now.
        let id = try Self.id(office, 2, "INBOX")
        let change = try #require(try office.store.record(.move([id], to: trash)).first)
        let copy = try #require(try office.store.current(id))
        office.server.move([2], from: "INBOX", to: "Trash")
        try office.store.markDone(change)
        try office.store.record(.setFlag(.system(.flagged), true, [copy]))

        // When
        var run = ReplayRun(
            connection, store: office.store, configuration: office.configuration, selected: (trash, mailbox))
        try await run.run()

        // Then
        #expect(run.report == ReplayReport(done: 1))
        #expect(try office.store.knownUIDs(of: trash) == UIDSet(1...2))
        #expect(office.server.snapshot().folders["Trash"]?.message(2)?.flags == ["\\Flagged"])
        await connection.close()
        await office.server.stop()
    }

    @Test func `a copy whose answer was lost is looked up under the UIDs that its folder got while another was`()
        async throws
    {
        // Given: two copies were made whose answers were lost, one into the folder that the other is from.
        let office = try await Self.synced()
        let archive = try #require(try office.folder("Archive")).id
        let trash = try #require(try office.folder("Trash")).id
        let changes = try [
            office.store.record(.copy([Self.id(office, 2, "INBOX")], to: archive)),
            office.store.record(.copy([Self.id(office, 3, "Archive")], to: trash)),
        ].flatMap { $0 }
        let connection = try await IMAPConnection.open(office.configuration.endpoint, login: office.configuration.login)
        for (name, uid, target) in [("INBOX", UID(2), "Archive"), ("Archive", UID(3), "Trash")] {
            _ = try await connection.select(name)
            _ = try await connection.copy(UIDSet([uid]), to: target)
        }
        await connection.close()
        try office.store.markSent(changes)
        office.server.expunge([1], in: "Archive")
        office.server.changeUIDValidity("Archive")

        // When
        let report = try await AccountSync.replay(office.configuration, store: office.store)

        // Then
        #expect(report == ReplayReport(done: 2))
        let folders = office.server.snapshot().folders
        #expect(folders["Trash"]?.messages.map(\.messageID) == ["<letter-102@example.org>"])
        #expect(folders["Archive"]?.messages.count { $0.messageID == "<letter-1@example.org>" } == 1)
        await office.server.stop()
    }
}
