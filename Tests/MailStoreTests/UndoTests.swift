import MailModel
import Testing

@testable import MailStore

struct UndoTests {
    private let fixture: Fixture

    init() throws {
        fixture = try Fixture()
        try fixture.synced(fixture.inbox, 1...3)
        try fixture.synced(fixture.trash, 50...51)
    }

    private func row(_ uid: UInt32) throws -> MessageID { try fixture.id(uid, in: fixture.inbox) }

    /// What the server is asked for, and done.
    private func replay(moved: [UID: UID] = [:]) throws {
        for change in try fixture.store.pendingChanges(of: fixture.account) {
            try fixture.store.markSent([change.id])
            try fixture.store.markDone(change.id, moved: moved, targetValidity: UIDValidity(7))
        }
    }

    private func undone(_ outcome: UndoOutcome) throws -> UndoneChange {
        guard case .changed(let change) = outcome else { throw Fixture.Missing() }
        return change
    }

    @Test func `undoing what was not sent cancels it, and redoing it does it again`() throws {
        let before = try fixture.rows(fixture.inbox)
        let change = try fixture.store.record(.move(before.map(\.id), to: fixture.archive))

        let back = try undone(fixture.store.undo())
        #expect(back.kind == .move(to: fixture.archive) && back.messages == 3)
        #expect(back.places == [fixture.inbox: before[0].key])
        #expect(try fixture.rows(fixture.inbox) == before)
        #expect(try fixture.rows(fixture.archive).isEmpty)
        #expect(try fixture.store.change(change[0])?.state == .undone)
        #expect(try fixture.store.pendingChanges(of: fixture.account).isEmpty)
        #expect(try fixture.store.undo() == .nothing)

        #expect(try undone(fixture.store.redo()).messages == 3)
        #expect(try fixture.rows(fixture.inbox).isEmpty && fixture.rows(fixture.archive).count == 3)
        #expect(try fixture.store.pendingChanges(of: fixture.account).map(\.uids) == [UIDSet(1...3)])
        #expect(try fixture.store.redo() == .nothing)
    }

    @Test func `undoing a move that is done moves exactly that message back`() throws {
        try fixture.store.record(.move([row(2)], to: fixture.trash))
        try replay(moved: [UID(2): UID(60)])

        try fixture.store.undo()

        let inverse = try #require(try fixture.store.pendingChanges(of: fixture.account).first)
        #expect(inverse.kind == .move(to: fixture.inbox) && inverse.uids == UIDSet(60...60))
        #expect(try fixture.uids(fixture.inbox) == [3, nil, 1])
        #expect(try fixture.counts(fixture.trash) == "2/2")
    }

    @Test func `a move goes there and back and there again, each time by the newest UID`() throws {
        try fixture.store.record(.move([row(2)], to: fixture.trash))
        try replay(moved: [UID(2): UID(60)])
        try fixture.store.undo()
        try replay(moved: [UID(60): UID(9)])
        #expect(try fixture.uids(fixture.inbox) == [3, 9, 1])

        try fixture.store.redo()
        #expect(try fixture.store.pendingChanges(of: fixture.account).map(\.uids) == [UIDSet(9...9)])
        try replay(moved: [UID(9): UID(61)])
        #expect(try fixture.uids(fixture.trash) == [51, 50, 61])

        #expect(try undone(fixture.store.undo()).kind == .move(to: fixture.trash))
        #expect(try fixture.store.pendingChanges(of: fixture.account).map(\.uids) == [UIDSet(61...61)])
    }

    @Test func `redoing before the way back was sent leaves nothing to send`() throws {
        try fixture.store.record(.move([row(2)], to: fixture.trash))
        try replay(moved: [UID(2): UID(60)])
        try fixture.store.undo()

        try fixture.store.redo()

        #expect(try fixture.store.pendingChanges(of: fixture.account).isEmpty)
        #expect(try fixture.uids(fixture.trash) == [51, 50, 60])
        // And it can be taken back as before.
        try fixture.store.undo()
        #expect(try fixture.store.pendingChanges(of: fixture.account).map(\.uids) == [UIDSet(60...60)])
    }

