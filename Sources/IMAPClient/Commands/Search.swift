import IMAPWire
import MailModel

/// UID SEARCH (RFC 9051 section 6.4.4), answered by ESEARCH where offered (RFC 4731), which has ranges.
extension IMAPConnection {
    /// The messages of the open mailbox that meet the criteria.
    package func search(_ criteria: SearchCriteria) async throws(IMAPError) -> UIDSet {
        _ = try await knownCapabilities()
        try refuseIfCancelled()
        return try await ask(doubting: [.esearch, .fuzzy]) { () async throws(IMAPError) in
            try await found(beginSearch(criteria))
        }
    }

    func beginSearch(_ criteria: SearchCriteria) throws(IMAPError) -> String {
        let known = usableNow
        let namesCharset = !acceptsUTF8
        let key = try criteria.key.adapted(to: known)
        let isExtended = known.offers("ESEARCH")
        return try submit("UID SEARCH", interest: .search) { encoder throws(EncodingError) in
            if isExtended { try encoder.raw(" RETURN (ALL)") }
            encoder.space()
            try encoder.searchProgram(key, namesCharset: namesCharset)
        }
    }

    func found(_ tag: String) async throws(IMAPError) -> UIDSet {
        let outcome = try accepted(await answer(to: tag), "UID SEARCH")
        var ranges: [ClosedRange<UInt32>] = []
        for response in outcome.responses {
            switch response {
            case .search(let numbers, _): ranges.append(contentsOf: numbers.lazy.filter { $0 != 0 }.map { $0...$0 })
            case .esearch(let found): ranges.append(contentsOf: found.all ?? [])
            default: break
            }
        }
        return UIDSet(ranges: ranges)
    }
}
