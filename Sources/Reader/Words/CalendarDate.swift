/// A date and time of the proleptic Gregorian calendar, counted from seconds.
struct CalendarDate: Equatable, Sendable {
    var year: Int
    var month: Int
    var day: Int
    var hour: Int
    var minute: Int
    /// 0 is Sunday.
    var weekday: Int
    /// Days since 1970-01-01.
    var dayNumber: Int

    /// Seconds outside of the years 1 to 9999 count as the nearest of them: mail may claim anything.
    init(seconds: Int64, offsetMinutes: Int) {
        let bounded = min(max(seconds, -62_135_596_800), 253_402_300_799)
        let local = bounded + Int64(min(max(offsetMinutes, -1440), 1440)) * 60
        let days = Int(local >= 0 ? local / 86400 : (local - 86399) / 86400)
        let rest = Int(local) - days * 86400
        dayNumber = days
        hour = rest / 3600
        minute = rest % 3600 / 60
        weekday = ((days + 4) % 7 + 7) % 7
        // Days to civil, in eras of 400 years that begin on 1 March.
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    }

    static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    static let weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]

    var monthName: String { CalendarDate.months[(month + 11) % 12] }
    var weekdayName: String { CalendarDate.weekdays[weekday % 7] }

    /// `9:14`
    var clock: String { "\(hour):\(CalendarDate.twoDigits(minute))" }

    /// `2024-03-02`
    var iso: String {
        let digits = String(year)
        let padded = String(repeating: "0", count: max(0, 4 - digits.count)) + digits
        return "\(padded)-\(CalendarDate.twoDigits(month))-\(CalendarDate.twoDigits(day))"
    }

    private static func twoDigits(_ number: Int) -> String { number < 10 ? "0\(number)" : String(number) }
}
