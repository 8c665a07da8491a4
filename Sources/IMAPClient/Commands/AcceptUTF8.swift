import IMAPWire

/// ENABLE UTF8=ACCEPT (RFC 6855).
extension IMAPConnection {
    /// Switches to UTF-8 for the rest of the connection; before the first SELECT. Messages whose headers are in UTF-8
    /// are then uploaded as such, and searches name no charset.
    ///
    /// The names of folders are UTF-8 on the wire from then on, and an `&` in them is only that: the caller must have
    /// no names from before. That is why no connection does this by itself.
    /// - Throws: `unsupported("UTF8=ACCEPT")` where the server does not offer it, or does not confirm it: headers have
    ///   to be encoded words then.
    package func acceptUTF8() async throws(IMAPError) {
        let known = try await knownCapabilities()
        // UTF8=ONLY is the same for a client, which then has no choice (section 6).
        guard known.contains("UTF8=ACCEPT") || known.contains("UTF8=ONLY"), known.offers("ENABLE") else {
            throw .unsupported("UTF8=ACCEPT")
        }
        let outcome = try await run("ENABLE", interest: .enabled, overlap: .exclusive) {
            encoder throws(EncodingError) in
            try encoder.raw(" UTF8=ACCEPT")
        }
        for case .enabled(let names) in outcome.responses where names.contains("UTF8=ACCEPT") {
            acceptsUTF8 = true
            return
        }
        throw .unsupported("UTF8=ACCEPT")
    }
}
