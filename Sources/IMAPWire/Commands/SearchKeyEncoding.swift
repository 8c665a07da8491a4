extension SearchKey {
    /// Whether any text in it is beyond ASCII, so that the command has to name a charset.
    public var needsCharset: Bool {
        switch self {
        case .text(_, let text), .gmailRaw(let text): !Self.isASCII(text)
        case .header(let name, let text): !Self.isASCII(name) || !Self.isASCII(text)
        case .not(let inner), .fuzzy(let inner): inner.needsCharset
        case .or(let left, let right): left.needsCharset || right.needsCharset
        case .and(let all): all.contains(where: \.needsCharset)
        case .all, .system, .keyword, .new, .recent, .old, .sequence, .uid, .date, .larger, .smaller, .modSeq,
            .younger, .older, .saveDateSupported, .emailID, .threadID, .gmailMessageID, .gmailThreadID, .gmailLabel:
            false
        }
    }

    private static func isASCII(_ text: String) -> Bool { text.utf8.allSatisfy { $0 < 0x80 } }
}

extension CommandEncoder {
    /// The program of a search, with its charset where one is needed and allowed.
    ///
    /// - Parameter namesCharset: false where UTF8=ACCEPT is enabled: it forbids the word (RFC 6855 section 3).
    public mutating func searchProgram(_ key: SearchKey, namesCharset: Bool = true) throws(EncodingError) {
        if namesCharset, key.needsCharset { try raw("CHARSET UTF-8 ") }
        try searchKey(key)
    }

    /// One key.
    public mutating func searchKey(_ key: SearchKey) throws(EncodingError) {
        switch key {
        case .all: try raw("ALL")
        case .new: try raw("NEW")
        case .recent: try raw("RECENT")
        case .old: try raw("OLD")
        case .system(let flag, let isSet): try raw(isSet ? flag.rawValue : "UN" + flag.rawValue)
        case .keyword(let name, let isSet):
            try raw(isSet ? "KEYWORD " : "UNKEYWORD ")
            guard !name.contains("\\") else { throw .notAnAtom }
            try atom(name)
        case .sequence(let numbers): try set(numbers)
        case .uid(let numbers): try set("UID", numbers)
        case .text(let field, let text): try string(field.rawValue, text)
        case .header(let name, let text):
            try raw("HEADER ")
            astring(name)
            space()
            string(text)
        case .date(let field, let day):
            try raw(field.rawValue + " ")
            try self.day(day)
        case .larger(let octets): try raw("LARGER \(octets)")
        case .smaller(let octets): try raw("SMALLER \(octets)")
        case .not, .or, .and, .fuzzy: try searchCombination(key)
        case .modSeq, .younger, .older, .saveDateSupported, .emailID, .threadID, .gmailRaw, .gmailMessageID,
            .gmailThreadID, .gmailLabel:
            try searchExtension(key)
        }
    }

    private mutating func searchCombination(_ key: SearchKey) throws(EncodingError) {
        switch key {
        case .not(let inner):
            try raw("NOT ")
            try searchKey(inner)
        case .fuzzy(let inner):
            try raw("FUZZY ")
            try searchKey(inner)
        case .or(let left, let right):
            try raw("OR ")
            try searchKey(left)
            space()
            try searchKey(right)
        case .and(let all):
            guard !all.isEmpty else { return try raw("ALL") }
            try list(all) { (encoder, part) throws(EncodingError) in try encoder.searchKey(part) }
        case .all, .system, .keyword, .new, .recent, .old, .sequence, .uid, .text, .header, .date, .larger, .smaller,
            .modSeq, .younger, .older, .saveDateSupported, .emailID, .threadID, .gmailRaw, .gmailMessageID,
            .gmailThreadID, .gmailLabel:
            break
        }
    }

    private mutating func searchExtension(_ key: SearchKey) throws(EncodingError) {
        switch key {
        case .modSeq(let value, let entry):
            try raw("MODSEQ ")
            if let entry {
                // `"/flags/\\draft" all`, always quoted (RFC 7162 section 3.1.5).
                string("/flags/" + entry)
                try raw(" all ")
            }
            try raw("\(value)")
        // nz-number (RFC 5032 section 5).
        case .younger(let seconds): try raw("YOUNGER \(max(1, seconds))")
        case .older(let seconds): try raw("OLDER \(max(1, seconds))")
        case .saveDateSupported: try raw("SAVEDATESUPPORTED")
        case .emailID(let id): try objectID("EMAILID", id)
        case .threadID(let id): try objectID("THREADID", id)
        case .gmailRaw(let text): try string("X-GM-RAW", text)
        case .gmailMessageID(let id): try raw("X-GM-MSGID \(id)")
        case .gmailThreadID(let id): try raw("X-GM-THRID \(id)")
        case .gmailLabel(let name):
            try raw("X-GM-LABELS ")
            string(WireName.bytes(name))
        case .all, .system, .keyword, .new, .recent, .old, .sequence, .uid, .text, .header, .date, .larger, .smaller,
            .not, .or, .and, .fuzzy:
            break
        }
    }

    private mutating func string(_ key: String, _ text: String) throws(EncodingError) {
        try raw(key + " ")
        string(text)
    }

    private mutating func set(_ key: String, _ numbers: SetArgument) throws(EncodingError) {
        try raw(key + " ")
        try set(numbers)
    }

    /// RFC 8474 section 7: letters, digits, `_` and `-`, at most 255.
    private mutating func objectID(_ key: String, _ id: String) throws(EncodingError) {
        let isID = id.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "_"), UInt8(ascii: "-"):
                true
            default: false
            }
        }
        guard isID, (1...255).contains(id.utf8.count) else { throw .notAnAtom }
        try raw("\(key) \(id)")
    }
}
