import MailModel
import Testing

@testable import MailStore

struct JournalTests {
    @Test func `a flag shows at once, is written down, and is not overwritten by the server`() throws {
        let fixture = try Fixture()
        try fixture.synced(fixture.inbox, 1...2)

        try fixture.store.record(.setFlag(.system(.seen), true, [fixture.id(2, in: fixture.inbox)]))
        try fixture.store.apply(
            SyncBatch(flagChanges: [FlagChange(uid: UID(2), flags: Flags(system: [.flagged]))]), to: fixture.inbox)

        let row = try #require(try fixture.rows(fixture.inbox).first)
        #expect(row.flags.isSeen && row.flags.isFlagged && row.isPending)
        #expect(try fixture.counts(fixture.inbox) == "2/1")
        let change = try #require(try fixture.store.pendingChanges(of: fixture.account).first)
        #expect(change.kind == .setFlag(.system(.seen), true) && change.uids == UIDSet(2...2))
        #expect(change.uidValidity == UIDValidity(7) && change.folder == fixture.inbox && change.createdAt == 1_000)
    }

    @Test func `a refused flag becomes what the server has, later changes of the user kept`() throws {
        let fixture = try Fixture()
        try fixture.synced(fixture.inbox, 1...1)
        let id = try fixture.id(1, in: fixture.inbox)
        let seen = try fixture.store.record(.setFlag(.system(.seen), true, [id]))
        try fixture.store.record(.setFlag(.keyword("Work"), true, [id]))

        try fixture.store.refuse(seen[0], reason: "The folder is read-only.")

        let row = try #require(try fixture.store.summary(id))
        #expect(!row.flags.isSeen && row.flags.keywords == ["Work"] && row.isPending)
        #expect(try fixture.store.change(seen[0])?.error == "The folder is read-only.")
        #expect(try fixture.counts(fixture.inbox) == "1/1")
    }

    @Test func `a confirmed flag stays and the row is settled`() throws {
        let fixture = try Fixture()
        try fixture.synced(fixture.inbox, 1...1)
        let id = try fixture.id(1, in: fixture.inbox)
        let change = try fixture.store.record(.setFlag(.system(.seen), true, [id]))

        try fixture.store.markSent(change)
        #expect(try fixture.store.change(change[0])?.attempts == 1)
        try fixture.store.markDone(change[0])

        let row = try #require(try fixture.store.summary(id))
        #expect(row.flags.isSeen && !row.isPending)
        #expect(try fixture.counts(fixture.inbox) == "1/0")
        #expect(try fixture.store.pendingChanges(of: fixture.account).isEmpty)
    }

    @Test func `a flag that is as wanted makes no entry`() throws {
        let fixture = try Fixture()
        try fixture.synced(fixture.inbox, 1...1, seen: true)
        #expect(try fixture.store.record(.setFlag(.system(.seen), true, [fixture.id(1, in: fixture.inbox)])).isEmpty)
    }

    @Test func `a moved message changes its list at once and is not resurrected by the server`() throws {
        let fixture = try Fixture()
        try fixture.synced(fixture.inbox, 1...3)
        try fixture.synced(fixture.archive, 50...51)

        try fixture.store.record(.move([fixture.id(2, in: fixture.inbox)], to: fixture.archive))
        try fixture.store.apply(SyncBatch(upserts: [.sample(2)], serverTotal: 3), to: fixture.inbox)

        #expect(try fixture.uids(fixture.inbox) == [3, 1])
        #expect(try fixture.uids(fixture.archive) == [51, 50, nil])
        #expect(try fixture.rows(fixture.archive).last?.isPending == true)
        #expect(try fixture.counts(fixture.inbox) == "2/2")
        #expect(try fixture.counts(fixture.archive) == "3/3")
    }

    @Test func `a refused move restores the row itself`() throws {
        let fixture = try Fixture()
        try fixture.synced(fixture.inbox, 1...3)
        let before = try fixture.rows(fixture.inbox)
        let change = try fixture.store.record(.move([before[1].id], to: fixture.archive))

        try fixture.store.refuse(change[0], reason: "Over quota.")

        #expect(try fixture.rows(fixture.inbox) == before)
        #expect(try fixture.rows(fixture.archive).isEmpty)
        #expect(try fixture.counts(fixture.archive) == "0/0")
    }

