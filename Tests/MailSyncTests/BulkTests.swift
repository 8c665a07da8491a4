import DemoServer
import IMAPClient
import MailModel
import MailStore
import Synchronization
import Testing

@testable import MailSync

/// The connection for the background.
@Suite(.serialized) struct BulkTests {
    private static func large() -> Maildrop {
        var maildrop = Post.maildrop(1_400)
        for number in 0..<300 { maildrop.add(Post.message(5_000 + number), to: "Archive", received: Post.now) }
        for number in 0..<30 { maildrop.add(Post.message(6_000 + number), to: "Sent", received: Post.now) }
        return maildrop
    }

    @Test func `a large folder comes in on a connection of its own, and then the folders that nobody opened`()
        async throws
    {
        // Given
        let office = try await PostOffice.open(Self.large())

        try await office.running {
            // When
            try await eventually("a second connection") { office.server.connectionCount == 2 ? true : nil }

            // Then
            try await office.inStep(["INBOX", "Sent", "Archive"])
            #expect(await office.account.bulk.state == .open)
            let archive = try #require(try office.folder("Archive")).id
            #expect(try office.store.syncState(of: archive)?.isComplete == true)
        }
    }

    @Test func `what another client does while a folder comes in is not undone by what comes late`() async throws {
        // Given
        let office = try await PostOffice.open(Self.large())

        try await office.running {
            try await eventually("a second connection") { office.server.connectionCount == 2 ? true : nil }

            // When
            for uid in stride(from: UInt32(5), to: 1_300, by: 13) {
                office.server.setFlags(["\\Flagged"], uid: uid, in: "INBOX")
                office.server.expunge([uid + 1], in: "INBOX")
                await Task.yield()
            }

            // Then
            try await office.inStep()
        }
    }

    @Test func `no window is asked for twice, though two flights are under way`() async throws {
        // Given
        let said = Mutex<[String]>([])
        let office = try await PostOffice.open(Self.large()) { options in
            options.imap.transcript = { line in said.withLock { $0.append(line) } }
            options.sizes.window = 20
            options.syncsAllFolders = false
        }

        // When
        try await office.running { try await office.inStep() }

        // Then
        let asked = said.withLock { $0 }.filter { $0.contains(" UID FETCH ") && $0.contains("BODYSTRUCTURE") }
        let sets = asked.compactMap { $0.split(separator: " ").dropFirst(4).first }
        #expect(sets.count > 60)
        #expect(Set(sets).count == sets.count)
    }

    @Test func `a server that allows one connection gets one, and all comes in on that`() async throws {
        // Given
        let office = try await PostOffice.open(
            Self.large(),
            faults: FaultPlan(byConnection: [[], [.refuseLogin(text: "[LIMIT] Too many connections.")]]))

        try await office.running {
            // When
            try await office.inStep()

            // Then
            guard case .refused = await office.account.bulk.state else {
                Issue.record("the background has a connection")
                return
            }
            #expect(office.server.connectionCount == 1)
        }
    }

    @Test func `a connection that is refused twice is not asked for again that day`() {
        // Given
        var bulk = BulkLine()
        bulk.failed(at: 1_000)
        #expect(!bulk.isUsable(at: 1_001))
        #expect(bulk.isUsable(at: 1_301))

        // When
        bulk.reconnected()
        #expect(bulk.isUsable(at: 1_001))
        bulk.failed(at: 1_002)
        bulk.reconnected()

        // Then
        #expect(!bulk.isUsable(at: 80_000))
        #expect(bulk.isUsable(at: 1_002 + BulkLine.day))
    }

    @Test func `text is fetched ahead on the connection for the background`() async throws {
        // Given
        let office = try await PostOffice.open(Post.maildrop(20))

        try await office.running {
            try await office.inStep()
            let ids = [try await office.message(3).id, try await office.message(4).id]
            let turns = try #require(await office.account.counters).turns

            // When
            await office.account.prefetch(ids)

            // Then
            try await eventually("texts") { try office.store.bodiesMissing(among: ids).isEmpty ? true : nil }
            #expect(await office.account.bulkConnection?.counters.bytesReceived ?? 0 > 500)
            #expect(try #require(await office.account.counters).turns <= turns + 2)
        }
    }

    @Test func `the text of so many days is kept without being asked for`() async throws {
        // Given
        let now = Post.now + 86_400 * 3
        var maildrop = Post.maildrop(10)
        for number in 100..<105 {
            maildrop.add(Post.message(number), to: "INBOX", received: now - 86_400 * 40)
        }
        let office = try await PostOffice.open(maildrop, adjust: { $0.keepsTextOfDays = 30 })
        let account = AccountSync(office.configuration, store: office.store, now: { now })

        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await account.run() }

