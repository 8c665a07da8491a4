/// SUBSCRIBE (RFC 9051 section 6.3.7).
extension IMAPConnection {
    /// Subscribes to a mailbox.
    package func subscribe(_ wireName: String) async throws(IMAPError) {
        _ = try await run("SUBSCRIBE") { encoder in
            encoder.space()
            encoder.mailbox(wireName)
        }
    }
}
