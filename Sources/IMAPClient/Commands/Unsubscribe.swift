/// UNSUBSCRIBE (RFC 9051 section 6.3.8).
extension IMAPConnection {
    /// Ends the subscription to a mailbox.
    package func unsubscribe(_ wireName: String) async throws(IMAPError) {
        _ = try await run("UNSUBSCRIBE") { encoder in
            encoder.space()
            encoder.mailbox(wireName)
        }
    }
}
