import DemoServer
import Foundation
import IMAPClient
import MailModel
import MailStore
import Synchronization
import TestSupport
import Testing

@testable import MailSync

/// News of all folders by NOTIFY (RFC 5465), and what is done where a server does not keep its promise.
@Suite(.serialized) struct NotifyTests {
    private static func office(
        _ capabilities: Set<Capability> = Capability.everything, adjust: (inout SyncOptions) -> Void = { _ in }
    ) async throws -> PostOffice {
        try await PostOffice.open(Post.maildrop(5), capabilities: capabilities) { options in
            // Nothing but what the server tells would bring anything.
            options.statusInterval = .seconds(3_600)
            options.syncsAllFolders = false
            adjust(&options)
        }
    }

    /// Waits until the connection has done all that it had to and watches.
    private static func watching(_ office: PostOffice) async throws {
        try await eventually("a watching connection") {
            await office.account.connection?.isIdling == true ? true : nil
        }
    }

    /// Waits until all is here and NOTIFY is on, and answers the turns so far.
    private static func turnsWatching(_ office: PostOffice) async throws -> Int {
        try await office.inStep()
        try await eventually("NOTIFY") { await office.account.watch.isOn ? true : nil }
        try await watching(office)
        return try #require(await office.account.counters).turns
    }

    private static func unread(_ office: PostOffice, _ name: String) throws -> Int? { try office.folder(name)?.unread }

    // MARK: Other folders

    @Test func `new mail in a folder that is not open is counted without a key and without a turn`() async throws {
        // Given
        let office = try await Self.office()
        try await office.running {
            let before = try await Self.turnsWatching(office)

            // When
            office.server.deliver(Post.message(90), to: "Archive")

            // Then
            try await eventually("one unread") { try Self.unread(office, "Archive") == 1 ? true : nil }
            #expect(try office.folder("Archive")?.total == 1)
            #expect(await office.account.counters?.turns == before)

            // When
            office.server.setFlags(["\\Seen"], uid: 1, in: "Archive")
            try await eventually("none unread") { try Self.unread(office, "Archive") == 0 ? true : nil }
            office.server.expunge([1], in: "Archive")
            try await eventually("no message") { try office.folder("Archive")?.total == 0 ? true : nil }
            #expect(await office.account.counters?.turns == before)
        }
    }

    @Test func `a folder that another client makes or removes is listed without a key`() async throws {
        let office = try await Self.office()
        try await office.running {
            try await eventually("NOTIFY") { await office.account.watch.isOn ? true : nil }
            office.server.createFolder("Plans")
            try await eventually("the new folder") { try office.folder("Plans") }
            office.server.deliver(Post.message(91), to: "Plans")
            try await eventually("its mail") { try Self.unread(office, "Plans") == 1 ? true : nil }
            office.server.deleteFolder("Plans")
            try await eventually("no such folder") { try office.folder("Plans") == nil ? true : nil }
        }
    }

    @Test func `the headers of a folder that has news are fetched behind`() async throws {
        let office = try await Self.office { $0.syncsAllFolders = true }
        try await office.running {
            try await office.inStep(["INBOX", "Archive"])
            office.server.deliver(Post.message(92), to: "Archive")
            try await office.inStep(["Archive"])
        }
    }

    // MARK: The open folder

    @Test func `new mail in the open folder is a row without a turn`() async throws {
        // Given
        let office = try await Self.office()
        try await office.running {
            let before = try await Self.turnsWatching(office)

            // When
            for number in 93..<96 { office.server.deliver(Post.message(number), received: Post.now) }

            // Then
            try await office.inStep()
            #expect(await office.account.counters?.turns == before)

            // When
            office.server.setFlags(["\\Flagged"], uid: 7, in: "INBOX")
            office.server.expunge([6], in: "INBOX")
            try await office.inStep()
            #expect(await office.account.counters?.turns == before)
        }
    }

    // MARK: Where it is refused

    @Test(arguments: ["[NOTIFICATIONOVERFLOW] Too dear.", "[BADEVENT (MessageNew MessageExpunge)] Not these."])
    func `a server that finds it too much is asked for less`(text: String) async throws {
        let office = try await Self.office()
        office.server.inject(.refuse(command: "NOTIFY", text: text))
        try await office.running {
            try await eventually("NOTIFY") { await office.account.watch.isOn ? true : nil }
            office.server.deliver(Post.message(90), to: "Archive")
            try await eventually("one unread") { try Self.unread(office, "Archive") == 1 ? true : nil }
        }
    }