    @Test func `what is on its way is taken back behind it`() throws {
        let move = try fixture.store.record(.move([row(2)], to: fixture.trash))
        try fixture.store.markSent(move)

        try fixture.store.undo()

        #expect(try fixture.uids(fixture.inbox) == [3, nil, 1])
        #expect(try fixture.store.pendingChanges(of: fixture.account).map(\.id) == move)
        try fixture.store.markDone(move[0], moved: [UID(2): UID(60)], targetValidity: UIDValidity(7))
        let inverse = try #require(try fixture.store.pendingChanges(of: fixture.account).first)
        #expect(inverse.kind == .move(to: fixture.inbox) && inverse.uids == UIDSet(60...60))
    }

    @Test func `what was taken back while the way was made for it is not sent, nor what goes with it`() throws {
        let first = try fixture.store.record(.setFlag(.system(.seen), true, [row(1)]))
        let second = try fixture.store.record(.setFlag(.system(.seen), true, [row(2)]))
        try fixture.store.undo()

        #expect(try !fixture.store.markSent(first + second))
        #expect(try fixture.store.change(first[0])?.state == .pending)
        #expect(try fixture.store.markSent(first))
    }

    @Test func `what is refused after it was taken back is as before the two`() throws {
        let before = try fixture.rows(fixture.inbox)
        let move = try fixture.store.record(.move([row(2)], to: fixture.trash))
        try fixture.store.markSent(move)
        try fixture.store.undo()

        try fixture.store.refuse(move[0], reason: "Over quota.")

        #expect(try fixture.rows(fixture.inbox) == before)
        #expect(try fixture.store.pendingChanges(of: fixture.account).isEmpty)
    }

    @Test func `a refused way back leaves the command as it is, to be taken back again`() throws {
        try fixture.store.record(.move([row(2)], to: fixture.trash))
        try replay(moved: [UID(2): UID(60)])
        try fixture.store.undo()
        let inverse = try #require(try fixture.store.pendingChanges(of: fixture.account).first)

        try fixture.store.refuse(inverse.id, reason: "Over quota.")

        #expect(try fixture.uids(fixture.trash) == [51, 50, 60])
        #expect(try fixture.store.redo() == .nothing)
        try fixture.store.undo()
        #expect(try fixture.store.pendingChanges(of: fixture.account).map(\.uids) == [UIDSet(60...60)])
    }

    @Test func `flags go back to what each message had`() throws {
        try fixture.store.apply(
            SyncBatch(flagChanges: [FlagChange(uid: UID(2), flags: Flags(system: [.seen]))]), to: fixture.inbox)
        try fixture.store.record(.setFlag(.system(.seen), true, [row(1), row(2), row(3)]))
        try replay()

        #expect(try undone(fixture.store.undo()).messages == 2)

        #expect(try fixture.rows(fixture.inbox).map(\.flags.isSeen) == [false, true, false])
        let inverse = try fixture.store.pendingChanges(of: fixture.account)
        #expect(inverse.map(\.uids) == [UIDSet([UID(1), UID(3)])])
    }

    @Test func `each undo goes one command further back, and each redo one forward`() throws {
        let id = try row(1)
        try fixture.store.record(.setFlag(.system(.seen), true, [id]))
        try replay()
        try fixture.store.record(.setFlag(.system(.flagged), true, [id]))
        try replay()

        try fixture.store.undo()
        #expect(try fixture.store.summary(id)?.flags == Flags(system: [.seen]))
        try fixture.store.undo()
        #expect(try fixture.store.summary(id)?.flags == Flags())
        #expect(try fixture.store.undo() == .nothing)
        try fixture.store.redo()
        #expect(try fixture.store.summary(id)?.flags == Flags(system: [.seen]))
        try fixture.store.redo()
        #expect(try fixture.store.summary(id)?.flags == Flags(system: [.seen, .flagged]))
        #expect(try fixture.store.redo() == .nothing)
    }

    @Test func `a flag set before a move is taken back after the move was`() throws {
        try fixture.store.record(.setFlag(.system(.flagged), true, [row(2)]))
        try replay()
        try fixture.store.record(.move([row(2)], to: fixture.trash))
        try replay(moved: [UID(2): UID(60)])
        try fixture.store.undo()
        try replay(moved: [UID(60): UID(9)])

        #expect(try undone(fixture.store.undo()).messages == 1)

        let change = try #require(try fixture.store.pendingChanges(of: fixture.account).first)
        #expect(change.kind == .setFlag(.system(.flagged), false) && change.uids == UIDSet(9...9))
    }

