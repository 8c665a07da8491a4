import GRDB
import MailModel
import MailStore
import Testing

@Suite struct ConversationTests {
    private let fixture: Fixture

    init() throws { fixture = try Fixture() }

    private func message(
        _ uid: UInt32, _ id: String, references: [String] = [], reply: [String] = [], from: String = "ada@example.org",
        to: EmailAddress = EmailAddress(name: "", address: "charles@example.com")
    ) -> NewMessage {
        var message = NewMessage.sample(uid)
        message.messageID = id
        message.references = references
        message.inReplyTo = reply
        message.from = [EmailAddress(name: "Ada Lovelace", address: from)]
        message.to = [to]
        return message
    }

    private func put(_ messages: [NewMessage], in folder: FolderID) throws {
        try fixture.store.apply(
            SyncBatch(
                uidValidity: UIDValidity(7), upserts: messages, serverTotal: messages.count, uidNext: UID(100),
                complete: true), to: folder)
    }

    private func conversation(_ uid: UInt32, in folder: FolderID) throws -> Set<String> {
        Set(try fixture.store.conversation(of: try fixture.id(uid, in: folder)).map(\.messageID))
    }

    @Test func `a conversation goes over folders, whichever of its messages is asked about`() throws {
        try put([message(1, "a"), message(2, "c", references: ["a", "b"]), message(3, "x")], in: fixture.inbox)
        try put([message(1, "b", references: ["a"])], in: fixture.archive)
        for (uid, folder) in [(UInt32(1), fixture.inbox), (2, fixture.inbox), (1, fixture.archive)] {
            #expect(try conversation(uid, in: folder) == ["a", "b", "c"])
        }
        #expect(try conversation(3, in: fixture.inbox) == ["x"])
    }

    @Test func `answers that name only their parent are found all the same`() throws {
        try put(
            [
                message(1, "a"), message(2, "b", reply: ["a"]), message(3, "c", reply: ["b"]),
                message(4, "d", reply: ["c"]),
            ], in: fixture.inbox)
        #expect(try conversation(1, in: fixture.inbox) == ["a", "b", "c", "d"])
        #expect(try conversation(4, in: fixture.inbox) == ["a", "b", "c", "d"])
    }

    @Test func `answers to a message that is not here belong together`() throws {
        try put([message(1, "b", references: ["a"]), message(2, "c", references: ["a"])], in: fixture.inbox)
        #expect(try conversation(1, in: fixture.inbox) == ["b", "c"])
    }

    @Test func `a message in two folders is there once, from where one is`() throws {
        try put([message(1, "a")], in: fixture.inbox)
        try put([message(1, "a"), message(2, "b", references: ["a"])], in: fixture.archive)
        let found = try fixture.store.conversation(of: try fixture.id(1, in: fixture.inbox))
        #expect(found.count == 2)
        #expect(found.first { $0.messageID == "a" }?.folder == fixture.inbox)
    }

    @Test(arguments: [
        "<A.b@Example.org>", "a b@c", "\"quoted \\\"word\\\"\"@x", "two\u{1}words", "grüße@é", "*", "-a OR b", "'",
        "^x:y(z)",
        "NEAR(a b)", String(repeating: "x", count: 40_000),
    ])
    func `whatever an identifier looks like, it finds its conversation and no other`(identifier: String) throws {
        try put(
            [
                message(1, identifier), message(2, "b", reply: ["other"]), message(3, identifier.uppercased() + "!"),
                message(4, "d"),
            ], in: fixture.inbox)
        #expect(try conversation(1, in: fixture.inbox) == [identifier])
        #expect(try conversation(4, in: fixture.inbox) == ["d"])
    }

    @Test func `identifiers that differ by case only are two`() throws {
        try put([message(1, "ab@c"), message(2, "AB@C"), message(3, "x", references: ["AB@C"])], in: fixture.inbox)
        #expect(try conversation(1, in: fixture.inbox) == ["ab@c"])
        #expect(try conversation(3, in: fixture.inbox) == ["AB@C", "x"])
    }

