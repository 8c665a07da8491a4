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

    /// Few readers and small caches: the whole program has to stay small with 100,000 messages in a folder.
    static func configuration() -> Configuration {
        var configuration = Configuration()
        configuration.label = "store"
        configuration.maximumReaderCount = 3
        configuration.busyMode = .timeout(5)
        configuration.prepareDatabase { db in
            let cacheKibibytes = db.configuration.readonly ? 2_000 : 8_000
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
