import IMAPWire

/// ENABLE UIDONLY (RFC 9586): the server never numbers messages by position again.
extension IMAPConnection {
    /// Switches to UIDs alone for the rest of the connection. From then on messages are asked for by UID, or by a
    /// window where the server offers PARTIAL.
    ///
    /// - Throws: `unsupported("UIDONLY")` where the server does not offer it, or does not confirm it.
    package func enableUIDOnly() async throws(IMAPError) {
        let known = try await knownCapabilities()
        try known.require("UIDONLY")
        try known.require("ENABLE")
        let outcome = try await run("ENABLE", interest: .enabled, overlap: .exclusive) {
            encoder throws(EncodingError) in
            try encoder.raw(" UIDONLY")
        }
        for case .enabled(let names) in outcome.responses where names.contains("UIDONLY") {
            isUIDOnly = true
            return
        }
        throw .unsupported("UIDONLY")
    }
}
