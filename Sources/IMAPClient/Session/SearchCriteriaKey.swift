import IMAPWire
import MailModel

extension SearchCriteria {
    /// The same in the words of the grammar.
    var key: SearchKey {
        switch self {
        case .all: .all
        case .seen(let isSet): .system(.seen, isSet: isSet)
        case .flagged(let isSet): .system(.flagged, isSet: isSet)
        case .answered(let isSet): .system(.answered, isSet: isSet)
        case .deleted(let isSet): .system(.deleted, isSet: isSet)
        case .draft(let isSet): .system(.draft, isSet: isSet)
        case .keyword(let name, let isSet): .keyword(name, isSet: isSet)
        case .uids(let set): set.isEmpty ? .not(.all) : .uid(.numbers(set.ranges))
        case .uidsFrom(let uid): .uid(.from(max(1, uid.value)))
        case .from(let text): .text(.from, text)
        case .to(let text): .text(.to, text)
        case .subject(let text): .text(.subject, text)
        case .body(let text): .text(.body, text)
        case .text(let text): .text(.text, text)
        case .header(let field, let text): .header(field, text)
        case .since(let seconds): .date(.since, WireDay(secondsSince1970: seconds))
        case .before(let seconds): .date(.before, WireDay(secondsSince1970: seconds))
        case .larger(let octets): .larger(UInt32(clamping: octets))
        case .smaller(let octets): .smaller(UInt32(clamping: octets))
        case .key(let key): key
        case .not(let inner): .not(inner.key)
        case .either(let left, let right): .or(left.key, right.key)
        case .every(let all): .and(all.map(\.key))
        }
    }
}

extension SearchKey {
    /// The key for a server: FUZZY is left out where it is not offered, as an exact search finds part of the same.
    ///
    /// - Throws: `unsupported` with the extension that a key needs and nothing stands for.
    func adapted(to known: Capabilities) throws(IMAPError) -> SearchKey {
        switch self {
        case .fuzzy(let inner):
            let adapted = try inner.adapted(to: known)
            return known.contains("SEARCH=FUZZY") ? .fuzzy(adapted) : adapted
        case .not(let inner): return .not(try inner.adapted(to: known))
        case .or(let left, let right): return .or(try left.adapted(to: known), try right.adapted(to: known))
        case .and(let all):
            var adapted: [SearchKey] = []
            for part in all { adapted.append(try part.adapted(to: known)) }
            return .and(adapted)
        case .all, .system, .keyword, .new, .recent, .old, .sequence, .uid, .text, .header, .date, .larger, .smaller,
            .modSeq, .younger, .older, .saveDateSupported, .emailID, .threadID, .gmailRaw, .gmailMessageID,
            .gmailThreadID, .gmailLabel:
            if let name = neededExtension { try known.require(name) }
            return self
        }
    }

    /// The extension that this key itself belongs to; nil for those that every server knows.
    private var neededExtension: String? {
        switch self {
        case .modSeq: "CONDSTORE"
        case .younger, .older: "WITHIN"
        case .saveDateSupported: "SAVEDATE"
        case .date(let field, _):
            switch field {
            case .savedBefore, .savedOn, .savedSince: "SAVEDATE"
            case .before, .on, .since, .sentBefore, .sentOn, .sentSince: nil
            }
        case .emailID, .threadID: "OBJECTID"
        case .gmailRaw, .gmailMessageID, .gmailThreadID, .gmailLabel: "X-GM-EXT-1"
        case .sequence(.saved), .uid(.saved): "SEARCHRES"
        case .fuzzy: "SEARCH=FUZZY"
        case .all, .system, .keyword, .new, .recent, .old, .sequence, .uid, .text, .header, .larger, .smaller, .not,
            .or, .and:
            nil
        }
    }
}
