import IMAPWire
import MailModel

/// UID SORT (RFC 5256, with DISPLAY of RFC 5957 and the results of ESORT, RFC 5267).
extension IMAPConnection {
    /// The messages that meet the criteria, in order.
    ///
    /// - Throws: `unsupported` where the server cannot sort, or not by these keys: nothing stands for it, as the whole
    ///   mailbox would have to be fetched.
    package func sort(_ criteria: SearchCriteria = .all, by keys: [SortKey]) async throws(IMAPError) -> [UID] {
        try await sort(criteria, by: keys, returning: []).ordered ?? []
    }

    /// What is asked for about the messages that meet the criteria, in order.
    ///
    /// - Throws: `unsupported("ESORT")` too, where anything but the plain result is asked for.
    package func sort(
        _ criteria: SearchCriteria, by keys: [SortKey], returning options: [SearchReturn]
    ) async throws(IMAPError) -> SearchResult {
        let known = try await usableCapabilities()
        try known.require("SORT")
        for key in keys {
            switch key.criterion {
            case .displayFrom, .displayTo: try known.require("SORT=DISPLAY")
            case .relevancy: try known.require("SEARCH=FUZZY")
            case .arrival, .cc, .date, .from, .size, .subject, .to: break
            }
        }
        if !options.isEmpty { try known.require("ESORT") }
        try known.require(needsOf: options, context: "CONTEXT=SORT")
        let key = try criteria.key.adapted(to: known)
        let outcome = try await run("UID SORT", interest: .sort) { encoder throws(EncodingError) in
            encoder.space()
            if !options.isEmpty {
                try encoder.searchReturn(options)
                encoder.space()
            }
            try encoder.sortKeys(keys)
            // The charset is not optional here (RFC 5256 section 5).
            try encoder.raw(" UTF-8 ")
            try encoder.searchKey(key)
        }
        return SearchResult(outcome)
    }
}