    @Test func `a new command ends what could be done again`() throws {
        try fixture.store.record(.setFlag(.system(.seen), true, [row(1)]))
        try fixture.store.undo()
        try fixture.store.record(.setFlag(.system(.flagged), true, [row(1)]))

        #expect(try fixture.store.redo() == .nothing)
        // What merely follows from reading is no command.
        try fixture.store.undo()
        try fixture.store.record(.setFlag(.system(.seen), true, [row(2)]), isStep: false)
        #expect(try undone(fixture.store.redo()).kind == .setFlag(.system(.flagged), true))
    }

    @Test func `a copy is removed again, the original never`() throws {
        try fixture.store.record(.copy([row(2)], to: fixture.trash))
        try replay(moved: [UID(2): UID(60)])

        try fixture.store.undo()

        let change = try #require(try fixture.store.pendingChanges(of: fixture.account).first)
        #expect(change.kind == .expunge && change.folder == fixture.trash && change.uids == UIDSet(60...60))
        #expect(try fixture.uids(fixture.inbox) == [3, 2, 1])
        try replay()
        try fixture.store.redo()
        #expect(try fixture.uids(fixture.trash) == [51, 50, nil])
    }

    @Test func `what cannot be taken back says so once, and is passed then`() throws {
        try fixture.store.record(.setFlag(.system(.seen), true, [row(1)]))
        try fixture.store.record(.expunge([row(2)]))
        try replay()

        #expect(try fixture.store.undo() == .impossible(.expunge))
        #expect(try undone(fixture.store.undo()).kind == .setFlag(.system(.seen), true))
    }

    @Test func `removing for good can be taken back until it is sent, and is not done again unasked`() throws {
        try fixture.store.record(.expunge([row(2)]))

        #expect(try undone(fixture.store.undo()).kind == .expunge)
        #expect(try fixture.uids(fixture.inbox) == [3, 2, 1])
        #expect(try fixture.store.redo() == .nothing)
    }

    @Test func `messages that are gone are said to be gone`() throws {
        try fixture.store.record(.move([row(2)], to: fixture.trash))
        try replay(moved: [UID(2): UID(60)])
        try fixture.store.apply(SyncBatch(vanished: UIDSet(60...60), serverTotal: 2), to: fixture.trash)

        #expect(try fixture.store.undo() == .gone(.move(to: fixture.trash)))
        #expect(try fixture.store.undo() == .nothing)
    }

    @Test func `folders are renamed back, subscribed again, and removed only while they are empty`() throws {
        try fixture.store.record(.renameFolder(fixture.archive, newName: "Old"))
        try fixture.store.record(.subscribe(fixture.archive, false))
        try fixture.store.record(.createFolder(fixture.account, name: "New"))
        try replay()

        try fixture.store.undo()
        #expect(try fixture.store.folders().map(\.name).contains("New") == false)
        try fixture.store.undo()
        #expect(try fixture.store.folder(fixture.archive)?.isSubscribed == true)
        try fixture.store.undo()
        #expect(try fixture.store.folder(fixture.archive)?.name == "Archive")
        #expect(
            try fixture.store.pendingChanges(of: fixture.account).map(\.kind) == [
                .deleteFolder, .subscribe(true), .renameFolder(newName: "Archive"),
            ])
    }

    @Test func `a folder that was made is kept once something lies in it`() throws {
        try fixture.store.record(.createFolder(fixture.account, name: "New"))
        try replay()
        let made = try #require(try fixture.store.folders().first { $0.name == "New" })
        try fixture.synced(made.id, 1...2)

        #expect(try fixture.store.undo() == .gone(.createFolder(name: "New")))
        #expect(try fixture.store.pendingChanges(of: fixture.account).isEmpty)
    }

    @Test func `the history outlives the program`() throws {
        let folder = TemporaryFolder()
        let first = try Fixture(store: MailStore.open(directory: folder.path))
        try first.synced(first.inbox, 1...2)
        try first.store.record(.setFlag(.system(.seen), true, [first.id(1, in: first.inbox)]))
        try first.store.record(.move([first.id(2, in: first.inbox)], to: first.trash))
        try first.store.undo()
        try first.store.close()

        let store = try MailStore.open(directory: folder.path)

        #expect(try undone(store.redo()).kind == .move(to: first.trash))
        #expect(try undone(store.undo()).kind == .move(to: first.trash))
        #expect(try undone(store.undo()).kind == .setFlag(.system(.seen), true))
    }
}
