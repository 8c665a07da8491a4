import MailModel

/// Days and dates of the Gregorian calendar, without a clock or a locale.
enum CivilDate {
    static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    private static let weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]

    /// Days since 1970-01-01. Howard Hinnant's algorithm: years that begin in March make February's length no case.
    static func days(year: Int, month: Int, day: Int) -> Int {
        let shifted = month > 2 ? year : year - 1
        let era = (shifted >= 0 ? shifted : shifted - 399) / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }

    /// The date as the header block of an embedded message shows it: `Mon 23 Nov 2026, 09:14 +0100`, in the writer's zone.
    static func text(_ date: MailDate) -> String {
        // Years beyond 9999 are cut: no header writes them, and the sums below must not overflow.
        let local = min(max(date.seconds, -70_000_000_000), 253_402_300_799) + Int64(date.offsetMinutes % 1_440) * 60
        let day = Int(local >= 0 ? local / 86_400 : (local - 86_399) / 86_400)
        let second = Int(local - Int64(day) * 86_400)
        let (year, month, dayOfMonth) = civil(day)
        let weekday = weekdays[((day + 4) % 7 + 7) % 7]
        let minutes = abs(date.offsetMinutes)
        let zone = (date.offsetMinutes < 0 ? "-" : "+") + two(minutes / 60) + two(minutes % 60)
        let clock = two(second / 3_600) + ":" + two(second / 60 % 60)
        return "\(weekday) \(dayOfMonth) \(months[month - 1]) \(year), \(clock) \(zone)"
    }

    private static func civil(_ days: Int) -> (year: Int, month: Int, day: Int) {
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return (year, month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
    }

    private static func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
}
