import Foundation
import GRDB
import MailModel
import Synchronization
import Testing

@testable import MailStore

/// A damaged store is set aside, and what the user had changed goes on in a new one.
struct RescueTests {
    private let folder = TemporaryFolder()

    /// A store with mail, and changes of every kind that wait.
    private func filled() throws -> Fixture {
        let fixture = try Fixture(store: MailStore.open(directory: folder.path, now: { 1_000 }))
        try fixture.synced(fixture.inbox, 1...400)
        try fixture.synced(fixture.archive, 50...51)
        let store = fixture.store
        try store.record(.setFlag(.system(.flagged), true, [fixture.id(3, in: fixture.inbox)]))
        try store.record(.move([fixture.id(4, in: fixture.inbox)], to: fixture.archive))
        let sent = try store.record(.move([fixture.id(5, in: fixture.inbox)], to: fixture.trash))
        try store.markSent(sent)
        try store.record(.append(fixture.archive, bytes: [1, 2, 3], flags: Flags(system: .draft)))
        try store.record(.createFolder(fixture.account, name: "New"))
        return fixture
    }

    /// Overwrites pages of the file that hold mail, as a failing disk does.
    private func damage(_ path: String, table: String) throws {
        let queue = try DatabaseQueue(path: path)
        let page = try queue.read { try Int.fetchOne($0, sql: "PRAGMA page_size") ?? 4_096 }
        let pages = try queue.read { db in
            try Int.fetchAll(
                db, sql: "SELECT pageno FROM dbstat WHERE name = ? AND pagetype = 'leaf'", arguments: [table])
        }
        try queue.close()
        let handle = try FileHandle(forUpdating: URL(fileURLWithPath: path))
        for number in pages.dropFirst() {
            try handle.seek(toOffset: UInt64((number - 1) * page))
            try handle.write(contentsOf: Data(repeating: 0xEE, count: page))
        }
        try handle.close()
    }

    private func wrecked() throws -> Fixture {
        let fixture = try filled()
        try folder.closeForGood(fixture.store)
        // Everything after the first page, which is the largest damage with which it is a database at all.
        let handle = try FileHandle(forUpdating: URL(fileURLWithPath: folder.file))
        try handle.truncate(atOffset: 1_000)
        try handle.close()
        return fixture
    }

    @Test func `a file that is no database is set aside, and a new store begins`() throws {
        _ = try wrecked()

        let (store, rescue) = try MailStore.openRescuing(directory: folder.path, now: { 2_000 })

        let found = try #require(rescue)
        #expect(found.asidePath == folder.path + "/mail-damaged-2000.sqlite" && !found.isWhole && found.changes == 0)
        #expect(FileManager.default.fileExists(atPath: found.asidePath))
        #expect(try store.folders().isEmpty)
        try store.setSetting("layout", "wide")
        try store.close()
        #expect(try MailStore.openRescuing(directory: folder.path).rescue == nil)
    }

    @Test func `the journal of a damaged store goes on in the new one`() throws {
        // Given
        let fixture = try filled()
        let before = try fixture.store.pendingChanges(of: fixture.account)
        try folder.closeForGood(fixture.store)
        try damage(folder.file, table: "message")
        let broken = try MailStore.open(directory: folder.path)
        #expect(throws: StoreError.damaged(path: folder.file)) {
            _ = try broken.window(WindowRequest(folder: fixture.inbox, count: 500))
        }
        try broken.close()

        // When
        let (store, rescue) = try MailStore.openRescuing(directory: folder.path, now: { 2_000 })

