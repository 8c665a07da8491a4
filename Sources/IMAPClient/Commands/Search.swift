import IMAPWire
import MailModel

/// UID SEARCH (RFC 9051 section 6.4.4), answered by ESEARCH where offered (RFC 4731), which has ranges.
extension IMAPConnection {
    /// The messages of the open mailbox that meet the criteria.
    package func search(_ criteria: SearchCriteria) async throws(IMAPError) -> UIDSet {
        let known = try await knownCapabilities()
        let isExtended = known.contains("ESEARCH") || known.contains("IMAP4REV2")
        let outcome = try await run("UID SEARCH", interest: .search) { encoder throws(EncodingError) in
            if isExtended { try encoder.raw(" RETURN (ALL)") }
            if criteria.needsCharset { try encoder.raw(" CHARSET UTF-8") }
            encoder.space()
            try criteria.encode(&encoder)
        }
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

extension SearchCriteria {
    /// Whether any text in it is beyond ASCII.
    fileprivate var needsCharset: Bool {
        switch self {
        case .from(let text), .to(let text), .subject(let text), .body(let text), .text(let text), .header(_, let text):
            !text.utf8.allSatisfy { $0 < 0x80 }
        case .not(let inner): inner.needsCharset
        case .either(let left, let right): left.needsCharset || right.needsCharset
        case .every(let all): all.contains(where: \.needsCharset)
        case .all, .seen, .flagged, .answered, .deleted, .draft, .keyword, .uids, .uidsFrom, .since, .before, .larger,
            .smaller:
            false
        }
    }

    fileprivate func encode(_ encoder: inout CommandEncoder) throws(EncodingError) {
        switch self {
        case .all: try encoder.raw("ALL")
        case .seen(let isSet): try encoder.raw(isSet ? "SEEN" : "UNSEEN")
        case .flagged(let isSet): try encoder.raw(isSet ? "FLAGGED" : "UNFLAGGED")
        case .answered(let isSet): try encoder.raw(isSet ? "ANSWERED" : "UNANSWERED")
        case .deleted(let isSet): try encoder.raw(isSet ? "DELETED" : "UNDELETED")
        case .draft(let isSet): try encoder.raw(isSet ? "DRAFT" : "UNDRAFT")
        case .keyword(let name, let isSet):
            try encoder.raw(isSet ? "KEYWORD " : "UNKEYWORD ")
            try encoder.atom(name)
        case .uids(let set): try encoder.raw(set.isEmpty ? "NOT ALL" : "UID \(set.wireNotation)")
        case .uidsFrom(let uid): try encoder.raw("UID \(max(1, uid.value)):*")
        case .from(let text): try encode("FROM", text, &encoder)
        case .to(let text): try encode("TO", text, &encoder)
        case .subject(let text): try encode("SUBJECT", text, &encoder)
        case .body(let text): try encode("BODY", text, &encoder)
        case .text(let text): try encode("TEXT", text, &encoder)
        case .header(let field, let text):
            try encoder.raw("HEADER ")
            encoder.astring(field)
            encoder.space()
            encoder.string(text)
        case .since(let seconds): try encoder.raw("SINCE \(WireDateText.day(seconds))")
        case .before(let seconds): try encoder.raw("BEFORE \(WireDateText.day(seconds))")
        case .larger(let octets): try encoder.raw("LARGER \(max(0, octets))")
        case .smaller(let octets): try encoder.raw("SMALLER \(max(0, octets))")
        case .not, .either, .every: try encodeCombination(&encoder)
        }
    }

    private func encodeCombination(_ encoder: inout CommandEncoder) throws(EncodingError) {
        switch self {
        case .not(let inner):
            try encoder.raw("NOT ")
            try inner.encode(&encoder)
        case .either(let left, let right):
            try encoder.raw("OR ")
            try left.encode(&encoder)
            encoder.space()
            try right.encode(&encoder)
        case .every(let all):
            guard !all.isEmpty else { return try encoder.raw("ALL") }
            try encoder.raw("(")
            for (index, part) in all.enumerated() {
                if index > 0 { encoder.space() }
                try part.encode(&encoder)
            }
            try encoder.raw(")")
        case .all, .seen, .flagged, .answered, .deleted, .draft, .keyword, .uids, .uidsFrom, .from, .to, .subject,
            .body, .text, .header, .since, .before, .larger, .smaller:
            break
        }
    }

    private func encode(_ key: String, _ text: String, _ encoder: inout CommandEncoder) throws(EncodingError) {
        try encoder.raw(key + " ")
        encoder.string(text)
    }
}
