import DemoServer
import Foundation
import IMAPClient
import MailModel
import MailStore
import MailSync
import Synchronization
import TestSupport

/// A server, a store on disk and an engine between them, under a clock that goes only when everybody waits.
final class SimulatedWorld: Sendable {
    let server: DemoServer
    let clock = ManualClock()
    let account = AccountID("work")
    private let directory: URL
    private let conversation = Mutex<[String]>([])
    private let engine: Mutex<Engine>
    /// Another Martlet on the same store, where there is one.
    private let second = Mutex<Engine?>(nil)

    private struct Engine {
        var store: MailStore
        var account: AccountSync
        var task: Task<Void, Never>
    }

    init(_ maildrop: Maildrop, capabilities: Set<Capability>, bug: PlantedBug?) async throws {
        server = try await DemoServer.start(maildrop: maildrop, capabilities: capabilities, bug: bug)
        directory = FileManager.default.temporaryDirectory.appending(path: "martlet-simulation-\(UUID().uuidString)")
        let store = try MailStore.open(directory: directory.path)
        engine = Mutex(Self.start(Self.configuration(server, clock, nil), store, clock))
        restartWithTranscript()
    }

    var store: MailStore { engine.withLock(\.store) }
    var sync: AccountSync { engine.withLock(\.account) }
    /// The stores and accounts of all that run.
    var stores: [MailStore] { [store] + (second.withLock { $0?.store }.map { [$0] } ?? []) }
    var syncs: [AccountSync] { [sync] + (second.withLock { $0?.account }.map { [$0] } ?? []) }

    func startSecond() throws {
        let engine = Self.start(
            Self.configuration(server, clock, nil), try MailStore.open(directory: directory.path), clock)
        second.withLock { $0 = engine }
    }

    /// Ends the second Martlet and starts it again.
    func restartSecond() async throws {
        guard let old = second.withLock({ $0 }) else { return }
        await stop(old.task)
        try old.store.close()
        try startSecond()
    }
    /// The last of what client and server said.
    var transcript: [String] { conversation.withLock { $0.suffix(1200) } }

    // MARK: The engine

    private static func configuration(
        _ server: DemoServer, _ clock: ManualClock, _ transcript: (@Sendable (String) -> Void)?
    ) -> AccountConfiguration {
        var options = SyncOptions(imap: IMAPOptions(clock: clock, transcript: transcript))
        PostOffice.smallWindows(&options)
        return AccountConfiguration(
            id: AccountID("work"),
            endpoint: IMAPEndpoint(host: "127.0.0.1", port: server.port, security: .plaintext),
            login: IMAPLogin(user: "demo", fixedPassword: "demo"), options: options)
    }

    private static func start(
        _ configuration: AccountConfiguration, _ store: MailStore, _ clock: ManualClock
    ) -> Engine {
        let account = AccountSync(configuration, store: store, clock: clock)
        return Engine(store: store, account: account, task: Task { await account.run() })
    }

    /// Ends the engine wherever it is and starts another one on what the disk has.
    func restart() async throws {
        let old = engine.withLock { $0 }
        await stop(old.task)
        try old.store.close()
        restart(on: try MailStore.open(directory: directory.path))
    }

    /// Ends an engine, which may be saying goodbye to a server that does not answer: then time has to go on.
    private func stop(_ task: Task<Void, Never>) async {
        task.cancel()
        await withTaskGroup(of: Void.self) { group in
            group.addTask { [clock] in
                while !Task.isCancelled {
                    clock.advance(by: .milliseconds(100))
                    await Task.yield()
                }
            }
            await task.value
            group.cancelAll()
        }
    }

    private func restartWithTranscript() {
        let old = engine.withLock { $0 }
        old.task.cancel()
        restart(on: old.store)
    }

    private func restart(on store: MailStore) {
        let configuration = Self.configuration(server, clock) { [weak self] line in
            self?.conversation.withLock { lines in
                lines.append(line)
                if lines.count > 2400 { lines.removeFirst(1200) }
            }
        }
        let engine = Self.start(configuration, store, clock)
        self.engine.withLock { $0 = engine }
    }

    func end() async {
        if let other = second.withLock({ $0 }) {
            await stop(other.task)
            try? other.store.close()  // as below
        }
        let last = engine.withLock { $0 }
        await stop(last.task)
        await server.stop()
        // Nobody looks at either again: what cannot be closed or removed is the system's to clean up.
        try? last.store.close()
        try? FileManager.default.removeItem(at: directory)
    }

    // MARK: Time

    /// Lets everything go on until it is so, moving the clock whenever nothing else moves.
    ///
    /// - Returns: false where it never becomes so.
    func becomes(_ isSo: () async throws -> Bool) async throws -> Bool {
        var seen = -1
        var stillness = 0
        var patience = 4
        // Counted in looks, which a machine that stands still for a while does not use up.
        for _ in 0..<60_000 {
            // A look at the store costs more than one at the server.
            if stillness < 4 || stillness % 8 == 0, try await isSo() { return true }
            let commands = server.commandCount
            stillness = commands == seen ? stillness + 1 : 0
            seen = commands
            if stillness >= patience {
                clock.advance(by: .seconds(15))
                stillness = 0
                // On a busy machine stillness means less: the longer it takes, the more of it is waited for.
                patience += 1
                if patience > 60 { return try await isSo() }
            }
            try await Task.sleep(for: .milliseconds(1))
        }
        return false
    }
}
