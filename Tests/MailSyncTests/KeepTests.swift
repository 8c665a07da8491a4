import DemoServer
import IMAPClient
import MailModel
import MailStore
import TestSupport
import Testing

@testable import MailSync

/// `:keep` and `martlet sync --bodies`: all texts of a folder, to be read without the server.
@Suite(.serialized) struct KeepTests {
    private static let count = 90

    private func office(
        faults: FaultPlan = .none, adjust: (inout SyncOptions) -> Void = { _ in }
    ) async throws -> PostOffice {
        var maildrop = Post.maildrop(3)
        for number in 100..<100 + Self.count { maildrop.add(Post.message(number), to: "Archive", received: Post.now) }
        return try await PostOffice.open(maildrop, faults: faults, adjust: adjust)
    }

    private func ended(_ office: PostOffice) async throws -> KeptTexts {
        try await eventually("the end of it") { await office.account.kept }
    }

    @Test func `all texts of a folder that nobody opened are fetched behind what the user does, and that is told`()
        async throws
    {
        // Given
        let office = try await office()
        try await office.running {
            try await office.inStep(["INBOX", "Archive"])
            let archive = try await office.listed("Archive").id
            #expect(try office.store.textsMissingCount(in: archive) == Self.count)

            // When
            await office.account.keepTexts(of: archive)

            // Then
            let kept = try await ended(office)
            #expect(kept == KeptTexts(number: 1, folder: "Archive", fetched: Self.count, missing: 0, end: .whole))
            #expect(try office.store.textsMissingCount(in: archive) == 0)
            #expect(await office.account.keeping.isEmpty)
            // What arrives later was not asked for, and is when it is asked for again.
            office.server.deliver(Post.message(300), to: "Archive", received: Post.now)
            await office.account.syncNow()
            try await office.inStep(["Archive"])
            await office.account.keepTexts(of: archive)
            try await eventually("the second end") { await office.account.kept?.number == 2 ? true : nil }
            #expect(await office.account.kept?.fetched == 1)
        }
    }

    @Test func `what is asked for offline waits for the connection, and goes on where that breaks`() async throws {
        // Given
        let office = try await office()
        _ = try await AccountSync.synchronise(office.configuration, store: office.store)
        let archive = try #require(try office.folder("Archive")).id

        // When
        await office.account.keepTexts(of: archive)
        #expect(await office.account.keeping == [archive])
        office.server.inject(.cut(afterBytes: 9_000))

        // Then
        try await office.running {
            let kept = try await ended(office)
            #expect(kept.missing == 0 && kept.end == .whole)
            #expect(try office.store.textsMissingCount(in: archive) == 0)
        }
    }

    @Test func `it is fetched on a metered link too, and on the only connection that a server allows`() async throws {
        // Given
        let refusals = FaultPlan(byConnection: [[], [.refuseLogin(text: "[LIMIT] Too many connections.")]])
        let office = try await office(faults: refusals) {
            $0.isMetered = true
            $0.syncsAllFolders = false
        }
        try await office.running {
            try await office.inStep()
            let archive = try await office.listed("Archive").id

            // When
            await office.account.keepTexts(of: archive)

            // Then
            #expect(try await ended(office).fetched == Self.count)
            #expect(office.server.connectionCount == 1)
            let other = try await office.listed("INBOX").id
            #expect(try office.store.textsMissingCount(in: other) == 3)
        }
    }

    @Test func `no more is fetched once the user has enough of it`() async throws {
        // Given
        let office = try await office()
        _ = try await AccountSync.synchronise(office.configuration, store: office.store)
        let archive = try #require(try office.folder("Archive")).id
        let inbox = try #require(try office.folder("INBOX")).id
        await office.account.keepTexts(of: archive)
        await office.account.keepTexts(of: inbox)

        // When
        await office.account.stopKeeping(archive)

        // Then
        try await office.running {
            let kept = try await ended(office)
            #expect(kept.folder == "INBOX")
            #expect(try office.store.textsMissingCount(in: archive) == Self.count)
            #expect(try office.store.textsMissingCount(in: inbox) == 0)
        }
    }

    @Test func `texts take no more than they may, and that is told`() async throws {
        // Given
        let limit = 6_000
        let office = try await office { $0.mostTextOctets = limit }
        try await office.running {
            try await office.inStep(["INBOX", "Archive"])
            let archive = try await office.listed("Archive").id

            // When
            await office.account.keepTexts(of: archive)

            // Then
            let kept = try await ended(office)
            #expect(kept.end == .limit(octets: limit))
            #expect(kept.missing > 0 && kept.fetched > 0)
            let rows = try office.store.window(WindowRequest(folder: archive, count: 200)).rows
            let octets = try office.store.textOctets(of: rows.map(\.id)).values.reduce(0, +)
            #expect((limit / 2...limit).contains(octets))
            // The newest are those that are here.
            #expect(try office.store.textsMissing(in: archive, behind: nil, atMost: 200).count == kept.missing)
        }
    }

    @Test func `a folder that is numbered anew meanwhile is brought in step first`() async throws {
        // Given
        let office = try await office { $0.syncsAllFolders = false }
        _ = try await AccountSync.synchronise(office.configuration, store: office.store)
        let archive = try #require(try office.folder("Archive")).id
        await office.account.keepTexts(of: archive)
        office.server.expunge([1, 2], in: "Archive")
        office.server.changeUIDValidity("Archive")

        // Then
        try await office.running {
            let kept = try await ended(office)
            #expect(kept.missing == 0)
            #expect(try office.difference("Archive") == nil)
            #expect(try office.store.textsMissingCount(in: archive) == 0)
        }
    }

    @Test func `the command for it stays within the limit too, over all folders`() async throws {
        // Given
        let limit = 6_000
        let office = try await office { $0.mostTextOctets = limit }

        // When
        let reports = try await AccountSync.synchronise(
            office.configuration, store: office.store, folders: ["Archive", "INBOX"], bodies: true)

        // Then
        #expect(reports.map { $0.textsOverLimit > 0 } == [true, true])
        #expect(reports.last?.textsOverLimit == 3)
        let archive = try #require(try office.folder("Archive")).id
        #expect(try office.store.textsMissingCount(in: archive) == reports.first?.textsOverLimit)
        await office.server.stop()
    }
}
