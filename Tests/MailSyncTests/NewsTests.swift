import DemoServer
import IMAPClient
import MailModel
import MailStore
import Testing

@testable import MailSync

/// What the server says of its own accord, against what was asked and done meanwhile.
struct NewsTests {
    @Test func `news of the mailbox before are never taken for those of the next`() {
        // Given
        var news = NewsInbox()
        news.hear(.selected(wireName: "INBOX"))
        news.hear(.exists(4))

        // Then
        #expect(news.take(of: "Archive").updates.isEmpty)
        #expect(news.take(of: "INBOX").updates == [.exists(4)])
        #expect(news.take(of: "INBOX").updates.isEmpty)

        // When
        news.hear(.exists(5))
        news.hear(.selected(wireName: "INBOX"))

        // Then
        #expect(news.take(of: "INBOX").updates.isEmpty)
    }

    @Test func `flags are trusted less after a question, and least after a change of ours`() {
        var news = NewsInbox()
        #expect(news.take(of: nil).trust == .newest)
        news.noteAnswer()
        #expect(news.take(of: nil).trust == .answered)
        news.noteChange()
        news.noteAnswer()
        #expect(news.take(of: nil).trust == .changed)
        #expect(news.take(of: nil).trust == .newest)
    }

    @Test func `what was said before an answer is counted when the answer is there`() async throws {
        // Given
        let office = try await PostOffice.open(Post.maildrop(3))
        let options = office.configuration.options.imap
        let connection = try await IMAPConnection.open(
            office.configuration.endpoint, login: office.configuration.login, options: options)
        _ = try await connection.select("INBOX")
        var news = NewsInbox()
        #expect(connection.updateCount == 1)

        // When
        office.server.setFlags(["\\Seen"], uid: 2, in: "INBOX")
        try await connection.noop()

        // Then
        #expect(connection.updateCount == 2)
        #expect(!news.hasHeard(connection.updateCount))
        var updates = connection.updates.makeAsyncIterator()
        while !news.hasHeard(connection.updateCount), let update = await updates.next() { news.hear(update) }
        #expect(news.take(of: "INBOX").updates.count == 1)
        await connection.close()
        await office.server.stop()
    }

    // MARK: In a folder

    private struct Place {
        let store: MailStore
        let folder: FolderID
        var session: FolderSession

        /// A folder with these messages, in step and selected.
        init(_ count: UInt32, exactFlags: Int = 1_000, local: Bool = true) throws {
            store = try MailStore.inMemory()
            let listed = ListedFolder(
                name: "INBOX", wireName: "INBOX", delimiter: "/", role: .inbox, isSubscribed: true, isSelectable: true)
            let folders = try store.applyFolderList(AccountID("work"), [listed])
            folder = try #require(folders.first).id
            let rows = (1...count).map { number in
                NewMessage(
                    uid: UID(number), received: MailDate(seconds: Int64(number)), messageID: "m\(number)", size: 9,
                    modSeq: ModSeq(3))
            }
            if local {
                try store.apply(
                    SyncBatch(
                        uidValidity: UIDValidity(7), upserts: rows, serverTotal: Int(count), uidNext: UID(count + 1),
                        complete: true), to: folder)
            }
            var sizes = SyncPlan.Sizes()
            sizes.exactFlags = exactFlags
            session = FolderSession(
                folder: folder,
                mailbox: SelectedMailbox(
                    wireName: "INBOX", exists: count, uidValidity: UIDValidity(7), uidNext: UID(count + 1)),
                local: try store.syncState(of: folder), sizes: sizes)
        }

        func flags(_ uid: UInt32) throws -> Flags? { try store.message(folder: folder, uid: UID(uid))?.flags }
    }

    private static let flagged = Flags(system: .flagged)

    @Test(arguments: [ModSeq(4), nil])
    func `flags told before our own change was done are asked for again`(_ modSeq: ModSeq?) throws {
        // Given
        var place = try Place(3)
        let id = try #require(try place.store.message(folder: place.folder, uid: UID(2))).id
        let change = try #require(try place.store.record(.setFlag(.system(.seen), true, [id])).first)
        try place.store.markDone(change)

        // When
        let doubtful = try place.session.take(
            [.flags(UID(2), Self.flagged, modSeq)], .changed, in: place.store)

        // Then
        #expect(doubtful == UIDSet([UID(2)]))
        #expect(try place.flags(2) == Flags(system: .seen))
    }

