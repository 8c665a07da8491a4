import Foundation
import MailModel
import Testing

@testable import MailStore

/// Two programs on one store.
struct HoldTests {
    private let folder = TemporaryFolder()

    @Test func `an account is kept in step by one at a time`() throws {
        let first = try Fixture(store: MailStore.open(directory: folder.path))
        let second = try MailStore.open(directory: folder.path)
        let hold = try #require(try first.store.hold(first.account))

        #expect(try second.hold(first.account) == nil)
        #expect(try second.hold(AccountID("home")) != nil)
        hold.release()
        #expect(try second.hold(first.account) != nil)
    }

    @Test func `a hold is let go of, also while a program that is being started has its file open`() throws {
        let store = try MailStore.open(directory: folder.path)
        let hold = try #require(try store.hold(AccountID("work")))
        let own = try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").first { descriptor in
            // Of those that others close meanwhile nothing is to be read.
            let file = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/" + descriptor)
            return file?.hasPrefix(folder.path + "/account-") == true
        }
        let copy = dup(try #require(own.flatMap { Int32($0) }))
        defer { close(copy) }

        hold.release()

        #expect(try store.hold(AccountID("work")) != nil)
    }

    @Test(arguments: ["../../etc/x", "a b", "Ünïcode", String(repeating: "long", count: 200), "."])
    func `any account's name makes a harmless file`(name: String) throws {
        let store = try MailStore.open(directory: folder.path)
        let hold = try #require(try store.hold(AccountID(name)))
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        #expect(files.contains { $0.hasPrefix("account-") && $0.hasSuffix(".lock") && $0.utf8.count < 256 })
        hold.release()
    }

    @Test func `a store in memory is nobody else's`() throws {
        let store = try MailStore.inMemory()
        #expect(try store.hold(AccountID("work")) != nil)
        #expect(try store.hold(AccountID("work")) != nil)
    }

    @Test(.timeLimit(.minutes(1))) func `what another program writes is observed`() async throws {
        // Given
        let first = try Fixture(store: MailStore.open(directory: folder.path))
        try first.synced(first.inbox, 1...3)
        let second = try MailStore.open(directory: folder.path)
        var windows = second.observeWindow(WindowRequest(folder: first.inbox, count: 10)).makeAsyncIterator()
        var journal = first.store.observeJournal().makeAsyncIterator()
        #expect(await windows.next()?.rows.count == 3)
        #expect(await journal.next()?.pendingCount == 0)

        // When
        try first.store.apply(SyncBatch(upserts: [.sample(4)], serverTotal: 4), to: first.inbox)

        // Then
        #expect(await windows.next()?.rows.count == 4)
        try second.record(.setFlag(.system(.seen), true, [first.id(4, in: first.inbox)]))
        #expect(await journal.next()?.pendingCount == 1)
    }
}
