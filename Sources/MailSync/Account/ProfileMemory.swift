import Foundation
import IMAPClient
import MailModel
import MailStore

/// Keeps what was learnt of an account's server in the store, from one run to the next.
///
/// It is forgotten a month after it was first learnt: a server may have been mended, and finding a fault again costs one
/// command. A server that offers something else than before is noticed by the connection itself.
struct ProfileMemory {
    /// Seconds.
    static let lifetime: Int64 = 30 * 86_400

    private struct Entry: Codable {
        var profile: ServerProfile
        /// When the first of it was learnt, in seconds since 1970.
        var since: Int64
    }

    private let store: MailStore
    private let key: String
    private let now: Int64

    init(_ store: MailStore, _ configuration: AccountConfiguration, now: Int64) {
        self.store = store
        // By server too: another server under the account's name has other faults.
        let endpoint = configuration.endpoint
        key = "server-profile \(configuration.id) \(endpoint.host.lowercased()):\(endpoint.port)"
        self.now = now
    }

    /// What is known; nil where nothing is, or it is too old. What cannot be read is learnt again.
    func load() -> ServerProfile? { entry()?.profile }

    /// What cannot be kept, as where the disk is full, is learnt again by a later run.
    func save(_ profile: ServerProfile) {
        guard !profile.isEmpty else {
            try? store.setSetting(key, nil)
            return
        }
        let since = entry()?.since ?? now
        guard let data = try? JSONEncoder().encode(Entry(profile: profile, since: since)) else { return }
        try? store.setSetting(key, String(decoding: data, as: UTF8.self))
    }

    private func entry() -> Entry? {
        guard let text = try? store.setting(key),
            let entry = try? JSONDecoder().decode(Entry.self, from: Data(text.utf8))
        else { return nil }
        return (0..<Self.lifetime).contains(now.subtractingReportingOverflow(entry.since).partialValue) ? entry : nil
    }
}
