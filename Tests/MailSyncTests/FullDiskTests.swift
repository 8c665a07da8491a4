import DemoServer
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
}
