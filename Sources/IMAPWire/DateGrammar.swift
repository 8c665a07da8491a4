/// `date-time` (RFC 3501 section 9): `"24-May-2021 11:47:51 +0200"`, the day padded with a space or not at all.
extension FrameReader {
    /// - Returns: nil for NIL and for what is no date; either way it was read over.
    mutating func dateTime() throws(WireFailure) -> WireDate? {
        guard let text = try nstring() else { return nil }
        return WireDate(text)
    }
}

extension WireDate {
    /// A date as INTERNALDATE has it.
    init?(_ text: WireText) {
        var fields = DateFields(bytes: text.bytes)
        guard let day = fields.number(), fields.take("-"), let month = fields.month(), fields.take("-"),
            let year = fields.number(), let hour = fields.number(), fields.take(":"), let minute = fields.number(),
            fields.take(":"), let second = fields.number(), (1...31).contains(day), (1...9999).contains(year),
            hour < 24, minute < 60, second <= 60
        else { return nil }
        let offset = fields.zone()
        let days = Self.days(year: year, month: month, day: day)
        let local = ((days * 24 + hour) * 60 + minute) * 60 + second
        self.init(secondsSince1970: Int64(local - offset * 60), offsetMinutes: offset)
    }

    /// Days since 1970-01-01 in the Gregorian calendar, by counting years from March.
    private static func days(year: Int, month: Int, day: Int) -> Int {
        let shifted = month > 2 ? year : year - 1
        let monthFromMarch = (month + 9) % 12
        let dayOfYear = (153 * monthFromMarch + 2) / 5 + day - 1
        return shifted * 365 + shifted / 4 - shifted / 100 + shifted / 400 + dayOfYear - 719_468
    }
}

/// Reads the pieces of a date, each after any spaces.
private struct DateFields {
    var bytes: ArraySlice<UInt8>

    private mutating func skipSpaces() {
        while bytes.first == Octet.space { bytes.removeFirst() }
    }

    mutating func take(_ mark: Unicode.Scalar) -> Bool {
        guard bytes.first == UInt8(ascii: mark) else { return false }
        bytes.removeFirst()
        return true
    }

    /// At most four digits.
    mutating func number() -> Int? {
        skipSpaces()
        var value = 0
        var count = 0
        while count < 4, let byte = bytes.first, Octet.isDigit(byte) {
            value = value * 10 + Int(byte & 0x0F)
            count += 1
            bytes.removeFirst()
        }
        return count > 0 ? value : nil
    }

    mutating func month() -> Int? {
        guard bytes.count >= 3 else { return nil }
        var key: UInt32 = 0
        for byte in bytes.prefix(3) { key = key << 8 | UInt32(Octet.lowercased(byte)) }
        bytes.removeFirst(3)
        guard let index = Self.months.firstIndex(of: key) else { return nil }
        return index + 1
    }

    /// The three letters of each month as one number.
    private static let months: [UInt32] = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ].map { (name: String) in name.utf8.reduce(0) { $0 << 8 | UInt32($1) } }

    /// Minutes east of Greenwich; 0 where it is not said or not sensible.
    mutating func zone() -> Int {
        skipSpaces()
        guard let sign = bytes.popFirst(), sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-"),
            let value = number(), value / 100 < 24, value % 100 < 60
        else { return 0 }
        let minutes = value / 100 * 60 + value % 100
        return sign == UInt8(ascii: "-") ? -minutes : minutes
    }
}
