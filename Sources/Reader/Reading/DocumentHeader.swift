import MailModel
import Screen

/// The block above the text: subject, people, date.
struct DocumentHeader {
    let settings: ReaderSettings
    let localTime: LocalTime
    let columns: Int

    /// What the block says, from the message itself or, until it is there, from its row in the list.
    struct Facts {
        var subject: String
        var from: [EmailAddress]
        var to: [EmailAddress]
        var cc: [EmailAddress]
        var date: MailDate?
    }

    func lines(_ facts: Facts) -> [ReaderDocument.Line] {
        let subject = DisplayText.sanitised(facts.subject)
        let title = subject.isEmpty ? "(no subject)" : subject
        var lines = Array(LineWrap(columns: columns).lines([ReaderDocument.Run(title, .subject)]).prefix(3))
        let date = facts.date.map { ReaderDocument.Run(RelativeDate.full($0, localTime: localTime), .dim) }
        let sender = sender(facts.from)
        let senderWidth = sender.reduce(0) { $0 + TextWidth.width(of: $1.text) }
        if let date, senderWidth + 2 + TextWidth.width(of: date.text) <= columns {
            lines.append(ReaderDocument.Line(sender, right: date))
        } else {
            lines.append(contentsOf: LineWrap(columns: columns).lines(sender).prefix(2))
            if let date { lines.append(ReaderDocument.Line([date])) }
        }
        let people = recipients(facts)
        if !people.isEmpty {
            let wrap = LineWrap(columns: columns, hangingIndent: 3)
            lines.append(contentsOf: wrap.lines([ReaderDocument.Run(people, .dim)]).prefix(2))
        }
        return lines
    }

    private func sender(_ from: [EmailAddress]) -> [ReaderDocument.Run] {
        guard let first = from.first else { return [ReaderDocument.Run("(no sender)", .dim)] }
        let name = DisplayText.sanitised(first.name)
        let address = DisplayText.sanitised(first.address, .address)
        guard !name.isEmpty else { return [ReaderDocument.Run(address, .sender)] }
        return [ReaderDocument.Run(name, .sender), ReaderDocument.Run(" <\(address)>", .dim)]
    }

    /// `to me, Ch. Babbage · cc mutt-users`, with a count instead of the fifth and further.
    private func recipients(_ facts: Facts) -> String {
        var parts: [String] = []
        if !facts.to.isEmpty { parts.append("to " + names(facts.to)) }
        if !facts.cc.isEmpty { parts.append("cc " + names(facts.cc)) }
        return parts.joined(separator: " · ")
    }

    private func names(_ addresses: [EmailAddress]) -> String {
        let shown = addresses.prefix(4).map { address in
            settings.isMine(address)
                ? "me" : DisplayText.sanitised(address.shortName, address.name.isEmpty ? .address : [])
        }
        let more = addresses.count - shown.count
        return shown.joined(separator: ", ") + (more > 0 ? " and \(more) more" : "")
    }
}