    @Test func `a server that refuses it is asked for the other folders from time to time`() async throws {
        // Given
        let office = try await Self.office { $0.statusInterval = .milliseconds(50) }
        office.server.inject(.refuse(command: "NOTIFY", text: "[NOTIFICATIONOVERFLOW] Too dear."))
        office.server.inject(.refuse(command: "NOTIFY", text: "[NOTIFICATIONOVERFLOW] Still."))
        try await office.running {
            try await office.inStep()
            office.server.deliver(Post.message(90), to: "Archive")

            // Then
            try await eventually("one unread") { try Self.unread(office, "Archive") == 1 ? true : nil }
            #expect(await !office.account.watch.isOn)
            office.server.deliver(Post.message(91))
            try await office.inStep()
        }
    }

    // MARK: Where it stops, or tells nothing

    private static let capabilities =
        "IMAP4rev1 SASL-IR AUTH=PLAIN LITERAL+ IDLE NOTIFY LIST-EXTENDED LIST-STATUS SPECIAL-USE"

    private static let watching = """
        S: * OK [CAPABILITY \(capabilities)] hello
        C: <login> AUTHENTICATE PLAIN AGFkYQBzZWNyZXQ=
        S: <login> OK [CAPABILITY \(capabilities)] welcome
        C: <f> LIST "" "*" RETURN (SUBSCRIBED CHILDREN SPECIAL-USE)
        C: <s> SELECT INBOX
        S: * LIST () "/" INBOX
        S: * LIST () "/" Plans
        S: <f> OK listed
        S: * 0 EXISTS
        S: * OK [UIDVALIDITY 7] .
        S: * OK [UIDNEXT 1] .
        S: <s> OK open
        C: <n> NOTIFY SET (selected-delayed (MessageNew (UID FLAGS INTERNALDATE RFC822.SIZE BODYSTRUCTURE \
        BODY.PEEK[HEADER.FIELDS (FROM TO CC REPLY-TO SUBJECT DATE MESSAGE-ID IN-REPLY-TO REFERENCES)]) \
        MessageExpunge FlagChange)) (personal (MessageNew MessageExpunge FlagChange MailboxName SubscriptionChange)) \
        (subscribed (MessageNew MessageExpunge FlagChange))
        \(listing(3, 1))
        """

    /// The folders listed, with so many messages in one of them.
    private static func listing(_ count: Int, _ turn: Int, notified: String = "S: <n> OK you will hear of it\n")
        -> String
    {
        """
        C: <l\(letter(turn))> LIST "" "*" RETURN (SUBSCRIBED CHILDREN SPECIAL-USE STATUS (MESSAGES UNSEEN UIDNEXT UIDVALIDITY))
        \(notified)S: * LIST () "/" INBOX
        S: * LIST () "/" Plans
        S: * STATUS INBOX (MESSAGES 0 UNSEEN 0 UIDNEXT 1 UIDVALIDITY 7)
        S: * STATUS Plans (MESSAGES \(count) UNSEEN \(count) UIDNEXT \(count + 1) UIDVALIDITY 8)
        S: <l\(letter(turn))> OK listed
        C: <i\(letter(turn))> IDLE
        S: + idling

        """
    }

    private static func openOnly(after turn: Int?) -> String {
        """
        \(turn == nil ? "" : "C: DONE\n")C: <m> NOTIFY SET (selected-delayed (MessageNew MessageExpunge FlagChange))
        \(turn.map { "S: <i\(letter($0))> OK not idling\n" } ?? "")S: <m> OK only this

        """
    }

    private static func letter(_ turn: Int) -> String { ["a", "b", "c", "d"][turn - 1] }

    private static func done(_ turn: Int) -> String { "C: DONE\nS: <i\(letter(turn))> OK not idling\n" }

    private static func account(_ server: ScriptedServer, _ store: MailStore, _ clock: ManualClock) -> AccountSync {
        var options = SyncOptions()
        options.syncsAllFolders = false
        let configuration = AccountConfiguration(
            id: AccountID("work"),
            endpoint: IMAPEndpoint(host: "127.0.0.1", port: server.port, security: .plaintext),
            login: IMAPLogin(user: "ada", fixedPassword: "secret"), options: options)
        return AccountSync(configuration, store: store, clock: clock)
    }

