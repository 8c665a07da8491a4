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
        var tags: [String] = []
        for part in UIDSetParts.parts(of: uids, longest: longestSet) {
            tags.append(
                try submit("UID EXPUNGE") { encoder throws(EncodingError) in
                    try encoder.raw(" \(part.wireNotation)")
                })
        }
        _ = try await answers(to: tags, "EXPUNGE")
    }
}
