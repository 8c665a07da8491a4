import IMAPWire

/// CREATE with uses and with an id as its answer (RFC 6154 section 3, RFC 8474 section 4.1).
extension IMAPConnection {
    /// Makes a mailbox for a use.
    ///
    /// Where CREATE-SPECIAL-USE is not offered the mailbox is made all the same, and its use is known by name alone.
    /// - Returns: the mailbox's id, if the server has such (OBJECTID).
    @discardableResult
    package func create(_ wireName: String, uses: [SpecialUse]) async throws(IMAPError) -> String? {
        _ = try await knownCapabilities()
        let outcome = try await ask(doubting: [.createSpecialUse]) { () async throws(IMAPError) in
            let tellsUse = mayUse(.createSpecialUse)
            return try await run("CREATE") { encoder throws(EncodingError) in
                encoder.space()
                encoder.mailbox(wireName)
                if tellsUse { try encoder.specialUses(uses) }
            }
        }
        if case .mailboxID(let id) = outcome.status.code { return id }
        return nil
    }
}