    @Test(.timeLimit(.minutes(2)))
    func `a server that says it tells no more is asked again, and tells of the open folder`() async throws {
        // Given
        let server = try await ScriptedServer.start(
            Self.watching + "S: * OK [NOTIFICATIONOVERFLOW] too much\n" + Self.openOnly(after: 1)
                + Self.listing(4, 2, notified: ""))
        let store = try MailStore.inMemory()
        let account = Self.account(server, store, ManualClock())

        // When
        let run = Task { await account.run() }

        // Then
        let problems = await server.finished()
        #expect(problems == [])
        try await eventually("the count") {
            try store.folders(of: AccountID("work")).contains { $0.name == "Plans" && $0.total == 4 } ? true : nil
        }
        #expect(await !account.watch.isOn)
        run.cancel()
        await server.stop()
    }

    @Test(.timeLimit(.minutes(2)))
    func `a server that promises to tell and twice does not is asked from then on`() async throws {
        // Given
        let rest = /C: <ic> IDLE\nS: \+ idling\n/
        let server = try await ScriptedServer.start(
            Self.watching + Self.done(1) + Self.listing(4, 2, notified: "") + Self.done(2)
                + Self.listing(5, 3, notified: "").replacing(rest, with: "") + Self.openOnly(after: nil)
                + Self.listing(5, 4, notified: ""))
        let clock = ManualClock()
        let store = try MailStore.inMemory()
        let account = Self.account(server, store, clock)

        // When
        let run = Task { await account.run() }
        for count in 3...5 {
            try await eventually("\(count) messages") {
                try store.folders(of: AccountID("work")).contains { $0.name == "Plans" && $0.total == count }
                    ? true : nil
            }
            try await eventually("a rest") { await account.connection?.isIdling == true ? true : nil }
            if count < 5 { clock.advance(by: .seconds(300)) }
        }

        // Then
        let problems = await server.finished()
        #expect(problems == [])
        #expect(await !account.watch.isOn)
        run.cancel()
        await server.stop()
    }

    // MARK: A real server

    @Test(.timeLimit(.minutes(3)))
    func `Dovecot tells of all folders, and of new mail all that a row needs`() async throws {
        try await DovecotServer.with(settings: "mailbox_list_index = yes") { dovecot in
            // Given
            let endpoint = IMAPEndpoint(host: "127.0.0.1", port: dovecot.port, security: .plaintext)
            let login = IMAPLogin(user: "robin", fixedPassword: DovecotServer.password)
            let other = try await IMAPConnection.open(endpoint, login: login)
            _ = try await other.append("INBOX", Post.message(1))
            // A folder that is made by its first message is news of its own.
            _ = try await other.append("Archive", Post.message(4), flags: Flags(system: .seen))
            var options = SyncOptions()
            options.statusInterval = .seconds(3_600)
            options.syncsAllFolders = false
            let said = Mutex<[String]>([])
            options.imap.transcript = { line in said.withLock { $0.append(line) } }
            let store = try MailStore.inMemory()
            let account = AccountSync(
                AccountConfiguration(id: AccountID("work"), endpoint: endpoint, login: login, options: options),
                store: store)
            let run = Task { await account.run() }
            func folder(_ name: String) throws -> Folder? {
                try store.folders(of: AccountID("work")).first { $0.name == name }
            }
            try await eventually("NOTIFY") { () -> Bool? in
                guard await account.watch.isOn, try folder("INBOX")?.total == 1 else { return nil }
                return await account.connection?.isIdling == true ? true : nil
            }
            let turns = try #require(await account.counters).turns

            // When
            _ = try await other.append("Archive", Post.message(2))
            _ = try await other.append("INBOX", Post.message(3))

            // Then
            try await eventually("both") { () -> Bool? in
                guard let inbox = try folder("INBOX") else { return nil }
                let rows = try store.window(WindowRequest(folder: inbox.id, count: 10)).rows
                return try rows.map(\.subject) == ["Letter 3", "Letter 1"] && folder("Archive")?.unread == 1
                    ? true : nil
            }
            #expect(await account.counters?.turns == turns, "\(said.withLock { $0.suffix(14) })")
            run.cancel()
            await run.value
            await other.close()
        }
    }
}
