import IMAPWire

/// ENABLE (RFC 5161).
extension IMAPConnection {
    /// Switches extensions on, each only where offered, before the first SELECT. Those that the server takes are on from
    /// the answer on; a server that says OK and nothing else is believed (quirk 8).
    ///
    /// Where one unknown word spoils the whole command, each is tried alone.
    /// - Returns: what is on, of these and from before, upper case.
    @discardableResult
    package func enable(_ words: [String]) async throws(IMAPError) -> Set<String> {
        let known = try await knownCapabilities()
        let wanted = words.map { $0.uppercased() }.filter { known.contains($0) && !machine.enabled.contains($0) }
        guard !wanted.isEmpty, uses(.enable) else { return machine.enabled }
        let outcome = try await answer(to: submitEnable(wanted))
        if outcome.status.condition != .ok, wanted.count > 1 {
            for word in wanted { _ = try await answer(to: submitEnable([word])) }
        }
        return machine.enabled
    }

    /// What has been switched on, upper case.
    package var enabledExtensions: Set<String> { machine.enabled }

    /// Switches QRESYNC on along with what comes next, once, as long as no mailbox was selected.
    ///
    /// It is the one word that is worth enabling: CONDSTORE comes with it, or with SELECT where there is only that.
    /// IMAP4rev2 would change answers and bring nothing that is not offered by its own name; UTF8=ACCEPT would change the
    /// names under which folders are kept. So no word can spoil another here.
    func enableOnce() throws(IMAPError) {
        guard !hasAskedToEnable, !machine.hasSelected, machine.capabilities != nil else { return }
        hasAskedToEnable = true
        guard mayUse(.qresync), uses(.enable) else { return }
        let tag = try submitEnable([ServerExtension.qresync.rawValue])
        onAnswer(to: tag) { connection, result in
            guard case .success(let outcome) = result, outcome.status.condition != .ok else { return }
            connection.gaveUp(on: .qresync)
        }
    }

    private func submitEnable(_ words: [String]) throws(IMAPError) -> String {
        try submit("ENABLE", interest: .enabled, effect: .enable(words)) { encoder throws(EncodingError) in
            for word in words {
                encoder.space()
                try encoder.atom(word)
            }
        }
    }
}