        // Then
        #expect(rescue?.changes == 5)
        let after = try store.pendingChanges(of: fixture.account)
        #expect(after == before)
        #expect(after.first?.state == .sent)
        #expect(after.allSatisfy { $0.uidValidity == UIDValidity(7) || $0.uids.isEmpty })
        #expect(try store.integrityProblems().isEmpty)
        let payload = after.compactMap { if case .append(let id) = $0.kind { id } else { nil } }
        #expect(try payload.map { try store.payload($0) } == [[1, 2, 3]])
        #expect(try store.syncState(of: fixture.inbox)?.uidNext == nil)
    }

    @Test func `what was taken over is confirmed as ever, and the mail comes again around it`() throws {
        // Given
        let first = try filled()
        try folder.closeForGood(first.store)
        try damage(folder.file, table: "message")
        let broken = try MailStore.open(directory: folder.path)
        broken.suspectDamage()
        try broken.close()
        let (store, _) = try MailStore.openRescuing(directory: folder.path, now: { 2_000 })
        let fixture = try Fixture(store: store)

        // When
        for change in try store.pendingChanges(of: fixture.account) {
            try store.markSent([change.id])
            try store.markDone(change.id, moved: [UID(4): UID(60), UID(5): UID(70)], targetValidity: UIDValidity(7))
        }
        try store.apply(
            SyncBatch(
                uidValidity: UIDValidity(7), upserts: ((1...3).map { $0 } + (6...400).map { $0 }).map { .sample($0) },
                flagChanges: [FlagChange(uid: UID(3), flags: Flags(system: .flagged))], serverTotal: 398,
                uidNext: UID(401), complete: true), to: fixture.inbox)

        // Then
        #expect(try fixture.rows(fixture.inbox).count == 398)
        #expect(try fixture.counts(fixture.inbox) == "398/398")
        #expect(try store.message(folder: fixture.inbox, uid: UID(3))?.flags.isFlagged == true)
        #expect(try store.integrityProblems().isEmpty)
    }

    @Test func `a damaged store that another program has open stays where it is`() throws {
        let first = try filled()
        let second = try MailStore.open(directory: folder.path)
        second.suspectDamage()
        try folder.closeForGood(first.store)
        try damage(folder.file, table: "message")

        #expect(throws: StoreError.damaged(path: folder.file)) {
            _ = try MailStore.openRescuing(directory: folder.path)
        }
        #expect(FileManager.default.fileExists(atPath: folder.file))
        try second.close()
        #expect(try MailStore.openRescuing(directory: folder.path).rescue != nil)
    }

    @Test func `a suspicion that proves wrong is forgotten`() throws {
        let fixture = try filled()
        fixture.store.suspectDamage()
        try fixture.store.close()

        let (store, rescue) = try MailStore.openRescuing(directory: folder.path)

        #expect(rescue == nil)
        #expect(try store.pendingChanges(of: fixture.account).count == 5)
        #expect(!FileManager.default.fileExists(atPath: folder.file + ".suspect"))
    }

    @Test func `a store of a later version is refused and left alone, not set aside`() throws {
        try MailStore.open(directory: folder.path).close()
        let queue = try DatabaseQueue(path: folder.file)
        try queue.write { try $0.execute(sql: "INSERT INTO grdb_migrations VALUES ('9 of the future')") }
        try queue.close()

        #expect(throws: StoreError.newerVersion(path: folder.file)) {
            _ = try MailStore.openRescuing(directory: folder.path)
        }
        #expect(FileManager.default.fileExists(atPath: folder.file))
    }

    @Test func `the check finds wrong counters, and vacuum gives back what is free`() throws {
        let fixture = try filled()
        #expect(try fixture.store.integrityProblems().isEmpty)
        for uid in 10...200 {
            try fixture.store.saveBody(
                fixture.id(UInt32(uid), in: fixture.inbox), parts: ["1": [UInt8](repeating: 65, count: 20_000)])
        }
        try fixture.store.apply(SyncBatch(vanished: UIDSet(10...200), serverTotal: 209), to: fixture.inbox)
        let before = try fixture.store.figures()
        #expect(before.freeOctets > 1_000_000)

        try fixture.store.vacuum()

        let after = try fixture.store.figures()
        #expect(after.octets < before.octets / 2 && after.freeOctets == 0)
        #expect(after.messages == before.messages && after.waitingChanges == 5)
        try fixture.store.write { try $0.run("UPDATE folder SET unread = unread + 1") }
        #expect(try !fixture.store.integrityProblems().isEmpty)
    }

    @Test func `a clock set back changes neither the order of changes nor what is undone`() throws {
        let clock = Clock()
        let fixture = try Fixture(store: MailStore.inMemory(now: { clock.next() }))
        try fixture.synced(fixture.inbox, 1...3)
        let ids = try [1, 2, 3].map { try fixture.id($0, in: fixture.inbox) }

        for id in ids { try fixture.store.record(.setFlag(.system(.flagged), true, [id])) }

        #expect(try fixture.store.pendingChanges(of: fixture.account).map(\.uids) == [1, 2, 3].map { UIDSet($0...$0) })
        try fixture.store.undo()
        #expect(try fixture.rows(fixture.inbox).map(\.flags.isFlagged) == [false, true, true])
        let times = try fixture.store.journal(limit: 9).map(\.createdAt)
        #expect(times.count == 3 && times == times.sorted())
    }
}

/// A clock that runs backwards.
private final class Clock: Sendable {
    private let time = Mutex<Int64>(930)

    func next() -> Int64 {
        time.withLock { time in
            time -= 10
            return time
        }
    }
}
