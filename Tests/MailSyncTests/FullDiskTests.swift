import DemoServer
import Foundation
import GRDB
import MailModel
import MailSync
import Synchronization
import Testing

@testable import MailStore

/// What an account has said of its connection.
private final class Words: Sendable {
    private let words = Mutex<[String]>([])

    var all: [String] { words.withLock { $0 } }

    func add(_ word: String) { words.withLock { $0.append(word) } }
}

/// A disk that fills up while a folder comes in.
@Suite struct FullDiskTests {
    private func limit(_ store: MailStore, toMorePages more: Int) throws {
        try store.database.writeWithoutTransaction { db in
            let pages = try Int.fetchOne(db, sql: "PRAGMA page_count") ?? 0
            try db.execute(sql: "PRAGMA max_page_count = \(pages + more)")
        }
    }

    @Test func `a full disk stops the synchronisation and says so, and it goes on when there is room`() async throws {
        // Given
        let store = try MailStore.inMemory()
        try limit(store, toMorePages: 20)
        let office = try await PostOffice.open(Post.maildrop(400), store: store) { options in
            PostOffice.smallWindows(&options)
            options.storePause = .milliseconds(5)
        }

        try await office.running {
            // When
            let said = Words()
            let listening = Task {
                for await status in office.account.statuses {
                    if case .offline(_, let reason, _) = status.link { said.add(reason) }
                }
            }
            defer { listening.cancel() }
            try await eventually("word of a full disk") {
                said.all.contains { $0.contains("disk is full") } ? true : nil
            }

            // Then
            let inbox = try await office.listed("INBOX")
            let kept = try store.knownUIDs(of: inbox.id)
            #expect(!kept.isEmpty && kept.count < 400, "\(kept.count) rows came before the disk was full")
            try limit(store, toMorePages: 100_000)
            try await office.inStep()
            #expect(kept.subtracting(try store.knownUIDs(of: inbox.id)).isEmpty)
        }
    }

    @Test func `what was acknowledged before the disk was full is kept and sent when there is room`() async throws {
        // Given
        let folder = NSTemporaryDirectory() + "martlet-full-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let store = try MailStore.open(directory: folder)
        let office = try await PostOffice.open(Post.maildrop(60), store: store) { options in
            PostOffice.smallWindows(&options)
            options.storePause = .milliseconds(5)
        }
        _ = try await AccountSync.synchronise(office.configuration, store: store)
        let inbox = try #require(try office.folder("INBOX")).id
        let flagged = try await office.message(5)
        let other = try await office.message(6)
        try store.record(.setFlag(.system(.flagged), true, [flagged.id]))

        // When
        try limit(store, toMorePages: 0)
        var refused = 0
        for number in 0..<200 where refused == 0 {
            do {
                try store.record(.copy([other.id], to: inbox))
                try store.saveBody(other.id, parts: ["1": [UInt8](repeating: 65, count: 3_000 + number)])
            } catch {
                #expect(error == .diskFull)
                refused += 1
            }
        }
        let journal = try store.journal(limit: 1_000).map(\.id)
        for number in 1_000..<1_300 { office.server.deliver(Post.message(number), to: "INBOX") }

        // Then
        #expect(refused == 1)
        try await office.running {
            for await status in office.account.statuses {
                if case .offline(_, let reason, _) = status.link, reason.contains("disk is full") { break }
            }
            // Another program that opens the store finds all that was acknowledged.
            let second = try MailStore.open(directory: folder)
            #expect(try second.journal(limit: 1_000).map(\.id) == journal)
            #expect(try second.summary(flagged.id)?.flags.isFlagged == true)
            try second.close()
            try limit(store, toMorePages: 100_000)
            try await office.settled()
            try await office.inStep()
            #expect(office.server.snapshot().folders["INBOX"]?.message(5)?.flags.contains("\\Flagged") == true)
        }
    }
}
