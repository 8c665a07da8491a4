import Foundation
import GRDB
import MailModel
import Synchronization
import Testing

@testable import MailStore

/// A folder of its own for one test, removed with it.
final class TemporaryFolder {
    let path = NSTemporaryDirectory() + "martlet-store-" + UUID().uuidString

    /// The file of a store in this folder.
    var file: String { path + "/mail.sqlite" }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// Makes the file all that there is of the store: a log beside it would mend what a test breaks.
    func closeForGood(_ store: MailStore) throws {
        try store.database.writeWithoutTransaction { _ = try $0.checkpoint(.truncate) }
        try store.close()
    }

    func mode(_ name: String = "") throws -> Int {
        let attributes = try FileManager.default.attributesOfItem(atPath: path + "/" + name)
        return (attributes[.posixPermissions] as? NSNumber)?.intValue ?? -1
    }
}

struct StoreFileTests {
    @Test func `a store that is closed while others read it fails them, and closes behind them`() throws {
        let folder = TemporaryFolder()
        for _ in 0..<40 {
            let store = try MailStore.open(directory: folder.path)
            let ended = Mutex<[StoreError?]>([])
            let started = DispatchSemaphore(value: 0)
            let threads = DispatchGroup()
            for _ in 0..<4 {
                threads.enter()
                // Threads, not tasks: these wait for each other, and tasks may all have the same one.
                Thread.detachNewThread {
                    started.signal()
                    var error: StoreError?
                    for _ in 0..<100_000 where error == nil {
                        do throws(StoreError) { _ = try store.setting("layout") } catch let failure { error = failure }
                    }
                    ended.withLock { $0.append(error) }
                    threads.leave()
                }
            }
            for _ in 0..<4 { started.wait() }
            try store.close()
            threads.wait()
            #expect(ended.withLock(\.self) == Array(repeating: .failed("the store is closed"), count: 4))
            #expect(throws: StoreError.failed("the store is closed")) { try store.setSetting("layout", "wide") }
        }
    }

    @Test func `only its owner can read the store, whatever was there before`() throws {
        let folder = TemporaryFolder()
        try FileManager.default.createDirectory(
            atPath: folder.path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o755])
        _ = FileManager.default.createFile(
            atPath: folder.file, contents: nil, attributes: [.posixPermissions: 0o644])

        let store = try MailStore.open(directory: folder.path)
        try store.setSetting("layout", "wide")

        #expect(try folder.mode() == 0o700)
        for name in ["mail.sqlite", "mail.sqlite-wal", "mail.sqlite-shm"] {
            #expect(try folder.mode(name) == 0o600, "\(name)")
        }
    }

    @Test func `a store of a later version is refused`() throws {
        let folder = TemporaryFolder()
        try MailStore.open(directory: folder.path).close()
        let queue = try DatabaseQueue(path: folder.file)
        try queue.write { try $0.execute(sql: "INSERT INTO grdb_migrations VALUES ('2 of the future')") }
        try queue.close()

        #expect(throws: StoreError.newerVersion(path: folder.file)) { try MailStore.open(directory: folder.path) }
    }

    @Test func `a file that is no database is called damaged`() throws {
        let folder = TemporaryFolder()
        try folder.closeForGood(MailStore.open(directory: folder.path))
        try Data(repeating: 0x41, count: 9_000).write(to: URL(fileURLWithPath: folder.file))

        #expect(throws: StoreError.damaged(path: folder.file)) { try MailStore.open(directory: folder.path) }
    }

    @Test func `pages overwritten inside the file are called damaged where they are met`() throws {
        let folder = TemporaryFolder()
        let fixture = try Fixture(store: MailStore.open(directory: folder.path))
        try fixture.synced(fixture.inbox, 1...500)
        try folder.closeForGood(fixture.store)
        let handle = try FileHandle(forUpdating: URL(fileURLWithPath: folder.file))
        let size = try handle.seekToEnd()
        try handle.seek(toOffset: 4_096)
        try handle.write(contentsOf: Data(repeating: 0xEE, count: Int(size) - 4_096))
        try handle.close()

        #expect(throws: StoreError.damaged(path: folder.file)) {
            let store = try MailStore.open(directory: folder.path)
            _ = try store.window(WindowRequest(folder: fixture.inbox, count: 500))
        }
    }

    @Test func `a path below a file cannot be written`() throws {
        let folder = TemporaryFolder()
        try MailStore.open(directory: folder.path).close()

        #expect(throws: StoreError.notWritable(path: folder.file + "/below")) {
            try MailStore.open(directory: folder.file + "/below")
        }
    }

    @Test func `a full disk is called so and loses nothing that was acknowledged`() throws {
        let folder = TemporaryFolder()
        let fixture = try Fixture(store: MailStore.open(directory: folder.path))
        try fixture.synced(fixture.inbox, 1...10)
        try fixture.store.database.writeWithoutTransaction { db in
            let pages = try Int.fetchOne(db, sql: "PRAGMA page_count") ?? 0
            try db.execute(sql: "PRAGMA max_page_count = \(pages)")
        }

        #expect(throws: StoreError.diskFull) {
            try fixture.store.saveBody(
                fixture.id(1, in: fixture.inbox), parts: ["1": [UInt8](repeating: 65, count: 2_000_000)])
        }
        #expect(try fixture.rows(fixture.inbox).count == 10)
    }

    @Test func `what was acknowledged is there when another process opens the store`() throws {
        let folder = TemporaryFolder()
        let first = try Fixture(store: MailStore.open(directory: folder.path))
        try first.synced(first.inbox, 1...3)
        try first.store.record(.setFlag(.system(.flagged), true, [first.id(2, in: first.inbox)]))

        // The first store is still open, as it is for a program that was killed: nothing was closed or checkpointed.
        let second = try MailStore.open(directory: folder.path)

        #expect(try second.pendingChanges(of: first.account).map(\.uids) == [UIDSet(2...2)])
        #expect(try second.window(WindowRequest(folder: first.inbox, count: 9)).rows.count == 3)
    }

    @Test func `settings are remembered and forgotten`() throws {
        let store = try MailStore.inMemory()
        try store.setSetting("layout", "wide")
        try store.setSetting("layout", "narrow")
        #expect(try store.setting("layout") == "narrow")

        try store.setSetting("layout", nil)
        #expect(try store.setting("layout") == nil)
    }
}
