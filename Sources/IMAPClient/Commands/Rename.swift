/// RENAME (RFC 9051 section 6.3.6).
extension IMAPConnection {
    /// Gives a mailbox another name.
    package func rename(_ wireName: String, to newWireName: String) async throws(IMAPError) {
        _ = try await run("RENAME") { encoder in
            encoder.space()
            encoder.mailbox(wireName)
            encoder.space()
            encoder.mailbox(newWireName)
        }
    }
}
