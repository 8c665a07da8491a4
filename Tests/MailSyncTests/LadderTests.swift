import DemoServer
import IMAPClient
import MailModel
import MailStore
import Testing

@testable import MailSync

/// How a folder seen before is brought in step on each rung: what it costs, and what comes of it.
@Suite(.serialized) struct LadderTests {
    struct Rung: Sendable, CustomTestStringConvertible {
        var rung: SyncRung
        var capabilities: Set<Capability>
        /// From the first byte of the connection on, until the store equals the server where the user looks; that of the
        /// list of folders, which comes behind, is counted too.
        var mostTurns: Int
        var mostBytes: Int

        var testDescription: String { rung.rawValue }
    }

    static let rungs = [
        Rung(rung: .quickResync, capabilities: Capability.everything, mostTurns: 3, mostBytes: 10_000),
        Rung(rung: .condstore, capabilities: .everything(except: .quickResync), mostTurns: 4, mostBytes: 40_000),
        Rung(rung: .plain, capabilities: .everything(except: .condstore), mostTurns: 5, mostBytes: 120_000),
    ]

    /// A folder in step, and then a while without the client: ten new messages, twenty flags and five that are gone.
    private static func left(_ capabilities: Set<Capability>, count: Int = 200) async throws -> PostOffice {
        let office = try await PostOffice.open(
            Maildrop.generated(count: count), capabilities: capabilities,
            adjust: count < 1_000 ? PostOffice.smallWindows : { _ in })
        _ = try await AccountSync.synchronise(office.configuration, store: office.store, folders: ["INBOX"])
        let newest = UInt32(count)
        office.server.expunge(Set(newest - 4...newest), in: "INBOX")
        for uid in newest - 30..<newest - 10 { office.server.setFlags(["\\Flagged"], uid: uid, in: "INBOX") }
        for number in 0..<10 { office.server.deliver(Post.message(number), received: Post.now + Int64(number)) }
        return office
    }

    /// Whether the newest fifty rows are what the server has.
    private static func isRightOnScreen(_ office: PostOffice) throws -> Bool {
        guard let inbox = try office.folder("INBOX") else { return false }
        let rows = try office.store.window(WindowRequest(folder: inbox.id, count: 50)).rows
        let messages = try #require(office.server.snapshot().folders["INBOX"]).messages.suffix(50).reversed()
        return rows.map { $0.uid?.value } == messages.map { $0.uid }
            && rows.map { $0.flags.wireNames } == messages.map { $0.flags.sorted() }
    }

    @Test(arguments: rungs)
    func `a folder seen before is right on the screen after few turns and bytes`(_ rung: Rung) async throws {
        // Given
        let office = try await Self.left(rung.capabilities, count: 2_000)
        // The list of folders, which comes behind, is where the test stops the clock.
        office.server.inject(.stallAt(command: "LIST"))

        try await office.running {
            // When
            try await eventually("all right on the screen") { try Self.isRightOnScreen(office) ? true : nil }

            // Then
            let counters = try #require(await office.account.counters)
            #expect(counters.turns <= rung.mostTurns)
            #expect(counters.bytesReceived < rung.mostBytes)
            office.server.cutAllConnections()
            try await eventually("all of it") { try office.difference("INBOX") == nil ? true : nil }
            let inbox = try #require(try office.folder("INBOX"))
            try await eventually("a folder that is open by \(rung.rung)") {
                let (folder, server) = await (office.account.rungs[inbox.id], office.account.serverRung)
                return folder == rung.rung && server == rung.rung ? true : nil
            }
        }
    }

    @Test(arguments: rungs)
    func `nothing new is one turn after the login`(_ rung: Rung) async throws {
        // Given
        let office = try await PostOffice.open(Post.maildrop(40), capabilities: rung.capabilities)
        _ = try await AccountSync.synchronise(office.configuration, store: office.store, folders: ["INBOX"])

        // When
        let second = try await AccountSync.synchronise(
            office.configuration, store: office.store, folders: ["INBOX"])

        // Then
        #expect(second.map(\.turns) == [rung.rung == .plain ? 3 : 1])
        await office.server.stop()
    }

