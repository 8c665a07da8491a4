import MailModel
import Testing

@testable import MailStore

struct SyncApplyTests {
    @Test func `a message comes back as it was written`() throws {
        let fixture = try Fixture()
        let leaf = PartTree(section: "2", type: "image/png", encoding: "base64", size: 99, filename: "ä.png")
        let text = PartTree(section: "1", type: "text/plain", parameters: ["charset": "utf-8"], contentID: "x@y")
        var message = NewMessage.sample(9)
        message.cc = [EmailAddress(name: "A\u{1F}B", address: ""), EmailAddress(name: "", address: "")]
        message.sent = MailDate(seconds: -5, offsetMinutes: -330)
        message.inReplyTo = ["a@b"]
        message.references = ["a@b", "c@d"]
        message.flags = Flags(system: [.answered], keywords: ["$Junk", "Work"])
        message.hasAttachments = true
        message.structure = PartTree(section: "", type: "multipart/mixed", children: [text, leaf])

        try fixture.store.apply(SyncBatch(uidValidity: UIDValidity(1), upserts: [message]), to: fixture.inbox)

        let row = try #require(try fixture.rows(fixture.inbox).first)
        #expect(row.from == message.from && row.to == message.to && row.flags == message.flags)
        #expect(row.cc == [EmailAddress(name: "A B", address: ""), EmailAddress(name: "", address: "")])
        #expect(row.sent == message.sent && row.received == message.received && row.size == message.size)
        #expect(row.inReplyTo == ["a@b"] && row.references == ["a@b", "c@d"] && row.hasAttachments)
        #expect(try fixture.store.structure(of: row.id) == message.structure)
    }

    @Test func `a first sync that fills in newest first can stop anywhere and knows where to go on`() throws {
        let fixture = try Fixture()
        func batch(_ uids: ClosedRange<UInt32>) -> SyncBatch {
            SyncBatch(
                uidValidity: UIDValidity(7), upserts: uids.map { .sample($0) }, serverTotal: 100, serverUnread: 90,
                uidNext: UID(101), syncedDownTo: UID(uids.lowerBound))
        }
        try fixture.store.apply(batch(81...100), to: fixture.inbox)
        try fixture.store.apply(batch(51...80), to: fixture.inbox)

        let state = try #require(try fixture.store.syncState(of: fixture.inbox))
        #expect(state.lowestSyncedUID == UID(51) && !state.isComplete && state.rows == 50)
        #expect(try fixture.store.knownUIDs(of: fixture.inbox) == UIDSet(51...100))
        #expect(try fixture.counts(fixture.inbox) == "100/90")

        var last = batch(1...50)
        last.complete = true
        try fixture.store.apply(last, to: fixture.inbox)
        #expect(try fixture.store.syncState(of: fixture.inbox)?.isComplete == true)
        #expect(try fixture.counts(fixture.inbox) == "100/100")
    }

    @Test func `new mail that STATUS has counted already is not counted twice`() throws {
        let fixture = try Fixture()
        try fixture.synced(fixture.inbox, 1...3)
        try fixture.store.apply(SyncBatch(serverTotal: 4, serverUnread: 4), to: fixture.inbox)
        #expect(try fixture.counts(fixture.inbox) == "4/4")

        try fixture.store.apply(
            SyncBatch(upserts: [.sample(4)], serverTotal: 4, uidNext: UID(5)), to: fixture.inbox)

        #expect(try fixture.counts(fixture.inbox) == "4/4")
    }

    @Test func `flags and expunges from elsewhere move the counters of a folder not yet complete`() throws {
        let fixture = try Fixture()
        try fixture.store.apply(
            SyncBatch(
                uidValidity: UIDValidity(7), upserts: (91...100).map { .sample($0) }, serverTotal: 100,
                serverUnread: 50, uidNext: UID(101), syncedDownTo: UID(91)), to: fixture.inbox)

        try fixture.store.apply(
            SyncBatch(
                flagChanges: [FlagChange(uid: UID(100), flags: Flags(system: [.seen]))], vanished: UIDSet(99...99)),
            to: fixture.inbox)

        #expect(try fixture.counts(fixture.inbox) == "99/48")
    }

