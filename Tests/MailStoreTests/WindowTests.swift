import MailModel
import Testing

@testable import MailStore

struct WindowTests {
    /// 2,500 messages, three to a second, so that places within a second are decided by the row.
    private func largeFolder() throws -> (Fixture, [MessageSummary]) {
        let fixture = try Fixture()
        let messages = (UInt32(1)...2_500).map { uid in
            var message = NewMessage.sample(uid)
            message.received = MailDate(seconds: Int64(uid * 7_919 % 2_503) / 3 * 400)
            return message
        }
        try fixture.store.apply(
            SyncBatch(
                uidValidity: UIDValidity(7), upserts: messages, serverTotal: messages.count, uidNext: UID(2_501),
                complete: true), to: fixture.inbox)
        return (fixture, try fixture.rows(fixture.inbox))
    }

    @Test func `the list is newest first, then the later row`() throws {
        let (_, all) = try largeFolder()
        #expect(all.count == 2_500)
        #expect(zip(all, all.dropFirst()).allSatisfy { $0.key > $1.key })
    }

    @Test(arguments: [0, 1, 20, 1_249, 1_250, 1_251, 2_480, 2_499])
    func `a window around any place is the right stretch with the right offset`(place: Int) throws {
        let (fixture, all) = try largeFolder()
        let anchor = WindowRequest.Anchor.around(all[place].key, before: 20)

        let window = try fixture.store.window(WindowRequest(folder: fixture.inbox, anchor: anchor, count: 50))

        let start = max(0, place - 20)
        #expect(window.offset == start)
        #expect(window.rows == Array(all[start..<min(2_500, start + 50)]))
        #expect(window.total == 2_500 && window.serverTotal == 2_500 && window.unread == 2_500)
    }

    @Test(arguments: [(-5, 0), (0, 0), (1_249, 1_249), (1_251, 1_251), (2_490, 2_490), (9_999, 2_499)])
    func `a window at a position starts there`(position: Int, start: Int) throws {
        let (fixture, all) = try largeFolder()

        let window = try fixture.store.window(
            WindowRequest(folder: fixture.inbox, anchor: .position(position), count: 50))

        #expect(window.offset == start)
        #expect(window.rows == Array(all[start..<min(2_500, start + 50)]))
    }

    @Test func `the oldest window ends at the oldest message`() throws {
        let (fixture, all) = try largeFolder()
        let window = try fixture.store.window(WindowRequest(folder: fixture.inbox, anchor: .oldest, count: 50))

        #expect(window.offset == 2_450)
        #expect(window.rows == Array(all[2_450...]))
    }

    @Test func `a place that is gone still has its surroundings`() throws {
        let (fixture, all) = try largeFolder()
        let uid = try #require(all[100].uid)
        try fixture.store.apply(SyncBatch(vanished: UIDSet([uid]), serverTotal: 2_499), to: fixture.inbox)

        let window = try fixture.store.window(
            WindowRequest(folder: fixture.inbox, anchor: .around(all[100].key, before: 5), count: 10))

        #expect(window.offset == 95)
        #expect(window.rows == Array(all[95..<100] + all[101..<106]))
    }

    @Test func `an empty folder and no folder have empty windows`() throws {
        let fixture = try Fixture()
        let anchors: [WindowRequest.Anchor] = [
            .newest, .oldest, .position(3), .around(MessageKey(received: 0, id: MessageID(1)), before: 2),
        ]
        for folder in [fixture.inbox, FolderID(999)] {
            for anchor in anchors {
                let window = try fixture.store.window(WindowRequest(folder: folder, anchor: anchor, count: 10))
                #expect(window.rows.isEmpty && window.offset == 0 && window.total == 0)
            }
        }
    }

    @Test func `the list is read through its index alone`() throws {
        let (fixture, _) = try largeFolder()
        let plan = try fixture.store.read { reader in
            try reader.all(
                """
                EXPLAIN QUERY PLAN SELECT m.id, m.subject FROM message m WHERE m.folder = ? AND m.presence = 0
                AND (m.received, m.id) <= (?, ?) ORDER BY m.received DESC, m.id DESC LIMIT 50
                """, [1, 1, 1]
            ) { $0[3] as String }
        }
        #expect(plan == ["SEARCH m USING INDEX messageByPlace (folder=? AND received<?)"])
    }
}
