/// CREATE (RFC 9051 section 6.3.4).
extension IMAPConnection {
    /// Makes a mailbox.
    package func create(_ wireName: String) async throws(IMAPError) {
        _ = try await run("CREATE") { encoder in
            encoder.space()
            encoder.mailbox(wireName)
        }
    }
}
