import IMAPClient
import MailModel
import MailStore
import Synchronization

/// Sections of one message, over a connection of their own: opened when the first is wanted, and again where it is lost.
package actor MessageSections {
    /// Connections that may be lost in a row without a single octet.
    private static let mostLosses = 5

    private let message: MessageID
    private let configuration: AccountConfiguration
    private let store: MailStore
    private let clock: any Clock<Duration>
    private var line: Line?

    /// A connection on which the message's folder is selected.
    private struct Line {
        let connection: IMAPConnection
        let uid: UID
    }

    package init(
        of message: MessageID, _ configuration: AccountConfiguration, store: MailStore,
        clock: any Clock<Duration> = ContinuousClock()
    ) {
        self.message = message
        self.clock = clock
        self.configuration = configuration
        self.store = store
    }

    /// Lends the sections to `body`, and closes the connection whatever happens.
    package static func with(
        _ message: MessageID, _ configuration: AccountConfiguration, store: MailStore,
        _ body: (MessageSections) async throws -> Void
    ) async throws {
        let sections = MessageSections(of: message, configuration, store: store)
        do {
            try await body(sections)
            await sections.close()
        } catch {
            await sections.close()
            throw error
        }
    }

    /// Hands a section over in pieces of encoded octets, in order; no more than a few pieces are in memory. Where the
    /// connection is lost on the way it goes on with the next one from where it was.
    ///
    /// - Parameters:
    ///   - section: `""` is the whole message and `HEADER` its header (RFC 9051 section 6.4.5).
    ///   - offset: where to start, in encoded octets.
    ///   - onChunk: receives octets, how many there are with those before, and how many there will be by the server's word.
    /// - Throws: `SyncError`, and what `onChunk` throws as it is.
    package func fetch(
        _ section: String, from offset: Int = 0,
        onChunk: @escaping @Sendable (_ bytes: [UInt8], _ received: Int, _ total: Int) async throws -> Void
    ) async throws {
        let told = try store.size(ofSection: section, of: message)
        let received = Mutex(offset)
        var losses = 0
        var backoff = configuration.options.backoff
        while true {
            let before = received.withLock { $0 }
            do {
                let line = try await opened()
                let fetch = SectionFetch(connection: line.connection, options: configuration.options)
                _ = try await fetch.fetch(section, of: line.uid, from: before, told: told) { bytes in
                    let count = received.withLock { received in
                        received += bytes.count
                        return received
                    }
                    try await onChunk(bytes, count, max(count, told ?? 0))
                    return true
                }
                return
            } catch {
                let error = SyncError.sorted(error)
                await line?.connection.closeNow()
                line = nil
                let reached = received.withLock { $0 }
                // A server that is not there in the first place is told at once.
                guard case SyncError.offline(let reason) = error, !reason.asksForPatience, reached > offset,
                    losses < Self.mostLosses
                else { throw error }
                if reached > before {
                    losses = 0
                    backoff.reset()
                } else {
                    losses += 1
                    try await clock.sleep(for: backoff.next(chance: Double.random(in: 0..<1)))
                }
            }
        }
    }

    /// Ends the connection with LOGOUT.
    package func close() async {
        await line?.connection.close()
        line = nil
    }

    private func opened() async throws -> Line {
        if let line { return line }
        let memory = ProfileMemory(store, configuration, now: MailStore.wallClock())
        let learnt = LearntProfile(memory.load() ?? configuration.options.imap.profile)
        defer { if let profile = learnt.takeUnsaved() { memory.save(profile) } }
        let connection = try await IMAPConnection.open(
            configuration.endpoint, login: configuration.login, options: configuration.imapOptions(with: learnt))
        do {
            let summary = try await AccountSync.select(message, in: store, on: connection)
            guard let uid = summary.uid else { throw SyncError.noSuchMessage }
            let line = Line(connection: connection, uid: uid)
            self.line = line
            return line
        } catch {
            await connection.closeNow()
            throw error
        }
    }
}

extension MailStore {
    /// Octets of a section as far as they are known. `""` is the whole message and `HEADER` its header (RFC 9051
    /// section 6.4.5, `section-spec`), which need no structure.
    func size(ofSection section: String, of message: MessageID) throws -> Int? {
        switch section {
        case "":
            guard let summary = try summary(message) else { throw SyncError.noSuchMessage }
            return summary.size
        case "HEADER": return nil
        default:
            guard let part = try structure(of: message)?.part(section) else { throw SyncError.noSuchPart(section) }
            return part.size
        }
    }
}
