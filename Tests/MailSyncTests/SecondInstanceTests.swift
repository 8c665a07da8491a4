import DemoServer
import Foundation
import IMAPClient
import MailModel
import MailStore
import MailSync
import Testing

/// Two programs on the same store: each with its own connections to the file, as two processes have.
@Suite(.serialized) struct SecondInstanceTests {
    private struct Pair {
        let office: PostOffice
        let other: MailStore
        let second: AccountSync
    }

    private func with(_ count: Int, _ body: (Pair) async throws -> Void) async throws {
        let directory = NSTemporaryDirectory() + "martlet-two-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: directory) }
        // Without a connection for the background there is one, and it is the first's.
        let office = try await PostOffice.open(
            Post.maildrop(count), store: MailStore.open(directory: directory), adjust: { $0.syncsAllFolders = false })
        let other = try MailStore.open(directory: directory)
        try await body(Pair(office: office, other: other, second: AccountSync(office.configuration, store: other)))
    }

    private func status(_ account: AccountSync, until isSo: @Sendable (AccountStatus.Link) -> Bool) async {
        for await status in account.statuses where isSo(status.link) { return }
    }

    @Test func `the second reads along, and its changes are sent by the first`() async throws {
        try await with(3) { pair in
            try await pair.office.running {
                try await pair.office.inStep()
                try await withThrowingTaskGroup(of: Void.self) { group in
                    // Given
                    group.addTask { await pair.second.run() }
                    await status(pair.second) { $0 == .elsewhere }
                    let inbox = try await pair.office.listed("INBOX").id
                    let trash = try await pair.office.listed("Trash").id

                    // When
                    pair.office.server.deliver(Post.message(50), to: "INBOX", received: Post.now)
                    var windows = pair.other.observeWindow(WindowRequest(folder: inbox, count: 50)).makeAsyncIterator()
                    while let window = await windows.next(), window.rows.count < 4 {}
                    let message = try #require(try pair.other.message(folder: inbox, uid: UID(2)))
                    try pair.other.record(.move([message.id], to: trash))
                    await pair.second.changesRecorded()

                    // Then
                    try await pair.office.settled()
                    #expect(pair.office.server.snapshot().folders["Trash"]?.messages.count == 1)
                    #expect(pair.office.server.connectionCount == 1)
                    group.cancelAll()
                }
            }
        }
    }

    @Test func `the first lists the folders again when it is asked to`() async throws {
        try await with(1) { pair in
            try await pair.office.running {
                // Given
                try await pair.office.inStep()
                try await eventually("a rest") { await pair.office.account.isWatching ? true : nil }
                pair.office.server.createFolder("Novels")
                let account = pair.office.configuration.id

                // When
                try pair.other.ask(for: Errand.folderList, of: account)

                // Then
                try await eventually("done") {
                    try pair.other.errand(Errand.folderList, of: account) == nil ? true : nil
                }
                #expect(try pair.other.folders(of: account).contains { $0.name == "Novels" })
            }
        }
    }

    @Test func `the second fetches a text that the first has not`() async throws {
        try await with(3) { pair in
            try await pair.office.running {
                try await pair.office.inStep()
                try await withThrowingTaskGroup(of: Void.self) { group in
                    group.addTask { await pair.second.run() }
                    await status(pair.second) { $0 == .elsewhere }
                    let message = try await pair.office.message(2)

                    try await pair.second.want(message.id)

                    #expect(try pair.other.body(of: message.id) != nil)
                    group.cancelAll()
                }
            }
        }
    }

    @Test func `when the first ends the second takes over`() async throws {
        try await with(3) { pair in
            try await withThrowingTaskGroup(of: Void.self) { group in
                // Given
                let first = Task { await pair.office.account.run() }
                try await pair.office.inStep()
                group.addTask { await pair.second.run() }
                await status(pair.second) { $0 == .elsewhere }
                let inbox = try await pair.office.listed("INBOX").id
                let message = try #require(try pair.other.message(folder: inbox, uid: UID(2)))

                // When
                first.cancel()
                await first.value
                try pair.other.record(.setFlag(.system(.flagged), true, [message.id]))

                // Then
                await status(pair.second) { $0 == .live }
                try await pair.office.settled()
                #expect(pair.office.server.snapshot().folders["INBOX"]?.message(2)?.flags == ["\\Flagged"])
                group.cancelAll()
            }
            await pair.office.server.stop()
        }
    }

    @Test func `two that record at once send each change once`() async throws {
        try await with(30) { pair in
            try await withThrowingTaskGroup(of: Void.self) { group in
                // Given
                group.addTask { await pair.office.account.run() }
                group.addTask { await pair.second.run() }
                try await pair.office.inStep()
                let inbox = try await pair.office.listed("INBOX").id
                let archive = try await pair.office.listed("Archive").id

                // When
                for uid in 1...20 {
                    let store = uid % 2 == 0 ? pair.office.store : pair.other
                    let message = try #require(try store.message(folder: inbox, uid: UID(UInt32(uid))))
                    try store.record(.copy([message.id], to: archive))
                    await (uid % 2 == 0 ? pair.office.account : pair.second).changesRecorded()
                }

                // Then
                try await pair.office.settled()
                #expect(pair.office.server.snapshot().folders["Archive"]?.messages.count == 20)
                group.cancelAll()
            }
            await pair.office.server.stop()
        }
    }
}
