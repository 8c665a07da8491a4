import IMAPWire
import MailModel

/// UID STORE with UNCHANGEDSINCE (CONDSTORE, RFC 7162 section 3.1.3).
extension IMAPConnection {
    /// Changes flags of those messages that nobody has changed since.
    ///
    /// - Returns: the messages that were changed since, and now are as they were.
    /// - Throws: `unsupported("CONDSTORE")`: nothing stands for it, as somebody may change them between two commands.
    package func store(
        _ uids: UIDSet, _ flags: [Flag], adding: Bool, unchangedSince: ModSeq
    ) async throws(IMAPError) -> UIDSet {
        guard !uids.isEmpty, !flags.isEmpty else { return UIDSet() }
        let known = try await usableCapabilities()
        guard known.contains("CONDSTORE") || known.contains("QRESYNC") else { throw .unsupported("CONDSTORE") }
        try refuseIfCancelled()
        var tags: [String] = []
        for part in UIDSetParts.parts(of: uids, longest: longestSet) {
            tags.append(
                try submit("UID STORE") { encoder throws(EncodingError) in
                    try encoder.raw(" \(part.wireNotation) (UNCHANGEDSINCE \(unchangedSince.value)) ")
                    try encoder.raw(adding ? "+FLAGS.SILENT " : "-FLAGS.SILENT ")
                    try encoder.list(flags) { (inner, flag) throws(EncodingError) in try inner.flag(flag) }
                })
        }
        var changed = UIDSet()
        var failure: IMAPError?
        for tag in tags {
            let outcome = try await answer(to: tag)
            if case .modified(let ranges) = outcome.status.code {
                // Told with OK, and with NO where none could be changed.
                changed = changed.union(UIDSet(ranges: ranges))
                continue
            }
            do {
                _ = try accepted(outcome, "STORE")
            } catch {
                failure = failure ?? error
            }
        }
        if let failure { throw failure }
        return changed
    }
}
