import IMAPWire

/// ENABLE UIDONLY (RFC 9586): the server never numbers messages by position again.
extension IMAPConnection {
    /// Switches to UIDs alone for the rest of the connection. From then on messages are asked for by UID, or by a
    /// window where the server offers PARTIAL.
    ///
    /// - Throws: `unsupported("UIDONLY")` where the server does not offer it, or refuses it.
    package func enableUIDOnly() async throws(IMAPError) {
        guard try await enable(["UIDONLY"]).contains("UIDONLY") else { throw .unsupported("UIDONLY") }
    }

    /// A command that names messages by number is refused by the server then, and not sent at all.
    func refuseNumbersBesideUIDOnly() throws(IMAPError) {
        if machine.enabled.contains("UIDONLY") { throw .unsupported("numbers of messages beside UIDONLY") }
    }
}
