import Foundation
import GRDB
import MailModel

/// Mail on disk: what the screen shows, what the network brought and what the user changed, in one SQLite file.
///
/// A value over a pool of connections: copy it freely. All reads and writes are synchronous and may wait for the disk,
/// so the screen's thread never calls them; observations are streams that hold the newest value only.
package struct MailStore: Sendable {
    let database: any DatabaseWriter
    let path: String
    /// Nil for a store in memory, which no other process sees.
    let foreign: ForeignChanges?
    /// Held while the store is open, so that nobody sets its file aside meanwhile.
    private let presence: FileLock
    private let gate = OpenGate()
    /// The clock for `createdAt` of journal entries, in seconds since 1970.
    package let now: @Sendable () -> Int64

    /// Opens the store in that folder, which is created with mode 0700 where it is missing; the files get 0600.
    package static func open(
        directory: String, now: @escaping @Sendable () -> Int64 = MailStore.wallClock
    ) throws(StoreError) -> MailStore {
        let path = try StoreFile.prepare(in: directory)
        let presence = try StoreFile.announcePresence(path)
        do {
            let pool = try DatabasePool(path: path, configuration: StoreFile.configuration())
            try Schema.migrate(pool, path: path)
            try StoreFile.clearSuspicion(of: path, pool)
            let foreign = ForeignChanges(pool, directory: (path as NSString).deletingLastPathComponent)
            return MailStore(database: pool, path: path, foreign: foreign, presence: presence, now: now)
        } catch {
            throw StoreError(error, path: path)
        }
    }

    /// A store that lives in memory only, for tests.
    package static func inMemory(
        now: @escaping @Sendable () -> Int64 = MailStore.wallClock
    ) throws(StoreError) -> MailStore {
        do {
            let queue = try DatabaseQueue(configuration: StoreFile.configuration())
            try Schema.migrate(queue, path: ":memory:")
            return MailStore(database: queue, path: ":memory:", foreign: nil, presence: .ofNothing, now: now)
        } catch {
            throw StoreError(error, path: ":memory:")
        }
    }

    /// Seconds since 1970 by the system's clock.
    package static let wallClock: @Sendable () -> Int64 = { Int64(Date().timeIntervalSince1970) }

    /// Ends all connections, once those that read or write have done so. Calls afterwards fail.
    package func close() throws(StoreError) {
        foreign?.stop()
        gate.close()
        do { try database.close() } catch { throw StoreError(error, path: path) }
        presence.release()
    }

    func read<Value>(_ body: (StoreReader) throws -> Value) throws(StoreError) -> Value {
        try inside { try database.read { try body(StoreReader($0)) } }
    }

    @discardableResult
    func write<Value>(_ body: (StoreWriter) throws -> Value) throws(StoreError) -> Value {
        try inside { try database.write { try body(StoreWriter(StoreReader($0), now: now())) } }
    }

    private func inside<Value>(_ body: () throws -> Value) throws(StoreError) -> Value {
        guard gate.enter() else { throw .failed("the store is closed") }
        defer { gate.leave() }
        do { return try body() } catch { throw noted(error) }
    }

    /// Damage is remembered: it may lie where opening the store does not look.
    private func noted(_ error: any Error) -> StoreError {
        let error = StoreError(error, path: path)
        if case .damaged = error { StoreFile.suspect(path) }
        return error
    }
}
