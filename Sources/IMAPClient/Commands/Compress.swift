/// COMPRESS (RFC 4978).
extension IMAPConnection {
    /// Has everything from here on deflated, where the server offers that and it has not failed here before.
    ///
    /// It costs a turn during which nothing else is sent, so it is for a connection that will carry much. Called again
    /// it does nothing. A server that answers with BYE is remembered, and not asked again (quirk 9); one that says NO is not
    /// asked again on this connection, as it may have its reasons today (RFC 4978 section 3, COMPRESSIONACTIVE).
    /// - Returns: whether what follows is compressed.
    @discardableResult
    package func compress() async throws(IMAPError) -> Bool {
        _ = try await knownCapabilities()
        if deflater != nil { return true }
        guard uses(.compress) else { return false }
        try refuseIfCancelled()
        let outcome = try await answer(to: submit("COMPRESS DEFLATE", overlap: .exclusive, effect: .compress))
        // Somebody else may have asked meanwhile; then this is the second, and refused.
        if deflater == nil, outcome.status.condition != .ok { ladder.switchOff(.compress) }
        return deflater != nil
    }

    /// Whether what crosses the wire now is compressed.
    package var isCompressed: Bool { deflater != nil }
}