            // Then
            let inbox = try await office.listed("INBOX").id
            try await eventually("ten texts") {
                let rows = try office.store.window(WindowRequest(folder: inbox, count: 100)).rows
                let missing = try office.store.bodiesMissing(among: rows.map(\.id))
                return rows.count == 15 && missing.count == 5 ? true : nil
            }
            group.cancelAll()
        }
        await office.server.stop()
    }

    @Test func `on a metered link only what was asked for is fetched`() async throws {
        // Given
        let office = try await PostOffice.open(
            Self.large(),
            adjust: {
                $0.isMetered = true
                $0.keepsTextOfDays = 10_000
            })

        try await office.running {
            try await office.inStep()
            let ids = [try await office.message(3).id, try await office.message(4).id]

            // When
            await office.account.prefetch(ids)
            try await office.account.want(ids[1])

            // Then
            #expect(try office.store.bodiesMissing(among: ids) == [ids[0]])
            let archive = try #require(try office.folder("Archive"))
            #expect(try office.store.syncState(of: archive.id)?.rows == 0)
        }
    }

    @Test func `texts are kept in the folders that were named`() async throws {
        // Given
        var maildrop = Post.maildrop(3)
        for number in 100..<104 { maildrop.add(Post.message(number), to: "Archive", received: Post.now) }
        let office = try await PostOffice.open(
            maildrop,
            adjust: {
                $0.keepsTextOfDays = 30
                $0.keptFolders = ["Archive", "nowhere"]
            })
        let account = AccountSync(office.configuration, store: office.store, now: { Post.now + 86_400 })

        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await account.run() }

            // Then
            let archive = try await office.listed("Archive").id
            try await eventually("four texts") {
                let rows = try office.store.window(WindowRequest(folder: archive, count: 100)).rows
                return try rows.count == 4 && office.store.bodiesMissing(among: rows.map(\.id)).isEmpty ? true : nil
            }
            group.cancelAll()
        }
        await office.server.stop()
    }

    @Test func `a link is called metered, and no longer, while it is up`() async throws {
        // Given
        let office = try await PostOffice.open(
            Self.large(),
            adjust: {
                $0.isMetered = true
                $0.syncsAllFolders = false
            })

        try await office.running {
            try await office.inStep()
            let ids = [try await office.message(3).id, try await office.message(4).id]
            await office.account.prefetch(ids)

            // When
            await office.account.setMetered(false)
            for await status in office.account.statuses where !status.isMetered { break }
            await office.account.prefetch([ids[1]])

            // Then
            try await eventually("the text") { try office.store.bodiesMissing(among: ids) == [ids[0]] ? true : nil }
            await office.account.setMetered(true)
            for await status in office.account.statuses where status.isMetered { break }
        }
    }

    // MARK: Which folder comes first

    @Test func `the folders that the user opens come first in the background, then those with a role`() {
        // Given
        let day: Int64 = 86_400
        let now = 400 * day
        func folder(_ name: String, _ role: FolderRole?) -> Folder {
            Folder(
                id: FolderID(1), account: AccountID("work"), name: name, wireName: name, delimiter: "/", role: role,
                isSubscribed: true, isSelectable: true, total: 0, unread: 0)
        }
        let ranks: [(String, BackgroundRank)] = [
            ("plain", BackgroundRank(folder("a", nil), nil, now: now)),
            ("junk", BackgroundRank(folder("b", .junk), nil, now: now)),
            ("sent", BackgroundRank(folder("c", .sent), FolderUse(), now: now)),
            (
                "used last month",
                BackgroundRank(folder("d", .junk), FolderUse(openings: 6, openedAt: now - 30 * day), now: now)
            ),
            ("used today", BackgroundRank(folder("e", nil), FolderUse(openings: 4, openedAt: now), now: now)),
            ("used last year", BackgroundRank(folder("f", nil), FolderUse(openings: 4, openedAt: day), now: now)),
        ]

        // Then
        #expect(
            ranks.sorted { $0.1 < $1.1 }.map(\.0)
                == ["used today", "used last month", "sent", "plain", "used last year", "junk"])
    }

    @Test func `a folder that the user opened is brought in step before the others of the next start`() async throws {
        // Given
        var maildrop = Post.maildrop(3)
        for (number, name) in ["Junk", "Sent", "Archive"].enumerated() {
            maildrop.add(Post.message(7_000 + number), to: name, received: Post.now)
        }
        let office = try await PostOffice.open(maildrop, adjust: { $0.syncsAllFolders = false })
        var configuration = office.configuration
        let first = Task { await office.account.run() }
        let junk = try await office.listed("Junk").id
        await office.account.openFolder(junk)
        try await office.inStep(["Junk"])
        first.cancel()
        await first.value
        #expect(try office.store.use(of: junk)?.openings == 1)
        office.server.deliver(Post.message(7_100), to: "Junk")

        // When
        configuration.options.syncsAllFolders = true
        let opened = Opened()
        configuration.options.imap.transcript = { opened.hear($0) }
        let account = AccountSync(configuration, store: office.store)
        let run = Task { await account.run() }

        // Then
        try await office.inStep(["Junk", "Sent", "Archive"])
        #expect(opened.names.first == "Junk")
        #expect(opened.names.firstIndex(of: "Sent") ?? 0 < opened.names.firstIndex(of: "Archive") ?? 0)
        run.cancel()
        await run.value
        await office.server.stop()
    }
}

/// The folders that were opened to be read only, in their order.
private final class Opened: Sendable {
    private let heard = Mutex<[String]>([])

    func hear(_ line: String) {
        let words = line.split(separator: " ").map { String($0.filter { $0 != "\"" && !$0.isNewline }) }
        guard let place = words.firstIndex(of: "EXAMINE"), place + 1 < words.count else { return }
        heard.withLock { $0.append(words[place + 1]) }
    }

    var names: [String] { heard.withLock { $0 } }
}
