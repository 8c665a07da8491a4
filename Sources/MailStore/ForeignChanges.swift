import Dispatch
import GRDB
import Glibc
import Synchronization

/// Tells the observations of a store what other processes wrote to it.
///
/// SQLite tells nobody. The folder of the store is watched instead (inotify), so that a store that nobody writes to costs
/// nothing; whether it was another process that wrote is what SQLite's data version says.
final class ForeignChanges: Sendable {
    private struct Watch {
        var source: any DispatchSourceRead
        var version: Int64
        /// Whether a look is due already.
        var isLooking = false
    }

    /// How long a look waits for what is written right after.
    private static let pause = DispatchTimeInterval.milliseconds(30)

    private let database: any DatabaseWriter
    private let directory: String
    private let queue = DispatchQueue(label: "store.foreign")
    private let watch = Mutex<Watch?>(nil)

    init(_ database: any DatabaseWriter, directory: String) {
        self.database = database
        self.directory = directory
    }

    /// Begins to watch; harmless where it has begun. Where the kernel has no watch left, the store is not watched.
    func start() {
        watch.withLock { watch in
            // A store that fails says so when it is read.
            guard watch == nil, let version = try? version() else { return }
            let descriptor = inotify_init1(Int32(IN_CLOEXEC | IN_NONBLOCK))
            guard descriptor >= 0 else { return }
            guard inotify_add_watch(descriptor, directory, UInt32(IN_MODIFY)) >= 0 else {
                _ = Glibc.close(descriptor)
                return
            }
            let source = DispatchSource.makeReadSource(fileDescriptor: descriptor, queue: queue)
            source.setEventHandler { [weak self] in
                Self.drain(descriptor)
                self?.lookSoon()
            }
            source.setCancelHandler { _ = Glibc.close(descriptor) }
            source.activate()
            watch = Watch(source: source, version: version)
        }
    }

    func stop() {
        let old = watch.withLock { watch in
            defer { watch = nil }
            return watch
        }
        old?.source.cancel()
    }

    deinit { stop() }

    /// What was written does not matter, only that something was.
    private static func drain(_ descriptor: Int32) {
        var bytes = [UInt8](repeating: 0, count: 4_096)
        while read(descriptor, &bytes, bytes.count) > 0 {}
    }

    private func lookSoon() {
        let isDue = watch.withLock { watch in
            guard watch?.isLooking == false else { return false }
            watch?.isLooking = true
            return true
        }
        guard isDue else { return }
        queue.asyncAfter(deadline: .now() + Self.pause) { [weak self] in self?.look() }
    }

    private func look() {
        watch.withLock { $0?.isLooking = false }
        guard let now = try? version() else { return }  // closed, or failing: whoever reads is told
        let isForeign = watch.withLock { watch in
            guard let before = watch?.version, before != now else { return false }
            watch?.version = now
            return true
        }
        // A transaction that writes nothing needs no lock, and its end wakes the observers.
        if isForeign {
            try? database.writeWithoutTransaction { db in  // as above
                try db.inTransaction(.deferred) {
                    try db.notifyChanges(in: .fullDatabase)
                    return .commit
                }
            }
        }
    }

    /// Counts the commits of other connections than the one that writes: those of this process are not among them.
    private func version() throws -> Int64 {
        try database.writeWithoutTransaction { try Int64.fetchOne($0, sql: "PRAGMA data_version") ?? 0 }
    }
}
