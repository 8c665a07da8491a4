import Foundation
import GRDB
import Glibc

/// The file of the store and the settings of every connection to it.
enum StoreFile {
    static let name = "mail.sqlite"

    /// Creates folder and file with modes that no umask widens or narrows, and returns the file's path.
    ///
    /// SQLite gives `-wal` and `-shm` the mode of the file, so all three end up readable by their owner alone.
    static func prepare(in directory: String) throws(StoreError) -> String {
        let path = directory.hasSuffix("/") ? directory + name : directory + "/" + name
        do {
            try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        } catch {
            throw (error as? CocoaError)?.code == .fileWriteOutOfSpace ? .diskFull : .notWritable(path: directory)
        }
        // A folder that belongs to somebody else keeps its mode; whether it can be used shows when the file is opened.
        _ = chmod(directory, 0o700)
        let descriptor = Glibc.open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw errno == ENOSPC ? .diskFull : .notWritable(path: path) }
        _ = fchmod(descriptor, 0o600)
        _ = Glibc.close(descriptor)
        for suffix in ["-wal", "-shm"] { _ = chmod(path + suffix, 0o600) }
        return path
    }

    // MARK: Damage

    /// Says to others that the file is in use, as long as the lock is held.
    static func announcePresence(_ path: String) throws(StoreError) -> FileLock {
        guard let lock = try FileLock.take(.shared, path: path + ".lock") else { throw .busy }
        return lock
    }

    private static func suspicion(_ path: String) -> String { path + ".suspect" }

    /// Leaves word that the file is damaged somewhere.
    static func suspect(_ path: String) {
        guard path != ":memory:" else { return }
        let descriptor = Glibc.open(suspicion(path), O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
        // Without the word the damage is met again, as it was this time.
        if descriptor >= 0 { _ = Glibc.close(descriptor) }
    }

    /// Looks through a file that was found damaged before; one that is not is trusted again.
    static func clearSuspicion(of path: String, _ database: some DatabaseReader) throws {
        guard access(suspicion(path), F_OK) == 0 else { return }
        let found = try database.read { try String.fetchOne($0, sql: "PRAGMA integrity_check(1)") }
        guard found == "ok" else { throw StoreError.damaged(path: path) }
        _ = unlink(suspicion(path))
    }

    /// Moves a damaged file out of the way.
    ///
    /// - Returns: where it is now.
    /// - Throws: `StoreError.damaged` where another program has it open: what that one writes would be lost.
    static func setAside(_ path: String, now: Int64) throws(StoreError) -> String {
        guard let lock = try FileLock.take(.exclusive, path: path + ".lock") else { throw .damaged(path: path) }
        defer { lock.release() }
        let base = (path as NSString).deletingPathExtension + "-damaged-\(now)"
        var aside = base + ".sqlite"
        for number in 2...1_000 where access(aside, F_OK) == 0 { aside = base + "-\(number).sqlite" }
        for suffix in ["-wal", "-shm", ""] where access(path + suffix, F_OK) == 0 {
            guard rename(path + suffix, aside + suffix) == 0 else { throw .notWritable(path: path) }
        }
        _ = unlink(suspicion(path))
        return aside
    }

    /// Few readers and small caches: the whole program has to stay small with 100,000 messages in a folder.
    static func configuration() -> Configuration {
        var configuration = Configuration()
        configuration.label = "store"
        configuration.maximumReaderCount = 3
        configuration.busyMode = .timeout(5)
        configuration.prepareDatabase { db in
            let cacheKibibytes = db.configuration.readonly ? 1_000 : 4_000
            try db.execute(sql: "PRAGMA cache_size = -\(cacheKibibytes)")
            try db.execute(sql: "PRAGMA temp_store = MEMORY")
            if !db.configuration.readonly {
                // With WAL, NORMAL loses nothing but the last moments before a power cut, and never consistency.
                try db.execute(sql: "PRAGMA synchronous = NORMAL")
                try db.execute(sql: "PRAGMA journal_size_limit = 8388608")
            }
        }
        return configuration
    }
}
