import MailModel
import Testing

@testable import MailStore

/// What lies between two messages of a list.
struct RangeTests {
    private let fixture: Fixture

    init() throws {
        fixture = try Fixture()
        try fixture.synced(fixture.inbox, 1...900)
    }

    private func range(
        _ start: UInt32, _ end: UInt32, search: String? = nil, isThreaded: Bool = false, limit: Int = 10_000
    ) throws -> MessagesOfRange {
        let keys = try [start, end].map {
            try #require(try fixture.store.message(folder: fixture.inbox, uid: UID($0))).key
        }
        return try fixture.store.messages(
            in: MessageRange(
                folder: fixture.inbox, search: search, isThreaded: isThreaded, start: keys[0], end: keys[1],
                limit: limit))
    }

    private func ids(_ uids: ClosedRange<UInt32>) throws -> Set<MessageID> {
        Set(try uids.map { try fixture.id($0, in: fixture.inbox) })
    }

    @Test(arguments: [(100, 700), (700, 100), (5, 5)] as [(UInt32, UInt32)], [false, true])
    func `both ends and all between, in either direction`(ends: (UInt32, UInt32), isThreaded: Bool) throws {
        let found = try range(ends.0, ends.1, isThreaded: isThreaded)
        #expect(try Set(found.messages.keys) == ids(min(ends.0, ends.1)...max(ends.0, ends.1)))
        #expect(found.total == found.messages.count)
    }

    @Test(arguments: [false, true]) func `past the limit those nearest to the beginning are taken`(
        isThreaded: Bool
    ) throws {
        let down = try range(700, 100, isThreaded: isThreaded, limit: 10)
        #expect(try down.total == 601 && Set(down.messages.keys) == ids(691...700))
        let up = try range(100, 700, isThreaded: isThreaded, limit: 10)
        #expect(try up.total == 601 && Set(up.messages.keys) == ids(100...109))
    }

    @Test func `of a narrowed list only the hits are taken`() throws {
        let words = try #require(try fixture.store.message(folder: fixture.inbox, uid: UID(7))).subject
        let all = try range(1, 900, search: words)
        let list = try fixture.store.window(WindowRequest(folder: fixture.inbox, search: words, count: 1_000))
        #expect(Set(all.messages.keys) == Set(list.rows.map(\.id)) && all.total == list.total)
        #expect(all.total < 900)
    }

    @Test func `hidden messages are not in a range`() throws {
        try fixture.store.record(.move([fixture.id(300, in: fixture.inbox)], to: fixture.trash))
        #expect(try range(200, 400).messages.count == 200)
    }
}
