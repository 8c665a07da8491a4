import DemoServer
import IMAPClient
import MailModel
import MailStore
import TestSupport
import Testing

@testable import MailSync

/// Promises of the synchronisation that no other story shows.
@Suite(.serialized) struct PromiseTests {
    // MARK: The user before the background

    @Test func `with one connection what the user wants waits for one piece of the background`() async throws {
        // Given
        let transcript = Lines()
        let office = try await PostOffice.open(
            Post.maildrop(1_200),
            faults: FaultPlan(byConnection: [[], [.refuseLogin(text: "[LIMIT] Too many connections.")]]),
            adjust: { $0.imap.transcript = { transcript.hear($0) } })
        try await office.running {
            let inbox = try await office.listed("INBOX").id
            let message = try await office.message(1_195)
            try await eventually("a folder that comes in") { () -> Bool? in
                guard case .refused = await office.account.bulk.state else { return nil }
                return try (200..<900).contains(office.store.syncState(of: inbox)?.rows ?? 0) ? true : nil
            }
            let before = transcript.commands.count

            // When
            try await office.account.want(message.id)

            // Then
            let behind = transcript.commands.dropFirst(before)
            let place = try #require(behind.firstIndex { $0.contains("BODY.PEEK[1]") || $0.contains("BODY.PEEK[]") })
            #expect(behind[..<place].count { $0.contains("FETCH") } <= office.configuration.options.sizes.pipelined)
            #expect(try office.store.syncState(of: inbox)?.isComplete == false)
        }
    }

    // MARK: First screen first

    @Test func `nothing else is asked for until the screen had time to be drawn`() async throws {
        // Given
        let transcript = Lines()
        let office = try await PostOffice.open(
            Post.maildrop(20),
            adjust: {
                $0.imap.transcript = { transcript.hear($0) }
                $0.drawingPause = .milliseconds(25)
            })
        _ = try await AccountSync.synchronise(office.configuration, store: office.store)
        office.server.deliver(Post.message(77), received: Post.now + 77)
        let before = transcript.commands.count
        let clock = ManualClock()
        let account = AccountSync(office.configuration, store: office.store, clock: clock)
        try await withThrowingTaskGroup(of: Void.self) { group in
            // When
            group.addTask { await account.run() }
            try await office.inStep()
            await clock.waitForSleeper(until: .milliseconds(25))

            // Then
            #expect(!transcript.commands.dropFirst(before).contains { $0.contains(" LIST ") })
            try await eventually("the list") {
                // What the server says meanwhile makes it wait anew.
                clock.advance(by: .milliseconds(25))
                return transcript.commands.dropFirst(before).contains { $0.contains(" LIST ") } ? true : nil
            }
            group.cancelAll()
        }
        await office.server.stop()
    }

    @Test func `all unread messages are counted before they are here`() async throws {
        // Given
        let office = try await PostOffice.open(Post.maildrop(300), adjust: PostOffice.smallWindows)
        office.server.inject(.stallAt(command: "SEARCH"))
        let unread = try #require(office.server.snapshot().folders["INBOX"]).messages
            .count { !$0.flags.contains("\\Seen") }
        #expect(unread > 20)

        try await office.running {
            // Then
            try await eventually("the count") { try office.folder("INBOX")?.unread == unread ? true : nil }
            let inbox = try #require(try office.folder("INBOX")).id
            #expect(try office.store.syncState(of: inbox).map { $0.rows < 20 } == true)
        }
    }

    // MARK: Only what is needed

    @Test func `a folder that the user opens while the connection is made is selected once`() async throws {
        // Given
        let transcript = Lines()
        let office = try await PostOffice.open(
            Post.maildrop(20), adjust: { $0.imap.transcript = { transcript.hear($0) } })
        _ = try await AccountSync.synchronise(office.configuration, store: office.store)
        let inbox = try #require(try office.folder("INBOX")).id
        office.server.deliver(Post.message(77), received: Post.now + 77)
        let before = transcript.commands.count

        // When
        await office.account.openFolder(inbox)
        try await office.running {
            try await office.inStep()
            try await eventually("a rest") { await office.account.isResting ? true : nil }

            // Then
            #expect(transcript.commands.dropFirst(before).count { $0.contains(" SELECT ") } == 1)
        }
    }

    // MARK: A dead link

    @Test func `silence is shown while it lasts`() async throws {
        // Given
        let office = try await PostOffice.open(
            Post.maildrop(3), silence: .seconds(60), adjust: { $0.imap.deadlines.silenceNotice = .milliseconds(50) })
        try await office.running {
            let message = try await office.message(2)
            office.server.inject(.stallAt(command: "STORE"))

            // When
            try office.store.record(.setFlag(.system(.flagged), true, [message.id]))
            await office.account.changesRecorded()

            // Then
            try await eventually("silence") { await office.account.silentSince }
            office.server.cutAllConnections()
            try await office.settled()
            try await eventually("the end of it") { await office.account.silentSince == nil ? true : nil }
        }
    }

    // MARK: What others have marked

