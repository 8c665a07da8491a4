import IMAPWire

/// STATUS of one mailbox with all that extensions add (RFC 7162, RFC 7889, RFC 8438, RFC 8474, RFC 9208).
extension IMAPConnection {
    /// What is asked for about a mailbox; what the server does not offer is left out.
    package func status(of wireName: String, _ items: [StatusItem]) async throws(IMAPError) -> MailboxStatusValues {
        _ = try await knownCapabilities()
        return try await ask(doubting: [.statusSize, .objectID]) { () async throws(IMAPError) in
            try await told(of: wireName, items)
        }
    }

    private func told(of wireName: String, _ items: [StatusItem]) async throws(IMAPError) -> MailboxStatusValues {
        let known = usableNow
        let wanted = items.filter { known.offers($0) }
        guard !wanted.isEmpty else { return MailboxStatusValues() }
        let outcome = try await run("STATUS", interest: .status) { encoder throws(EncodingError) in
            encoder.space()
            encoder.mailbox(wireName)
            encoder.space()
            try encoder.statusItems(wanted)
        }
        for case .mailboxStatus(let status) in outcome.responses {
            let values = MailboxStatusValues(status)
            if let limit = values.appendLimit { appendLimits[wireName] = limit }
            return values
        }
        return MailboxStatusValues()
    }
}

extension Capabilities {
    /// Whether STATUS can be asked for this.
    func offers(_ item: StatusItem) -> Bool {
        switch item {
        case .messages, .recent, .uidNext, .uidValidity, .unseen: true
        case .deleted: contains("IMAP4REV2") || contains("QUOTA=RES-MESSAGE")
        case .deletedStorage: contains("QUOTA=RES-STORAGE")
        case .size: offers("STATUS=SIZE")
        case .highestModSeq: contains("CONDSTORE") || contains("QRESYNC")
        case .mailboxID: contains("OBJECTID")
        // With a number after it one limit holds for all mailboxes, and STATUS may not know the item.
        case .appendLimit: contains("APPENDLIMIT")
        }
    }
}