    @Test func `COPYUID tells the moved row its UID, and the counters stand`() throws {
        let fixture = try Fixture()
        try fixture.synced(fixture.inbox, 1...3)
        try fixture.synced(fixture.archive, 50...51)
        let change = try fixture.store.record(.move([fixture.id(2, in: fixture.inbox)], to: fixture.archive))

        try fixture.store.markDone(change[0], moved: [UID(2): UID(60)], targetValidity: UIDValidity(7))

        #expect(try fixture.uids(fixture.archive) == [51, 50, 60])
        #expect(try fixture.rows(fixture.archive).allSatisfy { !$0.isPending })
        #expect(try fixture.counts(fixture.inbox) == "2/2")
        #expect(try fixture.counts(fixture.archive) == "3/3")
        #expect(try fixture.store.message(folder: fixture.inbox, uid: UID(2)) == nil)
    }

    @Test(arguments: [true, false])
    func `without COPYUID the target's sync claims the row, before or after the answer`(answerFirst: Bool) throws {
        let fixture = try Fixture()
        try fixture.synced(fixture.inbox, 1...3)
        try fixture.synced(fixture.archive, 50...51)
        let change = try fixture.store.record(.move([fixture.id(2, in: fixture.inbox)], to: fixture.archive))
        let pending = try #require(try fixture.rows(fixture.archive).last)
        let arrival = SyncBatch(upserts: [.sample(52, identity: 2)], serverTotal: 3, uidNext: UID(53), complete: true)

        if answerFirst { try fixture.store.markDone(change[0]) }
        try fixture.store.apply(arrival, to: fixture.archive)
        if !answerFirst { try fixture.store.markDone(change[0]) }

        #expect(try fixture.id(52, in: fixture.archive) == pending.id)
        #expect(try fixture.counts(fixture.archive) == "3/3")
        #expect(try fixture.counts(fixture.inbox) == "2/2")
    }

    @Test func `COPYUID of a message that the sync brought in other words makes one row of two`() throws {
        let fixture = try Fixture()
        try fixture.synced(fixture.inbox, 1...1)
        try fixture.synced(fixture.archive, 50...50)
        let change = try fixture.store.record(.move([fixture.id(1, in: fixture.inbox)], to: fixture.archive))
        try fixture.store.apply(SyncBatch(upserts: [.sample(51, identity: 99)], serverTotal: 2), to: fixture.archive)

        try fixture.store.markDone(change[0], moved: [UID(1): UID(51)])

        #expect(try fixture.uids(fixture.archive) == [51, 50])
        #expect(try fixture.counts(fixture.archive) == "2/2")
    }

    @Test func `a change of a message on its way waits for the UID`() throws {
        let fixture = try Fixture()
        try fixture.synced(fixture.inbox, 1...1)
        try fixture.synced(fixture.archive, 50...50)
        let old = try fixture.id(1, in: fixture.inbox)
        let move = try fixture.store.record(.move([old], to: fixture.archive))
        // The screen may still name the row that the move hid.
        let flag = try fixture.store.record(.setFlag(.system(.flagged), true, [old]))
        #expect(try fixture.store.pendingChanges(of: fixture.account).map(\.id) == move)

        try fixture.store.markDone(move[0], moved: [UID(1): UID(61)])

        let change = try #require(try fixture.store.pendingChanges(of: fixture.account).first)
        #expect(change.id == flag[0] && change.folder == fixture.archive && change.uids == UIDSet(61...61))
        #expect(change.uidValidity == UIDValidity(7))
    }

    @Test func `what builds on a refused move is refused with it`() throws {
        let fixture = try Fixture()
        try fixture.synced(fixture.inbox, 1...2)
        let id = try fixture.id(1, in: fixture.inbox)
        let move = try fixture.store.record(.move([id], to: fixture.archive))
        let next = try fixture.store.record(.move([id], to: fixture.trash))
        #expect(try fixture.rows(fixture.trash).count == 1)

        try fixture.store.refuse(move[0], reason: "No.")

        #expect(try fixture.store.change(next[0])?.state == .refused)
        #expect(try fixture.uids(fixture.inbox) == [2, 1])
        #expect(try fixture.rows(fixture.archive).isEmpty && fixture.rows(fixture.trash).isEmpty)
    }