    @Test func `flags told while others were asked for count where a modification sequence orders them`() throws {
        var place = try Place(3)
        let doubtful = try place.session.take(
            [.flags(UID(1), Self.flagged, nil), .flags(UID(2), Self.flagged, ModSeq(4))], .answered, in: place.store)
        #expect(doubtful == UIDSet([UID(1)]))
        #expect(try place.flags(1) == Flags())
        #expect(try place.flags(2) == Self.flagged)
    }

    @Test func `flags told after sets of flags were made are not overwritten by them`() throws {
        // Given
        var place = try Place(3, exactFlags: 1)
        try place.session.take(
            .sets([(.system(.flagged), UIDSet())], unseen: UIDSet(1...3)), of: .flagSets, in: place.store)

        // When
        _ = try place.session.take([.flags(UID(2), Self.flagged, nil)], .newest, in: place.store)
        try place.session.settleFlags(in: place.store)

        // Then
        #expect(try place.flags(2) == Self.flagged)
    }

    @Test func `sets of flags made before a change of ours are made again`() throws {
        // Given
        var place = try Place(3, exactFlags: 1)
        for step in [SyncPlan.Step.topFlags(1...3), .flagSets] {
            try place.session.take(
                step == .flagSets ? .sets([(.system(.flagged), UIDSet())], unseen: UIDSet(1...3)) : .flags([]),
                of: step,
                in: place.store)
        }
        #expect(place.session.step == nil)

        // When
        place.session.flagsChanged()

        // Then
        #expect(place.session.step == .flagSets)
    }

    @Test func `an expunge told after a comparison that missed the message is counted once`() throws {
        // Given
        var place = try Place(5)
        try place.session.take(.uids(UIDSet(ranges: [1...3, 5...5])), of: .compare, in: place.store)
        #expect(place.session.exists == 4)

        // When
        _ = try place.session.take([.expunged(UIDSet([UID(4)]))], .newest, in: place.store)

        // Then
        #expect(place.session.exists == 4)
        _ = try place.session.take([.expunged(UIDSet([UID(5)]))], .newest, in: place.store)
        #expect(place.session.exists == 3)
    }

    @Test func `an expunge of nobody knows which message makes a folder that was in step be compared`() throws {
        // Given
        let place = try Place(5)
        let modSeq = SyncBatch(highestModSeq: ModSeq(9))
        try place.store.apply(modSeq, to: place.folder)
        var session = FolderSession(
            folder: place.folder,
            mailbox: SelectedMailbox(
                wireName: "INBOX", exists: 5, uidValidity: UIDValidity(7), uidNext: UID(6), highestModSeq: ModSeq(9)),
            local: try place.store.syncState(of: place.folder), sizes: SyncPlan.Sizes())
        #expect(try !session.isDue(in: place.store))

        // When
        _ = try session.take([.expungedUnknown], .newest, in: place.store)

        // Then
        #expect(try session.isDue(in: place.store))
        #expect(session.step == .compare)
    }

    // MARK: In a plan

    @Test func `mail that arrives in an empty folder is fetched after the folder was cleared`() {
        var plan = SyncPlan(
            local: SyncPlanTests.local(next: 9, rows: 3), server: SyncPlanTests.server(0, next: 9))
        plan.mailArrived()
        #expect(plan.next == .clear)
        plan.done(.clear)
        #expect(plan.next == .newMail(from: UID(9)))
    }

    @Test func `mail that arrives before the first screenful is fetched after it`() {
        var plan = SyncPlan(local: nil, server: SyncPlanTests.server(3, next: 9))
        plan.mailArrived()
        #expect(plan.next == .newest(1...3))
        _ = plan.fetchedNew(UIDSet(1...3), step: .newest(1...3))
        #expect(plan.next == .newMail(from: UID(9)))
    }

    @Test func `figures that differed and agreed again may differ as before`() {
        // Given
        var plan = SyncPlan(
            local: SyncPlanTests.local(next: 9, modSeq: 5, rows: 3), server: SyncPlanTests.server(3, next: 9, modSeq: 5)
        )
        plan.check(rows: 2, exists: 3)
        #expect(plan.next == .compare)
        _ = plan.compared(server: UIDSet(1...3), known: UIDSet(1...3))
        plan.check(rows: 2, exists: 3)
        #expect(plan.next == nil)

        // When
        plan.check(rows: 3, exists: 3)
        plan.check(rows: 2, exists: 3)

        // Then
        #expect(plan.next == .compare)
    }
}