    @Test(arguments: [
        Capability.everything, .everything(except: .move), .everything(except: .uidPlus),
        .everything(except: .move, .uidPlus),
    ])
    func `what another client has marked deleted is never removed`(_ capabilities: Set<Capability>) async throws {
        // Given
        let transcript = Lines()
        let office = try await PostOffice.open(
            Post.maildrop(6), capabilities: capabilities, adjust: { $0.imap.transcript = { transcript.hear($0) } })
        office.server.setFlags(["\\Deleted"], uid: 2, in: "INBOX")
        try await office.running {
            try await office.inStep()
            let trash = try await office.listed("Trash").id
            let (moved, removed) = (try await office.message(4).id, try await office.message(5).id)

            // When
            try office.store.record(.move([moved], to: trash))
            try office.store.record(.expunge([removed]))
            await office.account.changesRecorded()
            try await office.settled()

            // Then
            let inbox = try #require(office.server.snapshot().folders["INBOX"])
            #expect(inbox.message(2)?.flags == ["\\Deleted"])
            let canRemove = capabilities.contains(.uidPlus)
            #expect(inbox.message(5).map(\.flags) == (canRemove ? nil : ["\\Deleted"]))
            #expect(!transcript.commands.contains { $0.contains(" EXPUNGE") && !$0.contains("UID EXPUNGE") })
            #expect(!transcript.commands.contains { $0.hasSuffix(" CLOSE") || $0.contains(" CLOSE\r") })
            if !canRemove {
                let entry = try #require(try office.store.journal(limit: 10).first { $0.kind == .expunge })
                #expect(entry.state == .refused)
                #expect(entry.error?.isEmpty == false)
            }
        }
    }

    // MARK: Conflicts

    @Test func `of a conflict the user has what he asked for and the server what it changed, flag by flag`()
        async throws
    {
        // Given
        let office = try await PostOffice.open(Post.maildrop(4))
        _ = try await AccountSync.synchronise(office.configuration, store: office.store)
        let inbox = try #require(try office.folder("INBOX")).id
        let id = try #require(try office.store.message(folder: inbox, uid: UID(2))).id
        office.server.setFlags(["\\Answered", "Work"], uid: 2, in: "INBOX")

        // When
        try office.store.record(.setFlag(.system(.flagged), true, [id]))

        // Then
        try await office.running {
            try await office.settled()
            try await office.inStep()
            #expect(
                office.server.snapshot().folders["INBOX"]?.message(2)?.flags == ["Work", "\\Answered", "\\Flagged"])
        }
    }

    // MARK: Unasked

    @Test func `a message that is told without having come makes no row, and changes none but by its flags`() throws {
        // Given
        let store = try MailStore.inMemory()
        let listed = ListedFolder(
            name: "INBOX", wireName: "INBOX", delimiter: "/", role: .inbox, isSubscribed: true, isSelectable: true)
        let folder = try #require(try store.applyFolderList(AccountID("work"), [listed]).first).id
        let rows = (1...3).map { number in
            NewMessage(uid: UID(UInt32(number)), received: MailDate(seconds: 9), messageID: "m\(number)", size: 9)
        }
        try store.apply(
            SyncBatch(
                uidValidity: UIDValidity(7), upserts: rows, serverTotal: 3, uidNext: UID(4), highestModSeq: ModSeq(5),
                complete: true), to: folder)
        var session = FolderSession(
            folder: folder,
            mailbox: SelectedMailbox(
                wireName: "INBOX", exists: 3, uidValidity: UIDValidity(7), uidNext: UID(4), highestModSeq: ModSeq(5)),
            local: try store.syncState(of: folder), sizes: SyncPlan.Sizes())
        session.newMail(isTold: true)
        func told(_ uid: UInt32) -> MailboxUpdate {
            .arrived(
                FetchedMessage(
                    sequence: uid, uid: UID(uid), flags: Flags(system: .flagged), received: MailDate(seconds: 20),
                    size: 77))
        }

        // When
        _ = try session.take([told(9), told(2)], .newest, in: store)

        // Then
        #expect(try store.knownUIDs(of: folder) == UIDSet(1...3))
        #expect(try store.message(folder: folder, uid: UID(2))?.flags == Flags(system: .flagged))
        #expect(try store.message(folder: folder, uid: UID(2))?.size == 9)

        // When
        _ = try session.take([.exists(5), told(4)], .newest, in: store)

        // Then
        #expect(!session.untold.isEmpty)
        #expect(session.step == nil)
        _ = try session.take([told(6)], .newest, in: store)
        #expect(session.untold.isEmpty)
        #expect(session.step == nil)
        #expect(try store.knownUIDs(of: folder) == UIDSet(ranges: [1...4, 6...6]))
        #expect(try store.syncState(of: folder)?.uidNext == UID(7))

        // When
        _ = try session.take([.exists(6), told(7), .expunged(UIDSet([UID(7)]))], .newest, in: store)
        _ = try session.take([.exists(6), .expunged(UIDSet([UID(8)]))], .newest, in: store)

        // Then
        #expect(session.step == .newMail(from: UID(8)))
    }
}
