import MailModel

/// Dates as commands write them (RFC 9051 section 9, `date-time` and `date`).
enum WireDateText {
    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    private static let secondsPerDay: Int64 = 86_400
    /// The years that four digits can write.
    private static let range: ClosedRange<Int64> = -62_135_596_800...253_402_300_799

    /// ` 7-Feb-1994 21:52:25 -0800`, with the offset that the date has.
    static func text(_ date: MailDate) -> String {
        let offset = min(max(date.offsetMinutes, -23 * 60 - 59), 23 * 60 + 59)
        let local = clamped(date.seconds) + Int64(offset) * 60
        let second = local - floorDivide(local, secondsPerDay) * secondsPerDay
        let time = [second / 3600, second / 60 % 60, second % 60].map { padded($0) }.joined(separator: ":")
        let zone = (offset < 0 ? "-" : "+") + padded(Int64(abs(offset) / 60)) + padded(Int64(abs(offset) % 60))
        let (year, month, day) = civil(local)
        return "\(padded(day, with: " "))-\(month)-\(year) \(time) \(zone)"
    }

    /// `7-Feb-1994`, in UTC.
    static func day(_ seconds: Int64) -> String {
        let (year, month, day) = civil(clamped(seconds))
        return "\(day)-\(month)-\(year)"
    }

    private static func clamped(_ seconds: Int64) -> Int64 { min(max(seconds, range.lowerBound), range.upperBound) }

    /// The civil date of an instant, by counting eras of 400 years that begin on the first of March.
    private static func civil(_ seconds: Int64) -> (year: String, month: String, day: Int64) {
        let days = floorDivide(seconds, secondsPerDay) + 719_468
        let era = floorDivide(days, 146_097)
        let dayOfEra = days - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shifted = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * shifted + 2) / 5 + 1
        let month = shifted < 10 ? shifted + 3 : shifted - 9
        let year = String(yearOfEra + era * 400 + (month <= 2 ? 1 : 0))
        let padding = String(repeating: "0", count: max(0, 4 - year.count))
        return (padding + year, months[Int(month - 1)], day)
    }

    private static func floorDivide(_ value: Int64, _ by: Int64) -> Int64 {
        value >= 0 ? value / by : -((-value + by - 1) / by)
    }

    private static func padded(_ number: Int64, with padding: String = "0") -> String {
        number < 10 ? padding + String(number) : String(number)
    }
}