    @Test func `a store of before keeps its conversations, and forgets what is deleted`() throws {
        // Given: the indexes of an earlier version, with rows that it has
        let folder = TemporaryFolder()
        var old = try Fixture(store: MailStore.open(directory: folder.path))
        let messages = [message(1, "a"), message(2, "b", references: ["a"]), message(3, "c", reply: ["b"])]
        try old.store.apply(
            SyncBatch(uidValidity: UIDValidity(7), upserts: messages, uidNext: UID(9), complete: true), to: old.inbox)
        try old.store.close()
        let queue = try DatabaseQueue(path: folder.file)
        try queue.write { db in
            try db.execute(
                sql: """
                    DROP TRIGGER messageUnnamed; DROP TRIGGER messageRenamed; DROP TABLE identifier;
                    CREATE INDEX messageByThreadRoot ON message(threadRoot) WHERE threadRoot <> '';
                    CREATE INDEX messageByIdentifier ON message(messageID) WHERE messageID <> '';
                    DELETE FROM grdb_migrations WHERE identifier = '5 identifiers';
                    """)
        }
        try queue.close()

        // When
        old = try Fixture(store: MailStore.open(directory: folder.path))

        // Then
        func conversation(_ uid: UInt32) throws -> Set<String> {
            Set(try old.store.conversation(of: try old.id(uid, in: old.inbox)).map(\.messageID))
        }
        #expect(try conversation(1) == ["a", "b", "c"])
        try old.store.apply(SyncBatch(vanished: UIDSet(2...2)), to: old.inbox)
        #expect(try conversation(1) == ["a"])
    }

    @Test func `messages without names are alone`() throws {
        try put([message(1, ""), message(2, "")], in: fixture.inbox)
        #expect(try fixture.store.conversation(of: try fixture.id(1, in: fixture.inbox)).count == 1)
    }

    @Test func `a conversation without end is bounded`() throws {
        try put((1...900).map { message($0, "m\($0)", references: ["a"]) }, in: fixture.inbox)
        let found = try fixture.store.conversation(of: try fixture.id(1, in: fixture.inbox))
        #expect(found.count == MailStore.longestConversation)
    }

    @Test func `what is deleted here is no part any more`() throws {
        try put([message(1, "a"), message(2, "b", references: ["a"])], in: fixture.inbox)
        _ = try fixture.store.record(.move([try fixture.id(2, in: fixture.inbox)], to: fixture.trash))
        let folders = try fixture.store.conversation(of: try fixture.id(1, in: fixture.inbox)).map(\.folder)
        #expect(Set(folders) == [fixture.inbox, fixture.trash])
    }

    @Test func `the first mail from a sender is told from the second`() throws {
        try put(
            [
                message(1, "a"), message(2, "b", from: "ADA@example.org"),
                message(3, "c", from: "ada@example.org.evil.example"),
                message(4, "d", from: "new@example.org"),
            ], in: fixture.inbox)
        try put([message(1, "d", from: "new@example.org")], in: fixture.archive)
        let store = fixture.store
        #expect(try store.isFirstFromSender(try fixture.id(1, in: fixture.inbox)) == false)
        #expect(try store.isFirstFromSender(try fixture.id(3, in: fixture.inbox)) == true)
        #expect(try store.isFirstFromSender(try fixture.id(4, in: fixture.inbox)) == true, "a copy is no other mail")
    }

    @Test func `a name that somebody else goes by is known from what was sent`() throws {
        let store = fixture.store
        let folders = try store.applyFolderList(
            fixture.account,
            [.named("INBOX", .inbox), .named("Archive"), .named("Trash", .trash), .named("Sent", .sent)])
        let sent = try #require(folders.first { $0.role == .sent }?.id)
        let ada = EmailAddress(name: "Ada Lovelace", address: "ada@example.org")
        try put([message(1, "a", from: "me@example.com", to: ada)], in: sent)
        #expect(
            try store.contact(named: "ada lovelace", otherThan: "ada@evil.example", account: fixture.account) == ada)
        #expect(try store.contact(named: "Ada Lovelace", otherThan: "ADA@example.org", account: fixture.account) == nil)
        #expect(try store.contact(named: "Ada", otherThan: "x@y", account: fixture.account) == nil)
        #expect(try store.contact(named: "\" OR *", otherThan: "x@y", account: fixture.account) == nil)
    }
}
