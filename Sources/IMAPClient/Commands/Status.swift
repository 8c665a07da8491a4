import IMAPWire
import MailModel

/// STATUS (RFC 9051 section 6.3.11).
extension IMAPConnection {
    /// What some servers take at once before they answer BAD (quirk 17).
    private static let statusGroup = 25

    /// The counts of these mailboxes, by wire name. One that the server refuses, or cannot be asked about, is missing.
    package func status(_ wireNames: [String]) async throws(IMAPError) -> [String: MailboxStatusValues] {
        _ = try await knownCapabilities()
        let items = statusItems
        var values: [String: MailboxStatusValues] = [:]
        var rest = wireNames[...]
        while !rest.isEmpty {
            try refuseIfCancelled()
            let group = rest.prefix(Self.statusGroup)
            rest = rest.dropFirst(Self.statusGroup)
            var tags: [(String, String)] = []
            for name in group {
                let tag = try submit("STATUS", interest: .status) { encoder throws(EncodingError) in
                    encoder.space()
                    encoder.mailbox(name)
                    try encoder.raw(" (\(items))")
                }
                tags.append((name, tag))
            }
            for (name, tag) in tags {
                let outcome = try await answer(to: tag)
                for case .mailboxStatus(let status) in outcome.responses {
                    values[Self.isSame(name, status.wireName) ? name : status.wireName] = MailboxStatusValues(status)
                }
            }
        }
        return values
    }

    /// What is asked about a mailbox.
    var statusItems: String { "MESSAGES UNSEEN UIDNEXT UIDVALIDITY" + (uses(.condstore) ? " HIGHESTMODSEQ" : "") }

    private static func isSame(_ asked: String, _ answered: String) -> Bool {
        asked == answered || (asked.uppercased() == "INBOX" && answered.uppercased() == "INBOX")
    }
}
