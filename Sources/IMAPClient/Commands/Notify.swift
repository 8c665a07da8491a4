import IMAPWire

/// NOTIFY (RFC 5465).
extension IMAPConnection {
    /// Lets the server tell of what happens in mailboxes that are not open, through `updates`.
    ///
    /// - Parameter tellsStatus: whether the server first tells how those mailboxes stand.
    /// - Returns: how they stand, by wire name.
    /// - Throws: `unsupported("NOTIFY")`: what stands for it is IDLE in one mailbox and STATUS of the others.
    package func notify(
        _ groups: [NotifyGroup], tellsStatus: Bool = true
    ) async throws(IMAPError) -> [String: MailboxStatusValues] {
        try await usableCapabilities().require("NOTIFY")
        let outcome = try await run("NOTIFY", interest: .status) { encoder throws(EncodingError) in
            encoder.space()
            try encoder.notifySet(groups, tellsStatus: tellsStatus)
        }
        var values: [String: MailboxStatusValues] = [:]
        for case .mailboxStatus(let status) in outcome.responses {
            values[status.wireName] = MailboxStatusValues(status)
        }
        return values
    }

    /// Wants to be told of nothing any more, not even of the open mailbox.
    package func notifyNone() async throws(IMAPError) {
        try await usableCapabilities().require("NOTIFY")
        _ = try await run("NOTIFY") { encoder throws(EncodingError) in try encoder.raw(" NONE") }
    }
}
