import MailModel
import MailStore

/// One Martlet keeps an account in step; others on the same store read along, and one of them takes over when it ends.
extension AccountSync {
    /// How often it is looked whether the other one has ended.
    private static let patience = Duration.seconds(1)

    /// Keeps connected, as soon as no other Martlet does.
    func lead() async {
        while !Task.isCancelled {
            var pause = Self.patience
            do {
                if let hold = try store.hold(configuration.id) {
                    await keepConnected()
                    hold.release()
                    return
                }
                publish(.elsewhere)
            } catch {
                pause = configuration.options.storePause
                publish(
                    .offline(
                        since: now(), reason: ErrorWords.words(for: error), retryAt: now() + pause.components.seconds))
            }
            await reconnectBell.wait(atMost: pause, on: clock)
        }
    }

    /// Whether another Martlet has the connection that serves this account.
    var isElsewhere: Bool { link == .elsewhere }

    /// Fetches a part over a connection of its own, from an encoded octet on.
    func pieceBeside(
        _ message: MessageID, _ section: String, from offset: Int,
        _ onChunk: @escaping @Sendable (_ bytes: [UInt8], _ received: Int, _ total: Int) async throws -> Void
    ) async throws {
        var own = configuration
        own.endpoint = endpoint
        try await MessageSections.with(message, own, store: store) { sections in
            try await sections.fetch(section, from: offset, onChunk: onChunk)
        }
    }

    /// Fetches a text over a connection of its own, which changes nothing on the server.
    func fetchBeside(_ message: MessageID) async throws(SyncError) {
        var own = configuration
        own.endpoint = endpoint
        try await AccountSync.fetchText(of: message, own, store: store)
    }
}
