import IMAPWire
import MailModel

/// UID EXPUNGE (RFC 4315 section 2.1). There is no bare EXPUNGE here, as it would remove what others have marked.
extension IMAPConnection {
    /// Removes those of these messages that are marked deleted.
    ///
    /// - Throws: `unsupported("UIDPLUS")` where the server cannot remove single messages.
    package func expunge(_ uids: UIDSet) async throws(IMAPError) {
        guard !uids.isEmpty else { return }
        _ = try await knownCapabilities()
        guard uses(.uidPlus) else { throw .unsupported("UIDPLUS") }
        try refuseIfCancelled()
        _ = try await expunged(beginExpunge(uids)).get()
    }

    /// A UID EXPUNGE that is BAD twice is one that the server does not have, though it offers UIDPLUS: there is another reason for a
    /// BAD, as where the mailbox has just been closed, and nothing else by which it could be told.
    private func expunged(_ tags: [String]) async -> Result<[CommandOutcome], IMAPError> {
        let removed = await result { () async throws(IMAPError) in try await self.answers(to: tags, "EXPUNGE") }
        switch removed {
        case .failure(.bad): suspects(.uidPlus)
        case .success: ladder.clear(.uidPlus)
        case .failure: break
        }
        return removed
    }

    /// Marks these messages deleted and removes them, in one turn: so that nobody takes the mark off in between.
    ///
    /// - Throws: `unsupported("UIDPLUS")` where the server cannot remove single messages: they are then left marked.
    package func remove(_ uids: UIDSet) async throws(IMAPError) {
        guard !uids.isEmpty else { return }
        _ = try await knownCapabilities()
        guard uses(.uidPlus) else {
            try await store(uids, [.system(.deleted)], adding: true)
            throw .unsupported("UIDPLUS")
        }
        try refuseIfCancelled()
        let marks = try beginStore(uids, [.system(.deleted)], adding: true)
        let removals = try beginExpunge(uids)
        let marked = await result { () async throws(IMAPError) in try await self.answers(to: marks, "STORE") }
        let removed = await expunged(removals)
        _ = try marked.get()
        _ = try removed.get()
    }

    private func beginExpunge(_ uids: UIDSet) throws(IMAPError) -> [String] {
        var tags: [String] = []
        for part in UIDSetParts.parts(of: uids, longest: longestSet) {
            tags.append(
                try submit("UID EXPUNGE") { encoder throws(EncodingError) in
                    try encoder.raw(" \(part.wireNotation)")
                })
        }
        return tags
    }
}
