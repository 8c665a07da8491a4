import MailModel
import Testing

@testable import MailStore

/// Open changes of messages that are gone, or that cannot be told by their UID any more.
struct VanishedChangeTests {
    @Test func `a change of a message that is gone is refused with a reason, and the others' goes on`() throws {
        // Given
        let fixture = try Fixture()
        try fixture.synced(fixture.inbox, 1...3)
        let both = try [fixture.id(1, in: fixture.inbox), fixture.id(2, in: fixture.inbox)]
        let shared = try #require(try fixture.store.record(.setFlag(.system(.flagged), true, both)).first)
        let alone = try #require(
            try fixture.store.record(.setFlag(.system(.seen), true, [both[0]])).first)

        // When
        try fixture.store.apply(SyncBatch(vanished: UIDSet(1...1)), to: fixture.inbox)

        // Then
        #expect(try fixture.store.change(alone)?.state == .refused)
        #expect(try fixture.store.change(alone)?.error == "The message is no longer on the server.")
        #expect(try fixture.store.change(shared)?.state == .pending)
        #expect(try fixture.store.change(shared)?.uids == UIDSet(2...2))
    }

    @Test func `a change does not overtake an earlier one that waits for another message's UID`() throws {
        // Given
        let fixture = try Fixture()
        try fixture.synced(fixture.inbox, 1...2)
        let ids = try [fixture.id(1, in: fixture.inbox), fixture.id(2, in: fixture.inbox)]
        let move = try #require(try fixture.store.record(.move(ids, to: fixture.archive)).first)
        let copies = try fixture.rows(fixture.archive).map(\.id)
        let flag = try #require(try fixture.store.record(.setFlag(.system(.flagged), true, copies)).first)
        try fixture.store.record(.move([try #require(copies.last)], to: fixture.trash))

        // When
        try fixture.store.markDone(move, moved: [UID(1): UID(5)])
        try fixture.store.apply(
            SyncBatch(uidValidity: UIDValidity(7), upserts: [.sample(5, identity: 1)], uidNext: UID(6)),
            to: fixture.archive)

        // Then
        #expect(try fixture.store.pendingChanges(of: fixture.account).isEmpty)
        try fixture.store.apply(SyncBatch(upserts: [.sample(6, identity: 2)], uidNext: UID(7)), to: fixture.archive)
        #expect(try fixture.store.pendingChanges(of: fixture.account).first?.id == flag)
    }

    @Test func `nothing is sent under the UID that a message had before the UIDVALIDITY changed`() throws {
        // Given
        let fixture = try Fixture()
        try fixture.synced(fixture.inbox, 1...3)
        let ids = try [fixture.id(1, in: fixture.inbox), fixture.id(3, in: fixture.inbox)]
        let change = try #require(try fixture.store.record(.setFlag(.system(.flagged), true, ids)).first)
        try fixture.store.apply(SyncBatch(vanished: UIDSet(1...1)), to: fixture.inbox)

        // When
        try fixture.store.apply(
            SyncBatch(
                uidValidity: UIDValidity(8), upserts: [.sample(1, identity: 2), .sample(2, identity: 3)],
                serverTotal: 2, uidNext: UID(3), complete: true), to: fixture.inbox)

        // Then
        #expect(try fixture.store.change(change)?.uids == UIDSet(2...2))
        #expect(try fixture.store.pendingChanges(of: fixture.account).count == 1)
    }

    @Test func `a row that waits for its UID does not wait for one of an earlier UIDVALIDITY`() throws {
        // Given
        let fixture = try Fixture()
        try fixture.synced(fixture.inbox, 1...1)
        try fixture.synced(fixture.archive, 1...40)
        let id = try fixture.id(1, in: fixture.inbox)
        let change = try #require(try fixture.store.record(.move([id], to: fixture.archive)).first)
        try fixture.store.markDone(change)
        #expect(try fixture.rows(fixture.archive).count == 41)

        // When
        try fixture.store.apply(
            SyncBatch(
                uidValidity: UIDValidity(8), upserts: [.sample(1, identity: 40)], serverTotal: 1, uidNext: UID(2),
                complete: true), to: fixture.archive)

        // Then
        #expect(try fixture.uids(fixture.archive) == [1])
    }

    @Test func `modification sequences of an earlier UIDVALIDITY hide no flags`() throws {
        // Given
        let fixture = try Fixture()
        try fixture.synced(fixture.inbox, 1...1)
        try fixture.store.apply(
            SyncBatch(flagChanges: [FlagChange(uid: UID(1), flags: Flags(), modSeq: ModSeq(90))]), to: fixture.inbox)
        let id = try fixture.id(1, in: fixture.inbox)
        try fixture.store.record(.setFlag(.system(.flagged), true, [id]))
        try fixture.store.apply(
            SyncBatch(
                uidValidity: UIDValidity(8), upserts: [.sample(1)], serverTotal: 1, uidNext: UID(2), complete: true),
            to: fixture.inbox)

        // When
        let seen = FlagChange(uid: UID(1), flags: Flags(system: .seen), modSeq: ModSeq(4))
        try fixture.store.apply(SyncBatch(flagChanges: [seen]), to: fixture.inbox)

        // Then
        #expect(try fixture.store.message(folder: fixture.inbox, uid: UID(1))?.flags.system == [.seen, .flagged])
    }
}
