import MailModel

/// Reads `Date:` (RFC 5322 section 3.3 and its obsolete forms in section 4.3), keeping the writer's offset.
enum HeaderDate {
    /// The date of an unfolded field body; what is not in the standard's form is left to GMime, nil where neither reads it.
    static func parse(_ body: ArraySlice<UInt8>) -> MailDate? {
        if body.isEmpty { return nil }
        return standard(body) ?? GMimeText.date(body.prefix(256))
    }

    private static func standard(_ body: ArraySlice<UInt8>) -> MailDate? {
        var words = body.prefix(256).split(maxSplits: 7) { ASCII.isWhiteSpace($0) || $0 == UInt8(ascii: ",") }[...]
        if let first = words.first, let letter = first.first, !ASCII.isDigit(letter) { words.removeFirst() }
        guard words.count >= 4, let day = number(words[words.startIndex]), (1...31).contains(day),
            let month = month(words[words.startIndex + 1]), let year = year(words[words.startIndex + 2]),
            let time = time(words[words.startIndex + 3])
        else { return nil }
        let zone = words.count > 4 ? offset(words[words.startIndex + 4]) : 0
        guard let offset = zone else { return nil }
        let days = CivilDate.days(year: year, month: month, day: day)
        return MailDate(seconds: Int64(days * 86_400 + time - offset * 60), offsetMinutes: offset)
    }

    private static func number(_ word: ArraySlice<UInt8>) -> Int? {
        guard !word.isEmpty, word.count <= 4, word.allSatisfy(ASCII.isDigit) else { return nil }
        return word.reduce(0) { $0 * 10 + Int($1) - 48 }
    }

    private static func month(_ word: ArraySlice<UInt8>) -> Int? {
        guard word.count >= 3 else { return nil }
        let start = String(decoding: word.prefix(3).map(ASCII.lowercased), as: UTF8.self)
        return CivilDate.months.firstIndex { $0.lowercased() == start }.map { $0 + 1 }
    }

    /// Two and three digits as in section 4.3.
    private static func year(_ word: ArraySlice<UInt8>) -> Int? {
        guard word.count >= 2, let year = number(word) else { return nil }
        switch word.count {
        case 2: return year < 50 ? 2000 + year : 1900 + year
        case 3: return 1900 + year
        default: return year
        }
    }

    /// Seconds of the day.
    private static func time(_ word: ArraySlice<UInt8>) -> Int? {
        let fields = word.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false).map(number)
        guard (2...3).contains(fields.count), let hour = fields[0], let minute = fields[1], hour < 24, minute < 60
        else { return nil }
        guard fields.count == 3 else { return hour * 3_600 + minute * 60 }
        guard let second = fields[2], second <= 60 else { return nil }
        return hour * 3_600 + minute * 60 + second
    }

    /// Minutes east of UTC.
    private static func offset(_ word: ArraySlice<UInt8>) -> Int? {
        if let sign = word.first, sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") {
            guard word.count == 5, let value = number(word.dropFirst()), value % 100 < 60, value < 2_400 else {
                return nil
            }
            let minutes = value / 100 * 60 + value % 100
            return sign == UInt8(ascii: "-") ? -minutes : minutes
        }
        switch String(decoding: word.map(ASCII.lowercased), as: UTF8.self) {
        case "gmt", "ut", "utc", "z": return 0
        case "est": return -300
        case "edt": return -240
        case "cst": return -360
        case "cdt": return -300
        case "mst": return -420
        case "mdt": return -360
        case "pst": return -480
        case "pdt": return -420
        default: return nil
        }
    }
}
