import MailModel

/// Dates as the list and the reader show them: relative to now, and local.
enum RelativeDate {
    /// `9:14`, `Yesterday`, `Fri 20 Nov`, and `2024-03-02` where it is more than half a year away.
    static func short(_ date: MailDate, now: Int64, localTime: LocalTime) -> String {
        let then = localTime.date(at: date.seconds)
        let today = localTime.date(at: now)
        let age = today.dayNumber - then.dayNumber
        if age == 0 { return then.clock }
        if age == 1 { return "Yesterday" }
        if (-1...182).contains(age) { return "\(then.weekdayName) \(then.day) \(then.monthName)" }
        return then.iso
    }

    /// At most seven columns: `9:14`, `Mon`, `20 Nov`, `2024-03`.
    static func shortest(_ date: MailDate, now: Int64, localTime: LocalTime) -> String {
        let then = localTime.date(at: date.seconds)
        let age = localTime.date(at: now).dayNumber - then.dayNumber
        if age == 0 { return then.clock }
        if (1...6).contains(age) { return then.weekdayName }
        if (-1...182).contains(age) { return "\(then.day) \(then.monthName)" }
        return String(then.iso.dropLast(3))
    }

    /// `Mon 23 Nov 2026, 9:14`
    static func full(_ date: MailDate, localTime: LocalTime) -> String {
        let then = localTime.date(at: date.seconds)
        return "\(then.weekdayName) \(then.day) \(then.monthName) \(then.year), \(then.clock)"
    }

    /// The same, without the day where that is the day of another instant, told just before.
    static func full(_ date: MailDate, after other: MailDate, localTime: LocalTime) -> String {
        let then = localTime.date(at: date.seconds)
        return then.dayNumber == localTime.date(at: other.seconds).dayNumber
            ? then.clock : full(date, localTime: localTime)
    }

    /// Since when: `9:14`, or with the day where that was not today.
    static func since(_ seconds: Int64, now: Int64, localTime: LocalTime) -> String {
        let then = localTime.date(at: seconds)
        let today = localTime.date(at: now)
        if then.dayNumber == today.dayNumber { return then.clock }
        return "\(then.weekdayName) \(then.clock)"
    }
}
