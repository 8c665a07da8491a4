import IMAPWire
import MailModel

/// ESEARCH over several mailboxes (MULTISEARCH, RFC 7377).
extension IMAPConnection {
    /// What matches in each of these mailboxes; those without a match are missing.
    ///
    /// - Throws: `unsupported("MULTISEARCH")`: mailboxes have to be opened one after the other then.
    package func search(
        _ criteria: SearchCriteria, in sources: [SearchSource]
    ) async throws(IMAPError) -> [MailboxMatches] {
        let known = try await usableCapabilities()
        try known.require("MULTISEARCH")
        let namesCharset = !acceptsUTF8
        let key = try criteria.key.adapted(to: known)
        let outcome = try await run("ESEARCH", interest: .search) { encoder throws(EncodingError) in
            encoder.space()
            try encoder.searchSources(sources)
            try encoder.raw(" RETURN (ALL) ")
            try encoder.searchProgram(key, namesCharset: namesCharset)
        }
        var matches: [MailboxMatches] = []
        for case .esearch(let found) in outcome.responses {
            guard let wireName = found.wireName, let ranges = found.all else { continue }
            matches.append(
                MailboxMatches(
                    wireName: wireName, uidValidity: found.uidValidity.map { UIDValidity($0) },
                    uids: UIDSet(ranges: ranges)))
        }
        return matches
    }
}
