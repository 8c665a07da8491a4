import MailModel

/// A point of time of a calendar: an instant, a day, or a clock somewhere (RFC 5545 sections 3.3.4 and 3.3.5).
struct CalendarTime: Equatable {
    /// Seconds of the wall clock since 1970.
    var wallClock: Int64
    /// Minutes east of UTC; nil for a day, and for a clock whose zone is not told.
    var offsetMinutes: Int?
    var isDay: Bool
    /// The zone's name, where its offset is not told.
    var zone: String

    /// Nil where the line holds no time.
    init?(_ line: ContentLine, zones: CalendarZones) {
        guard let clock = CalendarTime.wallClock(line.value) else { return nil }
        let isUTC = line.value.uppercased().hasSuffix("Z")
        let name = line.parameters["TZID"] ?? ""
        isDay = !line.value.contains("T")
        wallClock = clock
        offsetMinutes = isDay ? nil : isUTC ? 0 : zones.offset(of: name, at: clock)
        zone = isDay || offsetMinutes != nil ? "" : name
    }

    init(wallClock: Int64, like other: CalendarTime) {
        self = other
        self.wallClock = wallClock
    }

    /// The instant, where it is one.
    var instant: MailDate? {
        offsetMinutes.map { MailDate(seconds: wallClock - Int64($0) * 60, offsetMinutes: $0) }
    }

    /// `20261123T091400Z`, `20261123T091400` or `20261123`, as seconds of the wall clock.
    static func wallClock(_ value: String) -> Int64? {
        let digits = value.utf8.filter(ASCII.isDigit).map { Int($0) - 48 }
        guard digits.count == 8 || digits.count == 14 else { return nil }
        func number(_ range: Range<Int>) -> Int { digits[range].reduce(0) { $0 * 10 + $1 } }
        let (month, day) = (number(4..<6), number(6..<8))
        guard (1...12).contains(month), (1...31).contains(day) else { return nil }
        var seconds = Int64(CivilDate.days(year: number(0..<4), month: month, day: day)) * 86_400
        if digits.count == 14 {
            let (hour, minute, second) = (number(8..<10), number(10..<12), number(12..<14))
            guard hour < 24, minute < 60, second <= 60 else { return nil }
            seconds += Int64(hour * 3_600 + minute * 60 + second)
        }
        return seconds
    }
}

/// The time zones that a calendar brings along (RFC 5545 section 3.6.5).
struct CalendarZones {
    private struct Observance {
        /// The wall clock of its first beginning.
        var start: Int64
        var offsetMinutes: Int
        /// The month of each year in which it begins, and which weekday of it: 0 is Sunday, -1 the last.
        var yearly: (month: Int, week: Int, weekday: Int)?

        /// Its latest beginning up to that wall clock.
        func onset(before clock: Int64) -> Int64? {
            guard let yearly else { return start <= clock ? start : nil }
            let year = CivilDate.year(ofSeconds: clock)
            let timeOfDay = ((start % 86_400) + 86_400) % 86_400
            let onsets = [year, year - 1].map { year in
                Int64(CivilDate.day(year: year, month: yearly.month, week: yearly.week, weekday: yearly.weekday))
                    * 86_400 + timeOfDay
            }
            return onsets.first { $0 <= clock && $0 >= start }
        }
    }

    private var observances: [String: [Observance]] = [:]
    private static let maximumObservances = 1_000

    init(_ lines: [ContentLine]) {
        var zone = ""
        var current: Observance?
        var count = 0
        for line in lines {
            switch (line.name, line.value.uppercased()) {
            case ("TZID", _): zone = line.value
            case ("BEGIN", "STANDARD"), ("BEGIN", "DAYLIGHT"):
                current = Observance(start: 0, offsetMinutes: 0, yearly: nil)
            case ("END", "STANDARD"), ("END", "DAYLIGHT"):
                if let current, count < CalendarZones.maximumObservances {
                    observances[zone, default: []].append(current)
                }
                count += 1
                current = nil
            case ("DTSTART", _): current?.start = CalendarTime.wallClock(line.value) ?? 0
            case ("TZOFFSETTO", _): current?.offsetMinutes = CalendarZones.minutes(line.value)
            case ("RRULE", let rule): current?.yearly = CalendarZones.yearly(rule)
            default: break
            }
        }
    }

    /// Minutes east of UTC when the clock there shows that; nil for an unknown zone.
    func offset(of zone: String, at clock: Int64) -> Int? {
        guard let known = observances[zone] else { return nil }
        let begun = known.compactMap { observance in
            observance.onset(before: clock).map { (onset: $0, offset: observance.offsetMinutes) }
        }
        return (begun.max { $0.onset < $1.onset })?.offset ?? known.first?.offsetMinutes
    }

    private static func minutes(_ value: String) -> Int {
        let digits = value.utf8.filter(ASCII.isDigit).map { Int($0) - 48 }
        guard digits.count >= 4 else { return 0 }
        let minutes = (digits[0] * 10 + digits[1]) * 60 + digits[2] * 10 + digits[3]
        return value.hasPrefix("-") ? -minutes : minutes
    }

    private static func yearly(_ rule: String) -> (month: Int, week: Int, weekday: Int)? {
        let items = Recurrence.items(rule)
        guard let month = items["BYMONTH"].flatMap({ Int($0) }), (1...12).contains(month), let day = items["BYDAY"],
            let weekday = Recurrence.weekdays.firstIndex(of: String(day.suffix(2))),
            let week = Int(day.dropLast(2)), week == -1 || (1...5).contains(week)
        else { return nil }
        return (month, week, weekday)
    }
}

extension CivilDate {
    /// The year of a wall clock.
    static func year(ofSeconds seconds: Int64) -> Int {
        let day = seconds >= 0 ? seconds / 86_400 : (seconds - 86_399) / 86_400
        var year = 1970 + Int(day) / 366
        while days(year: year + 1, month: 1, day: 1) <= Int(day) { year += 1 }
        while days(year: year, month: 1, day: 1) > Int(day) { year -= 1 }
        return year
    }

    /// Days since 1970 of the second Sunday of March and its like; week -1 is the last.
    static func day(year: Int, month: Int, week: Int, weekday: Int) -> Int {
        if week == -1 {
            let next = month == 12 ? days(year: year + 1, month: 1, day: 1) : days(year: year, month: month + 1, day: 1)
            let last = next - 1
            return last - (((last + 4 - weekday) % 7) + 7) % 7
        }
        let first = days(year: year, month: month, day: 1)
        return first + (((weekday - (first + 4)) % 7) + 7) % 7 + (week - 1) * 7
    }
}
