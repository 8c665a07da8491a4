import MailModel

/// UID MOVE (RFC 6851), and what stands for it.
extension IMAPConnection {
    /// Moves messages: with MOVE where offered; else they are copied, and only after the OK to that marked deleted and
    /// removed, these and no others.
    ///
    /// - Returns: where they went, if the server says so (UIDPLUS).
    /// - Throws: `unsupported("UIDPLUS")` where the server can neither move nor remove single messages: they are then
    ///   copied and marked deleted, and left so, as a bare EXPUNGE would remove others' messages too.
    package func move(_ uids: UIDSet, to wireName: String) async throws(IMAPError) -> CopyResult? {
        guard !uids.isEmpty else { return nil }
        _ = try await knownCapabilities()
        try refuseIfCancelled()
        // A server that twice ended the session under a MOVE is not asked for a third (quirk 33).
        return try await ask(doubting: [.move]) { () async throws(IMAPError) in
            guard uses(.move) else { return try await copyAndRemove(uids, to: wireName) }
            let result = try await transfer("UID MOVE", uids, to: wireName)
            ladder.clear(.move)
            return result
        }
    }

    private func copyAndRemove(_ uids: UIDSet, to wireName: String) async throws(IMAPError) -> CopyResult? {
        let result = try await transfer("UID COPY", uids, to: wireName)
        try await remove(uids)
        return result
    }
}
