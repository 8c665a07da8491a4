/// A condition of SEARCH (RFC 3501, 6.4.4).
indirect enum SearchKey: Sendable {
    case all
    case flag(String, isSet: Bool)
    case sequence(NumberSet)
    case uid(NumberSet)
    /// A header field holds the text; an empty text asks only for the field.
    case header(String, [UInt8])
    case body([UInt8])
    case text([UInt8])
    /// Days since 1970 in which the message arrived, or was written when `isWritten`.
    case day(ClosedRange<Int>, isWritten: Bool)
    case size(ClosedRange<Int>)
    case modSeq(UInt64)
    case not(SearchKey)
    case either(SearchKey, SearchKey)
    case every([SearchKey])

    /// Reads conditions up to the end or a closing parenthesis; all of them must hold.
    static func list(_ reader: inout CommandReader, depth: Int = 0) throws(CommandSyntaxError) -> SearchKey {
        var keys = [try one(&reader, depth: depth)]
        while reader.take(" ") {
            keys.append(try one(&reader, depth: depth))
            guard keys.count <= 1000 else { throw CommandSyntaxError(expected: "fewer conditions") }
        }
        return keys.count == 1 ? keys[0] : .every(keys)
    }

    private static func one(_ reader: inout CommandReader, depth: Int) throws(CommandSyntaxError) -> SearchKey {
        guard depth < 32 else { throw CommandSyntaxError(expected: "less nesting") }
        if reader.take("(") {
            let inner = try list(&reader, depth: depth + 1)
            try reader.expect(")")
            return inner
        }
        let word = try reader.word().uppercased()
        if let set = NumberSet(word) { return .sequence(set) }
        if let key = flagKeys[word] { return key }
        try reader.space()
        switch word {
        case "NOT": return .not(try one(&reader, depth: depth + 1))
        case "OR":
            let first = try one(&reader, depth: depth + 1)
            try reader.space()
            return .either(first, try one(&reader, depth: depth + 1))
        case "UID":
            guard let set = NumberSet(try reader.word()) else { throw CommandSyntaxError(expected: "a set of UIDs") }
            return .uid(set)
        case "KEYWORD", "UNKEYWORD": return .flag(try reader.word(), isSet: word == "KEYWORD")
        case "SUBJECT", "FROM", "TO", "CC", "BCC": return .header(word.lowercased(), try needle(&reader))
        case "HEADER":
            let name = try reader.text().lowercased()
            try reader.space()
            return .header(name, try needle(&reader))
        case "BODY": return .body(try needle(&reader))
        case "TEXT": return .text(try needle(&reader))
        case "LARGER": return .size(Int(clamping: try reader.number()).advanced(clampedBy: 1)...Int.max)
        case "SMALLER": return .size(Int.min...Int(clamping: try reader.number()).advanced(clampedBy: -1))
        case "MODSEQ": return .modSeq(try reader.number())
        default: return try date(word, &reader)
        }
    }

    private static func date(_ word: String, _ reader: inout CommandReader) throws(CommandSyntaxError) -> SearchKey {
        let isWritten = word.hasPrefix("SENT")
        guard let day = CalendarDate.dayNumber(try reader.text()) else { throw CommandSyntaxError(expected: "a date") }
        switch isWritten ? String(word.dropFirst(4)) : word {
        case "BEFORE": return .day(Int.min...(day - 1), isWritten: isWritten)
        case "ON": return .day(day...day, isWritten: isWritten)
        case "SINCE": return .day(day...Int.max, isWritten: isWritten)
        default: throw CommandSyntaxError(expected: "a condition of SEARCH")
        }
    }

    private static func needle(_ reader: inout CommandReader) throws(CommandSyntaxError) -> [UInt8] {
        Array(String(decoding: try reader.astring(), as: UTF8.self).lowercased().utf8)
    }

    private static let flagKeys: [String: SearchKey] = [
        "ALL": .all, "OLD": .all, "RECENT": .not(.all), "NEW": .not(.all),
        "ANSWERED": .flag("\\Answered", isSet: true), "UNANSWERED": .flag("\\Answered", isSet: false),
        "DELETED": .flag("\\Deleted", isSet: true), "UNDELETED": .flag("\\Deleted", isSet: false),
        "DRAFT": .flag("\\Draft", isSet: true), "UNDRAFT": .flag("\\Draft", isSet: false),
        "FLAGGED": .flag("\\Flagged", isSet: true), "UNFLAGGED": .flag("\\Flagged", isSet: false),
        "SEEN": .flag("\\Seen", isSet: true), "UNSEEN": .flag("\\Seen", isSet: false),
    ]
}

extension Int {
    /// The sum, or the nearest bound.
    fileprivate func advanced(clampedBy distance: Int) -> Int {
        let (sum, overflow) = addingReportingOverflow(distance)
        return overflow ? (distance > 0 ? Int.max : Int.min) : sum
    }
}
