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
        /// inotify's, and the folder's place in it while events are wanted.
        var descriptor: Int32
        var place: Int32?
        var version: Int64
        /// How long the next look waits for what is written right after.
        var pause = ForeignChanges.shortPause
    }

    /// Where nothing was written a moment ago.
    private static let shortPause = DispatchTimeInterval.milliseconds(30)
    /// While this process writes much: every page that it writes would be an event otherwise.
    private static let longPause = DispatchTimeInterval.milliseconds(240)

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
            let place = inotify_add_watch(descriptor, directory, UInt32(IN_MODIFY))
            guard place >= 0 else {
                _ = Glibc.close(descriptor)
                return
            }
            let source = DispatchSource.makeReadSource(fileDescriptor: descriptor, queue: queue)
            source.setEventHandler { [weak self] in
                if Self.drain(descriptor) { self?.lookSoon() }
            }
            source.setCancelHandler { _ = Glibc.close(descriptor) }
            source.activate()
            watch = Watch(source: source, descriptor: descriptor, place: place, version: version)
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
    @discardableResult
    private static func drain(_ descriptor: Int32) -> Bool {
        var bytes = [UInt8](repeating: 0, count: 4_096)
        var hasRead = false
        while read(descriptor, &bytes, bytes.count) > 0 { hasRead = true }
        return hasRead
    }

    /// One event is enough: no more are wanted until the look.
    private func lookSoon() {
        let pause = watch.withLock { held -> DispatchTimeInterval? in
            guard let watch = held, let place = watch.place else { return nil }
            _ = inotify_rm_watch(watch.descriptor, place)
            // That is an event too.
            Self.drain(watch.descriptor)
            held?.place = nil
            return watch.pause
        }
        guard let pause else { return }
        queue.asyncAfter(deadline: .now() + pause) { [weak self] in self?.look() }
    }

    private func look() {
        // First the watch and then the version, so that nothing falls in between.
        watch.withLock { held in
            guard let watch = held else { return }
            let place = inotify_add_watch(watch.descriptor, directory, UInt32(IN_MODIFY))
            held?.place = place >= 0 ? place : nil
        }
        guard let now = try? version() else { return }  // closed, or failing: whoever reads is told
        let isForeign = watch.withLock { watch in
            guard let before = watch?.version else { return false }
            watch?.version = now
            watch?.pause = before == now ? Self.longPause : Self.shortPause
            return before != now
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
