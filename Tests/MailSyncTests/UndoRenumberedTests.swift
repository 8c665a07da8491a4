import DemoServer
import IMAPClient
import MailModel
import MailStore
import MailSync
import Testing

/// Undo and redo of what was settled before a folder's UIDs came to mean other messages.
@Suite(.serialized) struct UndoRenumberedTests {
    private let office: PostOffice

    init() async throws {
        var maildrop = Post.maildrop(4)
        for number in 100..<104 { maildrop.add(Post.message(number), to: "Archive", received: Post.now) }
        office = try await PostOffice.open(maildrop)
        try await sync()
    }

    private func sync() async throws {
        _ = try await AccountSync.synchronise(office.configuration, store: office.store)
    }

    private func id(_ uid: UInt32, _ name: String) throws -> MessageID {
        let folder = try #require(try office.folder(name))
        return try #require(try office.store.message(folder: folder.id, uid: UID(uid))).id
    }

    private func letters(_ name: String) -> [String] {
        office.server.snapshot().folders[name]?.messages.map { String($0.messageID.dropFirst(8).prefix(3)) }.sorted()
            ?? []
    }

    /// Moves the letters 1 and 2 to the archive, and has the server do it.
    private func moveTwo() async throws {
        let archive = try #require(try office.folder("Archive")).id
        try office.store.record(.move([id(2, "INBOX"), id(3, "INBOX")], to: archive))
        try await sync()
        #expect(letters("Archive") == ["100", "101", "102", "103", "1@e", "2@e"])
    }

    /// Gives every message of the folder another UID, and so that old ones are now those of others.
    private func renumber(_ name: String, without uids: Set<UInt32>) {
        office.server.expunge(uids, in: name)
        office.server.changeUIDValidity(name)
    }

    @Test(arguments: [true, false]) func `the way back finds the messages again, and takes no others`(
        isKnown: Bool
    ) async throws {
        // Given
        try await moveTwo()
        renumber("Archive", without: [1, 3])
        if isKnown { try await sync() }

        // When
        guard case .changed(let change) = try office.store.undo() else {
            Issue.record("nothing was taken back")
            return
        }
        try await sync()

        // Then
        #expect(change.messages == 2)
        #expect(letters("Archive") == ["101", "103"])
        #expect(letters("INBOX") == ["0@e", "1@e", "2@e", "3@e"])
        // And there again, after the inbox was built anew.
        renumber("INBOX", without: [1])
        if isKnown { try await sync() }
        guard case .changed = try office.store.redo() else {
            Issue.record("nothing was done again")
            return
        }
        try await sync()
        #expect(letters("Archive") == ["101", "103", "1@e", "2@e"])
        #expect(letters("INBOX") == ["3@e"])
        try await sync()
        for name in ["INBOX", "Archive"] { #expect(try office.difference(name) == nil) }
        await office.server.stop()
    }

    @Test func `a message that did not come again is said to be gone`() async throws {
        // Given
        try await moveTwo()
        renumber("Archive", without: [5, 6])
        try await sync()

        // Then
        let archive = try #require(try office.folder("Archive")).id
        #expect(try office.store.undo() == .gone(.move(to: archive)))
        try await sync()
        #expect(letters("Archive") == ["100", "101", "102", "103"])
        #expect(letters("INBOX") == ["0@e", "3@e"])
        await office.server.stop()
    }

    @Test func `one that did not come again is refused where that shows only later`() async throws {
        // Given
        try await moveTwo()
        renumber("Archive", without: [5])

        // When
        guard case .changed = try office.store.undo() else {
            Issue.record("nothing was taken back")
            return
        }
        try await sync()

        // Then
        #expect(letters("Archive") == ["100", "101", "102", "103"])
        #expect(letters("INBOX").count == 3)
        #expect(try office.store.journal(limit: 10).contains { $0.error == "The message is no longer on the server." })
        #expect(try office.difference("INBOX") == nil)
        await office.server.stop()
    }

    @Test func `a star is taken off the same message under its new number`() async throws {
        // Given
        let ids = [try id(2, "Archive")]
        try office.store.record(.setFlag(.system(.flagged), true, ids))
        try await sync()
        renumber("Archive", without: [1])
        try await sync()

        // When
        try office.store.undo()
        try await sync()

        // Then
        let messages = try #require(office.server.snapshot().folders["Archive"]).messages
        #expect(messages.map(\.flags) == [[], [], []])
        await office.server.stop()
    }
}
