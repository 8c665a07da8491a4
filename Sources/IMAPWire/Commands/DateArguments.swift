/// Dates as commands have them (RFC 9051 section 9, `date-time` and `date`). Years outside of four digits are clamped.
extension WireDate {
    private static let range: ClosedRange<Int64> = -62_135_596_800...253_402_300_799

    /// ` 7-Feb-1994 21:52:25 -0800`, with the offset that the date has.
    public var wireText: String {
        let offset = min(max(offsetMinutes, -23 * 60 - 59), 23 * 60 + 59)
        let local = Self.clamped(Self.clamped(secondsSince1970) + Int64(offset) * 60)
        let day = WireDay(secondsSince1970: local)
        let second = ((local % 86_400) + 86_400) % 86_400
        let time = [second / 3600, second / 60 % 60, second % 60].map { Self.padded($0) }.joined(separator: ":")
        let zone = [abs(offset) / 60, abs(offset) % 60].map { Self.padded(Int64($0)) }.joined()
        return "\(day.day < 10 ? " " : "")\(day.wireText) \(time) \(offset < 0 ? "-" : "+")\(zone)"
    }

    fileprivate static func clamped(_ seconds: Int64) -> Int64 {
        min(max(seconds, range.lowerBound), range.upperBound)
    }

    private static func padded(_ number: Int64) -> String { number < 10 ? "0\(number)" : String(number) }
}

extension WireDay {
    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

    /// The day of an instant in UTC, by counting eras of 400 years that begin on the first of March.
    public init(secondsSince1970: Int64) {
        let seconds = WireDate.clamped(secondsSince1970)
        let days = (seconds >= 0 ? seconds / 86_400 : -((-seconds + 86_399) / 86_400)) + 719_468
        // Never negative, as the year is at least 1.
        let era = days / 146_097
        let dayOfEra = days - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let march = (5 * dayOfYear + 2) / 153
        let month = march < 10 ? march + 3 : march - 9
        self.init(
            year: Int(yearOfEra + era * 400 + (month <= 2 ? 1 : 0)), month: Int(month),
            day: Int(dayOfYear - (153 * march + 2) / 5 + 1))
    }

    /// `7-Feb-1994`; a month that is none is written as the nearest.
    var wireText: String {
        let years = String(year)
        let padding = String(repeating: "0", count: max(0, 4 - years.count))
        return "\(day)-\(Self.months[min(max(month, 1), 12) - 1])-\(padding)\(years)"
    }
}

extension CommandEncoder {
    /// `7-Feb-1994`.
    public mutating func day(_ day: WireDay) throws(EncodingError) {
        guard (1...12).contains(day.month), (1...31).contains(day.day), (1...9999).contains(day.year) else {
            throw .notAnAtom
        }
        try raw(day.wireText)
    }
}
