/// Calendar arithmetic in seconds since 1970, and the two ways mail writes a date.
struct CalendarDate: Equatable {
    let year: Int
    let month: Int
    let day: Int
    let hour: Int
    let minute: Int
    let second: Int
    /// Sunday is 0.
    let weekday: Int

    static let monthNames = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    private static let dayNames = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]

    /// The date at an instant, as a clock shows it that is `offset` seconds ahead of UTC.
    init(_ instant: Int64, offset: Int = 0) {
        let local = min(max(instant, -60_000_000_000), 250_000_000_000) + Int64(offset)
        let dayNumber = Int(local >= 0 ? local / 86_400 : (local - 86_399) / 86_400)
        let rest = Int(local) - dayNumber * 86_400
        (hour, minute, second) = (rest / 3600, rest / 60 % 60, rest % 60)
        weekday = ((dayNumber + 4) % 7 + 7) % 7
        // Days are counted from 1 March of year 0, in eras of 400 years, so that leap days come last.
        let shifted = dayNumber + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
        month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    }

    /// Days since 1970 of a date in the Gregorian calendar.
    static func dayNumber(year: Int, month: Int, day: Int) -> Int {
        let shiftedYear = month <= 2 ? year - 1 : year
        let era = (shiftedYear >= 0 ? shiftedYear : shiftedYear - 399) / 400
        let yearOfEra = shiftedYear - era * 400
        let monthFromMarch = month > 2 ? month - 3 : month + 9
        let dayOfYear = (153 * monthFromMarch + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }

    /// `17-Jul-1996 02:44:25 +0200` (RFC 3501, 9: date-time).
    static func internalDate(_ instant: Int64, offset: Int = 0) -> String {
        let date = CalendarDate(instant, offset: offset)
        let day = date.day < 10 ? " \(date.day)" : "\(date.day)"
        return "\(day)-\(monthNames[date.month - 1])-\(date.year) \(date.clock) \(zone(offset))"
    }

    /// `Wed, 17 Jul 1996 02:44:25 +0200` (RFC 5322, 3.3).
    static func headerDate(_ instant: Int64, offset: Int = 0) -> String {
        let date = CalendarDate(instant, offset: offset)
        let month = monthNames[date.month - 1]
        return "\(dayNames[date.weekday]), \(date.day) \(month) \(date.year) \(date.clock) \(zone(offset))"
    }

    private var clock: String {
        "\(Self.twoDigits(hour)):\(Self.twoDigits(minute)):\(Self.twoDigits(second))"
    }

    private static func zone(_ offset: Int) -> String {
        let minutes = abs(offset) / 60
        return (offset < 0 ? "-" : "+") + twoDigits(minutes / 60) + twoDigits(minutes % 60)
    }

    static func twoDigits(_ number: Int) -> String {
        number < 10 ? "0\(number)" : "\(number)"
    }

    /// Reads `17-Jul-1996`, as days since 1970.
    static func dayNumber(_ text: some StringProtocol) -> Int? {
        let parts = text.split(separator: "-")
        guard parts.count == 3, let day = Int(parts[0].drop { $0 == " " }), (1...31).contains(day),
            let month = monthNames.firstIndex(where: { $0.lowercased() == parts[1].lowercased() }),
            let year = Int(parts[2]), (1...9999).contains(year)
        else { return nil }
        return dayNumber(year: year, month: month + 1, day: day)
    }

    /// Reads `17-Jul-1996 02:44:25 +0200`, as seconds since 1970.
    static func instant(internalDate text: String) -> Int64? {
        let parts = text.split(separator: " ")
        guard parts.count == 3, let day = dayNumber(parts[0]) else { return nil }
        let clock = parts[1].split(separator: ":").map { Int($0) ?? -1 }
        guard clock.count == 3, (0...23).contains(clock[0]), (0...59).contains(clock[1]), (0...60).contains(clock[2]),
            let zone = Int(parts[2]), abs(zone) <= 1400
        else { return nil }
        let offset = (zone / 100) * 3600 + (zone % 100) * 60
        return Int64(day * 86_400 + clock[0] * 3600 + clock[1] * 60 + clock[2] - offset)
    }
}