    /// Without ESEARCH a server tells the UIDs of 9,900 messages in 48 kB.
    private static let wordy = [
        Rung(
            rung: .condstore, capabilities: .everything(except: .quickResync, .extendedSearch), mostTurns: 7,
            mostBytes: 25_000),
        Rung(
            rung: .plain, capabilities: .everything(except: .condstore, .extendedSearch), mostTurns: 9,
            mostBytes: 45_000),
    ]

    @Test(arguments: wordy)
    func `what is gone is found without the UIDs of all that is there`(_ rung: Rung) async throws {
        // Given
        let office = try await Self.left(rung.capabilities, count: 9_900)
        let uids = try #require(office.server.snapshot().folders["INBOX"]).uids
        for uid in uids where uid % 20 != 0 && rung.rung == .plain {
            office.server.setFlags(["\\Seen"], uid: uid, in: "INBOX")
        }
        if rung.rung == .plain {
            _ = try await AccountSync.synchronise(office.configuration, store: office.store, folders: ["INBOX"])
        }
        office.server.expunge([uids[7], uids[3_000], uids[3_001], uids[9_800]], in: "INBOX")
        office.server.deliver(Post.message(77), received: Post.now + 77)

        // When
        let report = try await AccountSync.synchronise(
            office.configuration, store: office.store, folders: ["INBOX"])

        // Then
        #expect(report.first?.vanished ?? 0 >= 4)
        #expect(try office.difference("INBOX") == nil)
        #expect(report.first?.turns ?? 99 <= rung.mostTurns)
        #expect(report.first?.bytesReceived ?? .max < rung.mostBytes)
        await office.server.stop()
    }

    // MARK: Between the steps

    private static let commands = ["SELECT", "FETCH", "SEARCH"]

    @Test(arguments: rungs, commands)
    func `a connection that breaks between the steps leaves nothing out`(_ rung: Rung, _ command: String) async throws {
        // Given
        let office = try await Self.left(rung.capabilities)
        office.server.inject(.loseAnswer(command: command))
        office.server.inject(.cutBefore(command: command))

        // When
        try await office.running {
            // Then
            try await office.inStep()
        }
    }

    @Test(arguments: rungs, stride(from: 100, through: 9_000, by: 890).map { $0 })
    func `a connection cut at any byte of a resynchronisation leaves nothing out`(
        _ rung: Rung, _ position: Int
    ) async throws {
        // Given
        let office = try await Self.left(rung.capabilities)
        office.server.inject(.cut(afterBytes: position))

        // When
        try await office.running {
            // Then
            try await office.inStep()
        }
    }

    @Test(arguments: rungs)
    func `a first synchronisation that was interrupted goes on with what it has`(_ rung: Rung) async throws {
        // Given
        let office = try await PostOffice.open(
            Post.maildrop(300), capabilities: rung.capabilities, adjust: PostOffice.smallWindows)
        office.server.inject(.cut(afterBytes: 40_000))
        await #expect(throws: SyncError.self) {
            try await AccountSync.synchronise(office.configuration, store: office.store, folders: ["INBOX"])
        }
        let inbox = try #require(try office.folder("INBOX")).id
        let rows = try #require(try office.store.syncState(of: inbox)).rows
        #expect((10..<300).contains(rows))
        office.server.setFlags(["\\Seen"], uid: 300, in: "INBOX")
        office.server.expunge([299], in: "INBOX")

        // When
        let report = try await AccountSync.synchronise(
            office.configuration, store: office.store, folders: ["INBOX"])

