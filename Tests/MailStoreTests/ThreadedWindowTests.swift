import MailModel
import MailStore
import Testing

@Suite struct ThreadedWindowTests {
    private let fixture: Fixture

    init() throws { fixture = try Fixture() }

    private func put(_ messages: [(uid: UInt32, id: String, references: [String])]) throws {
        let new = messages.map { entry in
            var message = NewMessage.sample(entry.uid)
            message.messageID = entry.id
            message.references = entry.references
            return message
        }
        try fixture.store.apply(
            SyncBatch(
                uidValidity: UIDValidity(7), upserts: new, serverTotal: new.count, uidNext: UID(10_000),
                complete: true), to: fixture.inbox)
    }

    private func window(_ anchor: WindowRequest.Anchor = .newest, count: Int = 100) throws -> MessageWindow {
        try fixture.store.window(
            WindowRequest(folder: fixture.inbox, isThreaded: true, anchor: anchor, count: count))
    }

    /// UIDs with their depths: `9 3.1 5.2`.
    private func text(_ window: MessageWindow) -> String {
        zip(window.rows, window.depths)
            .map { "\($0.uid?.value ?? 0)" + ($1 == 0 ? "" : ".\($1)") }.joined(separator: " ")
    }

    private func putSample() throws {
        try put([
            (1, "a", []), (2, "x", []), (3, "b", ["a"]), (4, "", []), (5, "c", ["a", "b"]), (6, "y", []),
            (7, "d", ["a"]), (8, "q2", ["q1"]), (9, "q3", ["q1", "q2"]), (10, "", []),
        ])
    }

    @Test func `conversations stand together, the one with the newest message first`() throws {
        try putSample()
        let window = try window()
        #expect(text(window) == "10 8 9.1 1 3.1 5.2 7.1 6 4 2")
        #expect(window.total == 10 && window.offset == 0)
    }

    @Test func `each stretch is a part of the same list`() throws {
        try putSample()
        let rows = try window().rows
        let all = rows.map(\.id)
        for start in 0..<10 {
            let part = try window(.position(start), count: 3)
            #expect(part.offset == start)
            #expect(part.rows.map(\.id) == Array(all[start..<min(start + 3, 10)]))
            let around = try window(.around(rows[start].key, before: 2), count: 5)
            #expect(around.offset == max(0, start - 2))
            #expect(around.rows.contains { $0.id == all[start] })
        }
        #expect(try window(.oldest, count: 4).rows.map(\.id) == Array(all.suffix(4)))
        #expect(try window(.position(500), count: 4).rows.count == 1)
        #expect(try window(count: 0).rows.isEmpty)
    }

    @Test func `what is moved away leaves its conversation together`() throws {
        try putSample()
        _ = try fixture.store.record(.move([try fixture.id(1, in: fixture.inbox)], to: fixture.trash))
        #expect(text(try window()) == "10 8 9.1 3 5.2 7.1 6 4 2")
    }

    @Test func `a conversation too large for a tree is one by time`() throws {
        try put((1...2_100).map { (UInt32($0), "m\($0)", $0 == 1 ? [] : ["m1"]) })
        let window = try window(count: 5)
        #expect(text(window) == "1 2.1 3.1 4.1 5.1")
    }
}
