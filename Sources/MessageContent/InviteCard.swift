import MailModel

/// What a calendar part says, as a card: what, when, where, who (RFC 5545, RFC 5546).
struct InviteCard {
    private static let maximumEvents = 20
    private static let maximumAttendees = 30

    /// The card's lines; empty where the calendar holds no event.
    static func lines(of text: String) -> [ReadableMessage.Line] {
        let all = ContentLine.lines(of: text)
        let zones = CalendarZones(all)
        let method = all.first { $0.name == "METHOD" }?.value.uppercased() ?? ""
        var lines: [ReadableMessage.Line] = []
        for event in events(all).prefix(maximumEvents) {
            if !lines.isEmpty { lines.append(.init(kind: .text, spans: [])) }
            lines += InviteCard(method: method, properties: event, zones: zones).lines
        }
        return lines
    }

    /// The properties of each event, those of its alarms left out.
    private static func events(_ lines: [ContentLine]) -> [[ContentLine]] {
        let kinds = ["VEVENT", "VTODO"]
        var events: [[ContentLine]] = []
        var open: [String] = []
        for line in lines {
            let value = line.value.uppercased()
            if line.name == "BEGIN" {
                if open.count < 20 { open.append(value) }
                if kinds.contains(value) { events.append([]) }
            } else if line.name == "END" {
                if open.last == value { open.removeLast() }
            } else if let component = open.last, kinds.contains(component), let last = events.indices.last {
                events[last].append(line)
            }
        }
        return events
    }

    let method: String
    let properties: [ContentLine]
    let zones: CalendarZones

    private func first(_ name: String) -> ContentLine? { properties.first { $0.name == name } }

    private var lines: [ReadableMessage.Line] {
        let what = first("SUMMARY")?.text.oneLine ?? ""
        let title = "\(kind): \(what.isEmpty ? "(without a title)" : what)"
        var lines = [ReadableMessage.Line(kind: .text, spans: [.init(title, emphasis: .strong)], hangingIndent: 2)]
        func add(_ label: String, _ spans: [ReadableMessage.Span]) {
            guard spans.contains(where: { !$0.text.isEmpty }) else { return }
            lines.append(.init(kind: .text, spans: [.init("  \(label): ")] + spans, hangingIndent: 4))
        }
        add("When", when)
        add("Repeats", [.init(first("RRULE").flatMap { Recurrence.words($0.value) } ?? "")])
        add("Where", [.init(first("LOCATION")?.text.oneLine ?? "")])
        add("From", [.init(first("ORGANIZER").map(InviteCard.person) ?? "")])
        add("Who", [.init(who)])
        return lines
    }

    private var kind: String {
        if method == "CANCEL" || first("STATUS")?.value.uppercased() == "CANCELLED" { return "Cancelled" }
        switch method {
        case "REPLY": return "Answer"
        case "COUNTER": return "Another time proposed"
        case "PUBLISH", "": return "Event"
        default:
            let sequence = first("SEQUENCE").flatMap { Int($0.value) } ?? 0
            return sequence > 0 ? "Invitation, changed" : "Invitation"
        }
    }

    // MARK: When

    /// Instants carry their date, so that a reader can show them by its own clock.
    private var when: [ReadableMessage.Span] {
        guard let start = first("DTSTART").flatMap({ CalendarTime($0, zones: zones) }) else { return [] }
        let end = first("DTEND").flatMap { CalendarTime($0, zones: zones) } ?? end(after: start)
        if start.isDay { return [.init(InviteCard.days(from: start, to: end))] }
        guard let instant = start.instant else {
            let until = end.map { " – " + InviteCard.clock($0, after: start) } ?? ""
            let place = start.zone.isEmpty ? "" : " (\(start.zone))"
            return [.init(InviteCard.dayAndClock(start) + until + place)]
        }
        var spans = [ReadableMessage.Span(CivilDate.text(instant), date: instant)]
        if let last = end?.instant, last.seconds > instant.seconds {
            spans += [.init(" – "), .init(InviteCard.end(last, after: instant), date: last, since: instant)]
        }
        return spans
    }

    /// The time alone where the day is that of the start.
    private static func end(_ end: MailDate, after start: MailDate) -> String {
        let offset = Int64(start.offsetMinutes % 1_440) * 60
        let (first, last) = (start.seconds + offset, end.seconds + offset)
        guard end.offsetMinutes == start.offsetMinutes, first >= 0, first / 86_400 == last / 86_400 else {
            return CivilDate.text(end)
        }
        return CivilDate.clockText(last)
    }

    /// A whole day ends where the next begins (section 3.6.1).
    private static func days(from start: CalendarTime, to end: CalendarTime?) -> String {
        let first = CivilDate.dayText(start.wallClock)
        guard let end, end.wallClock - start.wallClock > 86_400 else { return first + ", all day" }
        return first + " – " + CivilDate.dayText(end.wallClock - 86_400)
    }

    private static func dayAndClock(_ time: CalendarTime) -> String {
        CivilDate.dayText(time.wallClock) + ", " + CivilDate.clockText(time.wallClock)
    }

    private static func clock(_ end: CalendarTime, after start: CalendarTime) -> String {
        end.wallClock / 86_400 == start.wallClock / 86_400 ? CivilDate.clockText(end.wallClock) : dayAndClock(end)
    }

    private func end(after start: CalendarTime) -> CalendarTime? {
        guard let duration = first("DURATION").flatMap({ InviteCard.seconds($0.value) }) else { return nil }
        return CalendarTime(wallClock: start.wallClock + duration, like: start)
    }

    /// `PT1H30M`, `P1D` (section 3.3.6).
    private static func seconds(_ duration: String) -> Int64? {
        let units: [Character: Int64] = ["W": 604_800, "D": 86_400, "H": 3_600, "M": 60, "S": 1]
        var (total, number): (Int64, Int64) = (0, 0)
        for character in duration.uppercased().prefix(30) {
            if let digit = character.wholeNumberValue {
                number = min(number * 10 + Int64(digit), 10_000_000)
            } else if let unit = units[character] {
                total += number * unit
                number = 0
            }
        }
        return total > 0 ? total : nil
    }

    // MARK: Who

    private var who: String {
        let people = properties.filter { $0.name == "ATTENDEE" }
        let shown = people.prefix(InviteCard.maximumAttendees).map { person in
            InviteCard.person(person) + (InviteCard.answer(person).map { " (\($0))" } ?? "")
        }
        let more = people.count - shown.count
        return shown.joined(separator: ", ") + (more > 0 ? " and \(more) more" : "")
    }

    private static func person(_ line: ContentLine) -> String {
        let isMail = line.value.lowercased().hasPrefix("mailto:")
        let address = isMail ? String(line.value.dropFirst(7)) : line.value
        let name = line.parameters["CN"]?.trimmed.oneLine ?? ""
        return name.isEmpty || name == address ? address : "\(name) <\(address)>"
    }

    private static func answer(_ line: ContentLine) -> String? {
        switch line.parameters["PARTSTAT"]?.uppercased() {
        case "ACCEPTED": "yes"
        case "DECLINED": "no"
        case "TENTATIVE": "maybe"
        case "DELEGATED": "sends somebody else"
        default: nil
        }
    }
}