    @Test func `a copy leaves the original and a refused expunge shows it again`() throws {
        let fixture = try Fixture()
        try fixture.synced(fixture.inbox, 1...2)
        let id = try fixture.id(1, in: fixture.inbox)
        let copy = try fixture.store.record(.copy([id], to: fixture.archive))
        let expunge = try fixture.store.record(.expunge([id]))
        #expect(try fixture.counts(fixture.inbox) == "1/1")
        #expect(try fixture.counts(fixture.archive) == "1/1")

        try fixture.store.refuse(expunge[0], reason: "No.")
        try fixture.store.refuse(copy[0], reason: "No.")

        #expect(try fixture.uids(fixture.inbox) == [2, 1])
        #expect(try fixture.rows(fixture.archive).isEmpty)
        #expect(try fixture.rows(fixture.inbox).allSatisfy { !$0.isPending })
    }

    @Test func `a refused move of a message that vanished meanwhile shows nothing`() throws {
        let fixture = try Fixture()
        try fixture.synced(fixture.inbox, 1...2)
        let move = try fixture.store.record(.move([fixture.id(1, in: fixture.inbox)], to: fixture.archive))
        try fixture.store.apply(SyncBatch(vanished: UIDSet(1...1), serverTotal: 1), to: fixture.inbox)
        #expect(try fixture.counts(fixture.inbox) == "1/1")
        #expect(try fixture.store.pendingChanges(of: fixture.account).map(\.uids) == [UIDSet(1...1)])

        try fixture.store.refuse(move[0], reason: "Gone.")

        #expect(try fixture.uids(fixture.inbox) == [2])
        #expect(try fixture.rows(fixture.archive).isEmpty)
    }

    @Test func `messages of several folders make an entry for each, with all their UIDs`() throws {
        let fixture = try Fixture()
        try fixture.synced(fixture.inbox, 1...3)
        try fixture.synced(fixture.archive, 50...51)
        let ids = try (fixture.rows(fixture.inbox) + fixture.rows(fixture.archive)).map(\.id)

        try fixture.store.record(.setFlag(.system(.seen), true, ids))

        let changes = try fixture.store.pendingChanges(of: fixture.account)
        #expect(changes.map(\.uids) == [UIDSet(1...3), UIDSet(50...51)])
    }

    @Test func `what was sent without an answer comes first`() throws {
        let fixture = try Fixture()
        try fixture.synced(fixture.inbox, 1...2)
        let first = try fixture.store.record(.setFlag(.system(.seen), true, [fixture.id(1, in: fixture.inbox)]))
        let second = try fixture.store.record(.setFlag(.system(.seen), true, [fixture.id(2, in: fixture.inbox)]))

        try fixture.store.markSent(second)
        #expect(try fixture.store.pendingChanges(of: fixture.account).map(\.id) == second + first)
        try fixture.store.markPending(second)
        #expect(try fixture.store.pendingChanges(of: fixture.account).map(\.id) == first + second)
    }

    @Test func `an upload keeps its bytes until it is done`() throws {
        let fixture = try Fixture()
        let flags = Flags(system: [.draft], keywords: ["Work"])
        let change = try fixture.store.record(.append(fixture.archive, bytes: [1, 0, 255], flags: flags))
        guard case .append(let payload)? = try fixture.store.change(change[0])?.kind else {
            Issue.record("not an upload")
            return
        }
        #expect(try fixture.store.payload(payload) == [1, 0, 255])
        #expect(try fixture.store.payloadFlags(payload) == flags)

        try fixture.store.markDone(change[0])
        #expect(try fixture.store.payload(payload) == nil)
    }

    @Test func `moving into a folder of another account is not possible`() throws {
        let fixture = try Fixture()
        try fixture.synced(fixture.inbox, 1...1)
        let other = try fixture.store.applyFolderList(AccountID("home"), [.named("INBOX", .inbox)])

        #expect(throws: StoreError.self) {
            try fixture.store.record(.move([fixture.id(1, in: fixture.inbox)], to: other[0].id))
        }
        #expect(try fixture.uids(fixture.inbox) == [1])
        #expect(try fixture.store.journal(limit: 10).isEmpty)
    }
}
