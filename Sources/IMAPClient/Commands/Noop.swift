/// NOOP (RFC 9051 section 6.1.2).
extension IMAPConnection {
    /// Asks for nothing but a sign of life, and for what the server has to tell of its own accord.
    package func noop() async throws(IMAPError) {
        _ = try await run("NOOP")
    }
}
