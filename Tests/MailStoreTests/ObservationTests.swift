import MailModel
import Testing

@testable import MailStore

/// Each test awaits a value that has to come; `.timeLimit` is its deadline.
@Suite(.timeLimit(.minutes(1)))
struct ObservationTests {
    @Test func `a window comes at once and again when its folder changes`() async throws {
        let fixture = try Fixture()
        try fixture.synced(fixture.inbox, 1...2)
        var windows = fixture.store.observeWindow(WindowRequest(folder: fixture.inbox, count: 10)).makeAsyncIterator()
        #expect(await windows.next()?.total == 2)

        try fixture.synced(fixture.archive, 50...60)
        try fixture.store.record(.setFlag(.system(.seen), true, [fixture.id(1, in: fixture.inbox)]))

        // Nothing came for the other folder: this is the next value.
        let next = await windows.next()
        #expect(next?.rows.map(\.flags.isSeen) == [false, true])
    }

    @Test func `the folders come at once and again when a counter changes`() async throws {
        let fixture = try Fixture()
        var folders = fixture.store.observeFolders(of: fixture.account).makeAsyncIterator()
        #expect(await folders.next()?.map(\.total) == [0, 0, 0])

        try fixture.synced(fixture.inbox, 1...2)

        #expect(await folders.next()?.map(\.total) == [2, 0, 0])
    }

    @Test func `a body comes when it is saved and again when a part is added`() async throws {
        let fixture = try Fixture()
        try fixture.synced(fixture.inbox, 1...1)
        let id = try fixture.id(1, in: fixture.inbox)
        var bodies = fixture.store.observeBody(id).makeAsyncIterator()

        try fixture.store.saveBody(id, parts: ["1": [1]])
        #expect(await bodies.next()?.parts == ["1": [1]])
        try fixture.store.saveBody(id, parts: ["2": [2]])
        #expect(await bodies.next()?.parts == ["1": [1], "2": [2]])
    }

    @Test func `the journal tells what is open and what was refused last`() async throws {
        let fixture = try Fixture()
        try fixture.synced(fixture.inbox, 1...1)
        var journal = fixture.store.observeJournal().makeAsyncIterator()
        #expect(await journal.next()?.pendingCount == 0)

        let change = try fixture.store.record(.setFlag(.system(.seen), true, [fixture.id(1, in: fixture.inbox)]))
        #expect(await journal.next()?.pending == [fixture.account: 1])
        try fixture.store.refuse(change[0], reason: "No.")
        #expect(await journal.next()?.newestRefusal?.id == change[0])
    }

    @Test func `an observation of a store in a file sees other threads' writes and ends with its listener`()
        async throws
    {
        let folder = TemporaryFolder()
        let fixture = try Fixture(store: MailStore.open(directory: folder.path))
        let listener = Task {
            for await window in fixture.store.observeWindow(WindowRequest(folder: fixture.inbox, count: 5))
            where window.total == 3 { return true }
            return false
        }
        try fixture.synced(fixture.inbox, 1...3)
        #expect(await listener.value)
    }

    @Test func `what another program writes is seen, however much is written here meanwhile`() async throws {
        let folder = TemporaryFolder()
        let fixture = try Fixture(store: MailStore.open(directory: folder.path))
        let other = try MailStore.open(directory: folder.path)
        var windows = fixture.store.observeWindow(WindowRequest(folder: fixture.inbox, count: 5)).makeAsyncIterator()
        for round in UInt32(1)...3 {
            try fixture.synced(fixture.inbox, (10 * round)...(10 * round + 2))
            for word in 0..<50 { try fixture.store.setSetting("word", "\(word)") }
            try other.apply(
                SyncBatch(upserts: [.sample(10 * round + 5)], uidNext: UID(10 * round + 6)), to: fixture.inbox)
            var newest: UInt32?
            while newest != 10 * round + 5, let window = await windows.next() { newest = window.rows.first?.uid?.value }
            #expect(newest == 10 * round + 5)
        }
        try other.close()
    }
}