    @Test func `an older answer does not overwrite a newer one`() throws {
        let fixture = try Fixture()
        try fixture.synced(fixture.inbox, 1...1)
        let seen = FlagChange(uid: UID(1), flags: Flags(system: [.seen]), modSeq: ModSeq(20))
        let stale = FlagChange(uid: UID(1), flags: Flags(), modSeq: ModSeq(10))

        try fixture.store.apply(SyncBatch(flagChanges: [seen, stale]), to: fixture.inbox)

        #expect(try fixture.rows(fixture.inbox).first?.flags.isSeen == true)
    }

    @Test func `huge ranges of vanished messages remove what there is`() throws {
        let fixture = try Fixture()
        try fixture.synced(fixture.inbox, 1...5)

        try fixture.store.apply(
            SyncBatch(vanished: UIDSet(ranges: [4...UInt32.max]), serverTotal: 3), to: fixture.inbox)

        #expect(try fixture.uids(fixture.inbox) == [3, 2, 1])
        #expect(try fixture.counts(fixture.inbox) == "3/3")
        #expect(try fixture.search("Number", in: fixture.inbox) == [3, 2, 1])
    }

    @Test func `a new UIDVALIDITY drops the rows and keeps bodies for the same messages`() throws {
        let fixture = try Fixture()
        try fixture.synced(fixture.inbox, 1...3)
        try fixture.store.saveBody(fixture.id(2, in: fixture.inbox), parts: ["1": [72, 105]], text: "giraffe")

        try fixture.store.apply(
            SyncBatch(uidValidity: UIDValidity(8), upserts: [.sample(11, identity: 1), .sample(12, identity: 2)]),
            to: fixture.inbox)

        #expect(try fixture.uids(fixture.inbox) == [12, 11])
        #expect(try fixture.store.body(of: fixture.id(12, in: fixture.inbox))?.parts == ["1": [72, 105]])
        #expect(try fixture.store.body(of: fixture.id(11, in: fixture.inbox)) == nil)
        #expect(try fixture.search("giraffe", in: fixture.inbox) == [12])
        #expect(try fixture.store.syncState(of: fixture.inbox)?.isComplete == false)
    }

    @Test func `a change waits for its message to come again under a new UIDVALIDITY`() throws {
        let fixture = try Fixture()
        try fixture.synced(fixture.inbox, 1...2)
        try fixture.store.record(.setFlag(.system(.flagged), true, [fixture.id(2, in: fixture.inbox)]))

        try fixture.store.apply(SyncBatch(uidValidity: UIDValidity(8)), to: fixture.inbox)
        #expect(try fixture.store.pendingChanges(of: fixture.account).isEmpty)
        try fixture.store.apply(SyncBatch(upserts: [.sample(22, identity: 2)]), to: fixture.inbox)

        let change = try #require(try fixture.store.pendingChanges(of: fixture.account).first)
        #expect(change.uids == UIDSet(22...22) && change.uidValidity == UIDValidity(8))
        #expect(try fixture.rows(fixture.inbox).map(\.flags.isFlagged) == [true])
    }

    @Test func `a change whose message does not come again is refused`() throws {
        let fixture = try Fixture()
        try fixture.synced(fixture.inbox, 1...2)
        let ids = try fixture.store.record(.setFlag(.system(.flagged), true, [fixture.id(2, in: fixture.inbox)]))

        try fixture.store.apply(
            SyncBatch(
                uidValidity: UIDValidity(8), upserts: [.sample(21, identity: 1)], serverTotal: 1, uidNext: UID(22),
                complete: true), to: fixture.inbox)

        #expect(try ids.map { try fixture.store.change($0)?.state } == [.refused])
        #expect(try fixture.uids(fixture.inbox) == [21])
    }
}