        // Then
        #expect(report.map(\.new) == [300 - rows])
        try await office.inStep()
        await office.server.stop()
    }

    // MARK: Modification sequences

    private static func state(_ office: PostOffice) throws -> FolderSyncState {
        let inbox = try #require(try office.folder("INBOX"))
        return try #require(try office.store.syncState(of: inbox.id))
    }

    @Test(arguments: rungs.dropLast())
    func `a modification sequence is remembered once all up to it is stored`(_ rung: Rung) async throws {
        // Given
        let office = try await Self.left(rung.capabilities)
        let before = try Self.state(office).highestModSeq
        let now = try #require(office.server.snapshot().folders["INBOX"]).highestModSeq
        #expect(before != ModSeq(now))

        // When
        try await office.running {
            try await office.inStep()

            // Then
            #expect(try Self.state(office).highestModSeq == ModSeq(now))
        }
    }

    @Test func `what was told while the folder was open is not told again`() async throws {
        // Given
        let office = try await PostOffice.open(Post.maildrop(40))
        try await office.running {
            try await office.inStep()
            for uid in 1...20 { office.server.setFlags(["\\Seen"], uid: UInt32(uid), in: "INBOX") }
            try await office.inStep()
            let now = try #require(office.server.snapshot().folders["INBOX"]).highestModSeq

            // When
            await office.account.syncNow()

            // Then
            try await eventually("the modification sequence \(now)") {
                try Self.state(office).highestModSeq == ModSeq(now) ? true : nil
            }
        }
    }

    @Test(arguments: rungs.dropLast(), [UInt64(2), nil])
    func `modification sequences that go back or end are forgotten and flags compared`(
        _ rung: Rung, _ modSeq: UInt64?
    ) async throws {
        // Given
        let office = try await Self.left(rung.capabilities)

        // When
        office.server.resetModSeq(of: "INBOX", to: modSeq)

        // Then
        try await office.running {
            try await office.inStep()
            #expect(try Self.state(office).highestModSeq == modSeq.map { ModSeq($0) })
            office.server.setFlags(["\\Answered"], uid: 7, in: "INBOX")
            try await office.inStep()
        }
    }

    // MARK: Another UIDVALIDITY

    @Test(arguments: rungs)
    func `a folder built anew while nobody looked keeps the texts that were read`(_ rung: Rung) async throws {
        // Given
        let office = try await PostOffice.open(Post.maildrop(30), capabilities: rung.capabilities)
        _ = try await AccountSync.synchronise(
            office.configuration, store: office.store, folders: ["INBOX"], bodies: true)
        office.server.expunge([1, 2, 3], in: "INBOX")
        office.server.changeUIDValidity("INBOX")

        // When
        try await office.running {
            try await office.inStep()

            // Then
            for uid in 1...27 {
                let message = try await office.message(UInt32(uid))
                #expect(try office.store.body(of: message.id)?.parts.isEmpty == false)
            }
        }
    }

    /// A message without a Message-ID, which nothing but the server's own name tells from others.
    private static func nameless(_ text: String) -> [UInt8] {
        Array("From: Ada <ada@example.org>\r\nSubject: The same\r\n\r\n\(text)\r\n".utf8)
    }

    @Test(arguments: [true, false])
    func `texts are found again by what the server calls their messages`(_ isNamed: Bool) async throws {
        // Given
        var maildrop = Maildrop()
        for text in ["one", "two", "six"] {
            maildrop.add(Self.nameless(text), to: "INBOX", received: Post.now)
        }
        let office = try await PostOffice.open(
            maildrop, capabilities: isNamed ? Capability.everything : .everything(except: .objectID))
        _ = try await AccountSync.synchronise(
            office.configuration, store: office.store, folders: ["INBOX"], bodies: true)
        office.server.expunge([1], in: "INBOX")
        office.server.changeUIDValidity("INBOX")

        // When
        _ = try await AccountSync.synchronise(office.configuration, store: office.store, folders: ["INBOX"])

        // Then
        for (uid, text) in [(UInt32(1), "two"), (2, "six")] {
            let body = try office.store.body(of: try await office.message(uid).id)
            let words = (body?.parts["1"]).map { String(decoding: $0, as: UTF8.self) }
            #expect(words?.contains(text) == (isNamed ? true : nil))
        }
        await office.server.stop()
    }
}
