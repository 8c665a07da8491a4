import MailModel

/// How often something comes again, in words (RFC 5545 section 3.3.10).
enum Recurrence {
    static let weekdays = ["SU", "MO", "TU", "WE", "TH", "FR", "SA"]
    private static let dayNames = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"]
    private static let places = ["1": "first", "2": "second", "3": "third", "4": "fourth", "5": "fifth", "-1": "last"]

    /// The items of a rule, names and values in upper case.
    static func items(_ rule: String) -> [String: String] {
        var items: [String: String] = [:]
        for item in rule.uppercased().split(separator: ";").prefix(30) {
            let fields = item.split(separator: "=", maxSplits: 1)
            if fields.count == 2 { items[String(fields[0])] = String(fields[1].prefix(500)) }
        }
        return items
    }

    /// `every 2 weeks on Monday and Friday, 10 times`; nil for a rule that says nothing.
    static func words(_ rule: String) -> String? {
        let items = items(rule)
        guard let unit = unit(items["FREQ"]) else { return nil }
        let interval = items["INTERVAL"].flatMap { Int($0) } ?? 1
        var words = interval == 1 ? "every \(unit)" : "every \(interval) \(unit)s"
        if let days = items["BYDAY"] { words += " on " + joined(days.split(separator: ",").map(day)) }
        if let dates = items["BYMONTHDAY"] {
            let named = dates.split(separator: ",").map { $0 == "-1" ? "the last day" : "day \($0)" }
            words += " on " + joined(named)
        }
        if let months = items["BYMONTH"] {
            let named = months.split(separator: ",").compactMap { Int($0) }.filter { (1...12).contains($0) }
            if !named.isEmpty { words += " in " + joined(named.map { CivilDate.months[$0 - 1] }) }
        }
        if let count = items["COUNT"].flatMap({ Int($0) }) { words += count == 1 ? ", once" : ", \(count) times" }
        if let until = items["UNTIL"].flatMap(CalendarTime.wallClock) {
            words += ", until " + CivilDate.dayText(until)
        }
        return words
    }

    private static func unit(_ frequency: String?) -> String? {
        switch frequency {
        case "DAILY": "day"
        case "WEEKLY": "week"
        case "MONTHLY": "month"
        case "YEARLY": "year"
        case "HOURLY": "hour"
        case "MINUTELY": "minute"
        case "SECONDLY": "second"
        default: nil
        }
    }

    private static func day(_ text: Substring) -> String {
        guard let index = weekdays.firstIndex(of: String(text.suffix(2))) else { return String(text) }
        let place = String(text.dropLast(2))
        if place.isEmpty { return dayNames[index] }
        return "the \(places[place] ?? place + ".") \(dayNames[index])"
    }

    private static func joined(_ words: [String]) -> String {
        guard let last = words.last, words.count > 1 else { return words.first ?? "" }
        return words.dropLast().joined(separator: ", ") + " and " + last
    }
}

extension CivilDate {
    /// `Mon 23 Nov 2026` of a wall clock.
    static func dayText(_ seconds: Int64) -> String {
        let whole = text(MailDate(seconds: seconds))
        return whole.firstIndex(of: ",").map { String(whole[..<$0]) } ?? whole
    }

    /// `09:14` of a wall clock.
    static func clockText(_ seconds: Int64) -> String {
        String(text(MailDate(seconds: seconds)).split(separator: ",").last?.dropFirst().prefix(5) ?? "")
    }
}
