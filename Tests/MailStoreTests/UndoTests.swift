import MailModel
import Testing

@testable import MailStore

struct UndoTests {
    @Test func `undoing what was not sent cancels it`() throws {
        let fixture = try Fixture()
        try fixture.synced(fixture.inbox, 1...3)
        let before = try fixture.rows(fixture.inbox)
        let change = try fixture.store.record(.move(before.map(\.id), to: fixture.trash))

        try fixture.store.undoLast()

        #expect(try fixture.rows(fixture.inbox) == before)
        #expect(try fixture.rows(fixture.trash).isEmpty)
        #expect(try fixture.store.change(change[0])?.state == .undone)
        #expect(try fixture.store.pendingChanges(of: fixture.account).isEmpty)
        #expect(try fixture.store.undoLast() == nil)
    }

    @Test func `undoing a move that is done moves exactly that message back`() throws {
        let fixture = try Fixture()
        try fixture.synced(fixture.inbox, 1...3)
        try fixture.synced(fixture.trash, 50...51)
        let change = try fixture.store.record(.move([fixture.id(2, in: fixture.inbox)], to: fixture.trash))
        try fixture.store.markDone(change[0], moved: [UID(2): UID(60)])

        try fixture.store.undoLast(fixture.account)

        let inverse = try #require(try fixture.store.pendingChanges(of: fixture.account).first)
        #expect(inverse.kind == .move(to: fixture.inbox) && inverse.uids == UIDSet(60...60))
        #expect(try fixture.uids(fixture.inbox) == [3, nil, 1])
        #expect(try fixture.counts(fixture.trash) == "2/2")
    }

    @Test func `each undo goes one command further back`() throws {
        let fixture = try Fixture()
        try fixture.synced(fixture.inbox, 1...1)
        let id = try fixture.id(1, in: fixture.inbox)
        try fixture.store.markDone(fixture.store.record(.setFlag(.system(.seen), true, [id]))[0])
        try fixture.store.markDone(fixture.store.record(.setFlag(.system(.flagged), true, [id]))[0])

        try fixture.store.undoLast()
        #expect(try fixture.store.summary(id)?.flags == Flags(system: [.seen]))
        try fixture.store.undoLast()
        #expect(try fixture.store.summary(id)?.flags == Flags())
        #expect(try fixture.store.undoLast() == nil)
    }

    @Test func `what cannot be taken back stays`() throws {
        let fixture = try Fixture()
        try fixture.synced(fixture.inbox, 1...1)
        try fixture.store.markDone(fixture.store.record(.expunge([fixture.id(1, in: fixture.inbox)]))[0])

        #expect(try fixture.store.undoLast() == nil)
    }
}
