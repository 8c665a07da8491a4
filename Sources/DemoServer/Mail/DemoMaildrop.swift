extension Maildrop {
    /// The mailbox of the demo: a few hundred messages of one Robin Vale, dated back from `now`.
    ///
    /// - Parameters:
    ///   - now: seconds since 1970.
    ///   - secondsFromGMT: how far local time is ahead of UTC, so that mornings are mornings.
    package static func demo(now: Int64, secondsFromGMT: Int = 0) -> Maildrop {
        var maildrop = Maildrop.empty()
        for folder in ["Lists/letters", "Lists/swallow-dev", "Receipts"] { maildrop.add(folder: folder) }
        var arrivals: [(date: Int64, folder: String, flags: [String], bytes: [UInt8])] = []
        let templates = EmbeddedMail.files.flatMap { MailTemplate.templates(in: $0.text) }
        let composer = MailComposer(midnight: midnight(now, secondsFromGMT, templates), offset: secondsFromGMT)
        for template in templates {
            arrivals.append((composer.date(of: template), template.folder, template.flags, composer.message(template)))
        }
        var older = OlderMail(phrases: EmbeddedMail.files.first { $0.name == "phrases.txt" }?.text ?? "")
        for message in older.messages() {
            let date = composer.midnight - Int64(message.daysAgo) * 86_400 + Int64(message.timeOfDay)
            guard date <= now else { continue }
            let header = ["Date: \(CalendarDate.headerDate(date, offset: secondsFromGMT))"] + message.header
            let text = (header + [""] + message.lines).joined(separator: "\r\n") + "\r\n"
            arrivals.append((date, message.folder, message.flags, Array(text.utf8)))
        }
        for arrival in arrivals.sorted(by: { ($0.date, $0.folder) < ($1.date, $1.folder) }) {
            maildrop.add(arrival.bytes, to: arrival.folder, flags: arrival.flags, received: arrival.date)
        }
        return maildrop
    }

    /// The midnight from which ages are counted: that of today, or of yesterday where the newest message of today would
    /// otherwise come from the future.
    private static func midnight(_ now: Int64, _ offset: Int, _ templates: [MailTemplate]) -> Int64 {
        let local = CalendarDate(now, offset: offset)
        let secondOfDay = Int64(local.hour * 3600 + local.minute * 60 + local.second)
        let newest = templates.filter { $0.daysAgo == 0 }.map(\.timeOfDay).max() ?? 0
        return now - secondOfDay - (secondOfDay < Int64(newest) ? 86_400 : 0)
    }
}
