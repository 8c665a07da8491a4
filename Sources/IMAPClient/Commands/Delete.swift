/// DELETE (RFC 9051 section 6.3.5).
extension IMAPConnection {
    /// Deletes a mailbox with what is in it.
    package func delete(_ wireName: String) async throws(IMAPError) {
        _ = try await run("DELETE") { encoder in
            encoder.space()
            encoder.mailbox(wireName)
        }
    }
}
