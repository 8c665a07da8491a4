import MailModel
import MailStore
import Synchronization
import Testing

struct KeptTextsTests {
    /// A folder with five messages, those with even UIDs read.
    private static func folder() throws -> Fixture {
        let fixture = try Fixture()
        try fixture.store.apply(
            SyncBatch(
                uidValidity: UIDValidity(7), upserts: (1...5).map { .sample($0, seen: $0 % 2 == 0) }, serverTotal: 5,
                uidNext: UID(6), complete: true), to: fixture.inbox)
        return fixture
    }

    @Test func `unread messages come first, then the newest, and none that is here or old`() throws {
        // Given
        let fixture = try Self.folder()
        try fixture.store.saveBody(fixture.id(5, in: fixture.inbox), parts: ["1": [65]], text: "A")

        // When
        let missing = try fixture.store.textsMissing(in: fixture.inbox, since: 120, atMost: 10)

        // Then
        #expect(try missing == [3, 4, 2].map { try fixture.id($0, in: fixture.inbox) })
    }

    @Test func `what was not read for the longest time goes first, and its words with it`() throws {
        // Given
        let clock = Clock()
        let store = try MailStore.inMemory(now: { clock.seconds })
        let timed = try Fixture(store: store)
        try timed.synced(timed.inbox, 1...3)
        for uid in UInt32(1)...3 {
            clock.add(10_000)
            try store.saveBody(
                timed.id(uid, in: timed.inbox), parts: ["1": Array(repeating: 65, count: 1_000)], text: "zebra\(uid)")
        }
        clock.add(10_000)
        try store.noteRead(timed.id(1, in: timed.inbox))

        // When
        let gone = try store.limitTexts(to: 2_500)

        // Then
        #expect(gone == 1)
        #expect(
            try store.bodiesMissing(among: [1, 2, 3].map { try timed.id($0, in: timed.inbox) }) == [
                timed.id(2, in: timed.inbox)
            ])
        #expect(try timed.search("zebra2", in: timed.inbox).isEmpty)
        #expect(try timed.search("zebra1", in: timed.inbox) == [1])
        #expect(try store.limitTexts(to: 2_500) == 0)
    }

    @Test func `after a clock was set back what is read last still stays`() throws {
        // Given
        let clock = Clock()
        let store = try MailStore.inMemory(now: { clock.seconds })
        let timed = try Fixture(store: store)
        try timed.synced(timed.inbox, 1...3)
        clock.add(100_000)
        for uid in UInt32(1)...3 {
            try store.saveBody(
                timed.id(uid, in: timed.inbox), parts: ["1": Array(repeating: 65, count: 1_000)], text: "x")
        }

        // When
        clock.add(-90_000)
        for uid: UInt32 in [3, 2, 1] {
            try store.noteRead(timed.id(uid, in: timed.inbox))
            clock.add(60)
        }

        // Then
        #expect(try store.limitTexts(to: 1_500) == 2)
        #expect(try store.body(of: timed.id(1, in: timed.inbox)) != nil)
    }
}

/// Time that is moved by hand.
private final class Clock: Sendable {
    private let value = Mutex<Int64>(1_000)
    var seconds: Int64 { value.withLock { $0 } }
    func add(_ seconds: Int64) { value.withLock { $0 += seconds } }
}
