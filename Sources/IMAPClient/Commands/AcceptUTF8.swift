import IMAPWire

/// ENABLE UTF8=ACCEPT (RFC 6855).
extension IMAPConnection {
    /// Switches to UTF-8 for the rest of the connection; before the first SELECT. Messages whose headers are in UTF-8
    /// are then uploaded as such, and searches name no charset.
    ///
    /// The names of folders are UTF-8 on the wire from then on, and an `&` in them is only that: the caller must have
    /// no names from before. That is why no connection does this by itself.
    /// - Throws: `unsupported("UTF8=ACCEPT")` where the server does not offer it, or refuses it: headers have
    ///   to be encoded words then.
    package func acceptUTF8() async throws(IMAPError) {
        guard try await enable(["UTF8=ACCEPT"]).contains("UTF8=ACCEPT") else { throw .unsupported("UTF8=ACCEPT") }
    }

    /// Whether names of mailboxes are UTF-8 on the wire: after `acceptUTF8()`, and where IMAP4rev2 is spoken.
    package var namesAreUTF8: Bool { machine.namesAreUTF8 }

    /// The name on the wire, of this connection, for one that a person typed.
    package func wireName(forTyped name: String) -> String {
        MailboxName.wireName(forTyped: name, isUTF8: machine.namesAreUTF8)
    }

    /// Whether UTF8=ACCEPT is enabled.
    var acceptsUTF8: Bool { machine.enabled.contains("UTF8=ACCEPT") }
}
