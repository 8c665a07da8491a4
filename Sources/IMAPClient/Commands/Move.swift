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
        return try await ask(doubting: [.move]) { () async throws(IMAPError) in
            if uses(.move) { return try await transfer(uids, to: wireName, isMove: true).get() }
            let result = try await transfer(uids, to: wireName, isMove: false).get()
            try await remove(uids)
            return result
        }
    }

    /// Whether a move is one command, so that no message is ever in both folders.
    ///
    /// A server that twice ended the session under a MOVE is not asked for a third (quirk 33).
    package func movesAtOnce() async throws(IMAPError) -> Bool {
        _ = try await knownCapabilities()
        return uses(.move)
    }

    /// MOVE was BAD, which does nothing (RFC 9051 section 7.1.3), and the same by COPY went: it is done without from here on.
    package func moveIsBroken() { gaveUp(on: .move) }
}
