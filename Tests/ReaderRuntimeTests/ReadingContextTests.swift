import MailModel
import MailStore
import Reader
import Synchronization
import Testing

@testable import ReaderRuntime

/// Whose word counts about a message that is read from the store.
@Suite struct ReadingContextTests {
    private static let accounts = """
        [accounts.a]
        address = "robin@vale.example"
        name = "Robin Vale"
        imap = "imaps://imap.vale.example"
        password-command = "p"

        [accounts.b]
        address = "robin@work.example"
        imap = "imaps://imap.work.example"
        password-command = "p"
        authentication-server = "filter.elsewhere.example"
        """

    private func shown(
        _ header: String, account: String = "a", role: FolderRole = .inbox, from: EmailAddress
    ) throws -> ReadableMessage? {
        let store = try MailStore.inMemory()
        let id = AccountID(account)
        try store.addAccount(id)
        let listed = ListedFolder(
            name: "F", wireName: "F", delimiter: "/", role: role, isSubscribed: true, isSelectable: true)
        let folder = try #require(try store.applyFolderList(id, [listed]).first)
        let message = NewMessage(
            uid: UID(1), received: MailDate(seconds: 60), from: [from], to: [], subject: "s",
            messageID: "1@example.org", flags: Flags(), size: 400)
        try store.apply(
            SyncBatch(
                uidValidity: UIDValidity(7), upserts: [message], serverTotal: 1, uidNext: UID(2), complete: true),
            to: folder.id)
        let row = try #require(try store.message(folder: folder.id, uid: UID(1))).id
        try store.saveBody(
            row, structure: PartTree(section: "1", type: "text/plain", encoding: "7bit", size: 4),
            parts: ["1": Array("text".utf8), "HEADER.FIELDS": Array((header + "\r\n\r\n").utf8)], text: "text")
        let contexts = ReadingContexts(try ConfigurationParser.parse(Self.accounts, file: "c.toml").accounts)
        let events = Mutex<[Event]>([])
        let loader = MessageLoader(store: store, contexts: contexts) { event in events.withLock { $0.append(event) } }
        #expect(loader.showFromStore(row))
        for case .message(_, .ready(let message)) in events.withLock({ $0 }) { return message }
        return nil
    }

    @Test(arguments: [
        ("a", FolderRole.inbox, "mx.vale.example", MailAuthentication.Result?.some(.pass)),
        ("a", .inbox, "mx.evil.example", nil),
        ("a", .sent, "mx.vale.example", nil),
        ("b", .inbox, "filter.elsewhere.example", .pass),
        ("b", .inbox, "mx.work.example", nil),
    ])
    func `the account's own server vouches for senders, and no other`(
        account: String, role: FolderRole, server: String, expected: MailAuthentication.Result?
    ) throws {
        let message = try shown(
            "Authentication-Results: \(server); dkim=pass header.d=wilson.example", account: account, role: role,
            from: EmailAddress(name: "Ada", address: "ada@wilson.example"))

        #expect(message?.authentication?.dkim == expected)
    }

    @Test func `a stranger by the user's own name is told apart`() throws {
        let message = try shown(
            "Subject: s", from: EmailAddress(name: "Robin Vale", address: "ceo@evil.example"))

        #expect(
            message?.senderWarnings
                == [.nameOfAnotherContact(EmailAddress(name: "Robin Vale", address: "robin@vale.example"))])
    }

    @Test func `the list that a message came by is known from its header`() throws {
        let message = try shown(
            "List-Id: Talk <talk.lists.example>\r\nList-Unsubscribe: <mailto:leave@lists.example>",
            from: EmailAddress(name: "", address: "a@lists.example"))

        #expect(message?.list?.name == "Talk")
        #expect(message?.list?.unsubscribe == ["mailto:leave@lists.example"])
    }
}
