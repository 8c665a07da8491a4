import MailModel
import Screen

/// Lays a message out for a width: header, body with folded quotations, links, attachments, defects.
struct DocumentLayout {
    let settings: ReaderSettings
    let localTime: LocalTime
    let columns: Int
    var choices = ReadingChoices()
    /// Every field of the header, where they are wanted and there.
    var header: MessagePieceState?
    /// The keys that the text names, as they are bound.
    let keys: Keys

    struct Keys: Equatable {
        var quotes: String
        var attachments: String
        var save: String
        var defects: String
    }

    /// Text that is wider is hard to read; a wide pane keeps the rest empty.
    private var textColumns: Int { settings.textWidth == 0 ? columns : min(columns, settings.textWidth) }
    var wraps: Bool { choices.wraps }
    private var summary: DocumentHeader {
        DocumentHeader(settings: settings, localTime: localTime, columns: columns)
    }

    /// - Parameter limit: how many lines of the message are laid out at most. Nobody waits for the end of a long text
    ///   to see its beginning.
    func document(_ message: ReadableMessage, limit: Int = .max) -> ReaderDocument {
        var lines = headLines(message)
        lines += facts(message)
        lines += choices.showsDefects ? defects(message.defects) : []
        lines.append(ReaderDocument.Line([]))
        let isCut = message.lines.count > limit
        lines += body(isCut ? Array(message.lines.prefix(limit)) : message.lines)
        let addresses = addresses(message.links)
        if isCut {
            return ReaderDocument(lines: lines, addresses: addresses, linesToCome: message.lines.count - limit)
        }
        // An address that stands in the text as it is needs no second line, unless there is something to say of it.
        lines += section(
            links(message.links.filter { $0.text != $0.target || !$0.warnings.isEmpty || $0.unwrapped != nil }))
        lines += section(attachments(message.attachments))
        return ReaderDocument(lines: lines, addresses: addresses)
    }

    /// The head alone, as the row of the list knows it.
    func head(_ row: MessageSummary) -> ReaderDocument {
        let facts = DocumentHeader.Facts(
            subject: row.subject, from: row.from, to: row.to, cc: row.cc, date: row.sent ?? row.received)
        return ReaderDocument(lines: summary.lines(facts) + [ReaderDocument.Line([])])
    }

    /// Set off from what stands above it.
    private func section(_ lines: [ReaderDocument.Line]) -> [ReaderDocument.Line] {
        lines.isEmpty ? [] : [ReaderDocument.Line([])] + lines
    }

    /// The head in short, or every field of it.
    private func headLines(_ message: ReadableMessage) -> [ReaderDocument.Line] {
        let short = DocumentHeader.Facts(
            subject: message.subject, from: message.from, to: message.to, cc: message.cc, date: message.date)
        guard choices.showsFullHeaders else { return summary.lines(short) }
        switch header {
        case .fields(let fields): return PieceLayout(layout: self, limit: .max).fields(fields)
        case .failed(let reason):
            let run = ReaderDocument.Run("! " + DisplayText.sanitised(reason), .warning)
            return summary.lines(short) + LineWrap(columns: columns, hangingIndent: 2).lines([run])
        case .loading, .text, .readable, nil:
            return summary.lines(short) + [ReaderDocument.Line([ReaderDocument.Run("loading all headers…", .dim)])]
        }
    }

    /// What else is known of the message, in a line.
    private func facts(_ message: ReadableMessage) -> [ReaderDocument.Line] {
        var facts: [String] = []
        if message.trackers > 0 {
            facts.append(
                message.trackers == 1 ? "1 tracker blocked" : "\(Amounts.grouped(message.trackers)) trackers blocked")
        }
        if !message.defects.isEmpty, !choices.showsDefects {
            let count = message.defects.count == 1 ? "1 defect" : "\(message.defects.count) defects"
            facts.append(keys.defects.isEmpty ? count : "\(count) (\(keys.defects))")
        }
        guard !facts.isEmpty else { return [] }
        return LineWrap(columns: columns).lines([ReaderDocument.Run(facts.joined(separator: " · "), .dim)])
    }

    private func defects(_ defects: [String]) -> [ReaderDocument.Line] {
        defects.flatMap { defect in
            LineWrap(columns: columns, hangingIndent: 2).lines([
                ReaderDocument.Run("! " + DisplayText.sanitised(defect), .warning)
            ])
        }
    }

    // MARK: Body

    /// Lines that are no message of their own: of a file.
    func laidOut(_ source: [ReadableMessage.Line]) -> [ReaderDocument.Line] { body(source) }

    private func body(_ source: [ReadableMessage.Line]) -> [ReaderDocument.Line] {
        var lines: [ReaderDocument.Line] = []
        var patch = PatchLines()
        var index = 0
        while index < source.count {
            let quoted = quotationLength(source, from: index)
            if quoted > settings.quoteFold, !choices.showsQuotes {
                lines.append(folded(quoted))
                index += quoted
            } else if let rows = tableRows(source, from: index) {
                lines += TableLayout(columns: columns).lines(rows, look: { look(of: $0, base: .plain) })
                index += rows.count
            } else {
                lines += wrapped(source[index], patch: part(of: source[index], in: &patch))
                index += 1
            }
        }
        // Blank lines at the end are no text.
        while let last = lines.last, last.runs.allSatisfy({ $0.text.isEmpty }) { lines.removeLast() }
        return lines.isEmpty ? [ReaderDocument.Line([ReaderDocument.Run("(no text)", .dim)])] : lines
    }

    private func folded(_ count: Int) -> ReaderDocument.Line {
        let hint = keys.quotes.isEmpty ? "" : " (\(keys.quotes))"
        return ReaderDocument.Line([ReaderDocument.Run("⋯ \(count) quoted lines\(hint)", .quote(depth: 1))])
    }

    /// How many quoted lines follow each other; 0 where the first is none.
    private func quotationLength(_ lines: [ReadableMessage.Line], from start: Int) -> Int {
        var end = start
        while end < lines.count, case .quote = lines[end].kind { end += 1 }
        return end - start
    }

    /// The rows of the table that begins there; nil where none does.
    private func tableRows(_ lines: [ReadableMessage.Line], from start: Int) -> [TableRow]? {
        guard case .row(let first) = lines[start].kind else { return nil }
        var rows = [first]
        while start + rows.count < lines.count, case .row(let next) = lines[start + rows.count].kind,
            next.table == first.table
        {
            rows.append(next)
        }
        return rows
    }

    private func part(of line: ReadableMessage.Line, in patch: inout PatchLines) -> PatchLines.Part? {
        switch line.kind {
        case .text, .preformatted: patch.part(of: line.spans.count == 1 ? line.spans[0].text : line.text)
        case .quote, .signature, .heading, .rule, .row: nil
        }
    }

    private func wrapped(_ line: ReadableMessage.Line, patch: PatchLines.Part?) -> [ReaderDocument.Line] {
        if let patch { return wrap(line) { look(of: $0, base: patch.look) } }
        switch line.kind {
        case .text, .preformatted, .row:
            return wrap(line, hanging: line.hangingIndent) { look(of: $0, base: .plain) }
        case .heading:
            return wrap(line) { look(of: $0, base: .heading) }
        case .signature:
            return wrap(line) { look(of: $0, base: .signature) }
        case .quote(let depth):
            return quotation(line, depth: min(max(1, depth), 20))
        case .rule:
            let width = min(textColumns, 40)
            return [ReaderDocument.Line([ReaderDocument.Run(String(repeating: "─", count: width), .dim)])]
        }
    }

    private func wrap(
        _ line: ReadableMessage.Line, hanging: Int = 0, look: (ReadableMessage.Span) -> ReaderDocument.Look
    ) -> [ReaderDocument.Line] {
        let runs = line.spans.map { ReaderDocument.Run(DisplayText.sanitised(words($0)), look($0), link: $0.link) }
        return wraps
            ? LineWrap(columns: textColumns, hangingIndent: max(0, hanging)).lines(runs) : [ReaderDocument.Line(runs)]
    }

    /// Instants are told by the clock of who reads.
    private func words(_ span: ReadableMessage.Span) -> String {
        guard let date = span.date else { return span.text }
        guard let since = span.since else { return RelativeDate.full(date, localTime: localTime) }
        return RelativeDate.full(date, after: since, localTime: localTime)
    }

    /// A bar per level stands for the `>` of the text, whether or not the text still has them.
    private func quotation(_ line: ReadableMessage.Line, depth: Int) -> [ReaderDocument.Line] {
        let look = ReaderDocument.Look.quote(depth: depth)
        var toStrip = depth
        var isLeading = true
        let runs = line.spans.map { span in
            var text = Substring(span.text)
            while isLeading, let first = text.first, toStrip > 0 || first == " " {
                guard first == ">" || first == " " else { break }
                if first == ">" { toStrip -= 1 }
                text = text.dropFirst()
                if toStrip == 0 {
                    if text.first == " " { text = text.dropFirst() }
                    break
                }
            }
            if !text.isEmpty { isLeading = false }
            return ReaderDocument.Run(
                DisplayText.sanitised(String(text)), self.look(of: span, base: look), link: span.link)
        }
        let bars = min(depth, max(1, textColumns / 8))
        let prefix = [ReaderDocument.Run(String(repeating: "▏", count: bars) + " ", look)]
        return wraps
            ? LineWrap(columns: textColumns, prefix: prefix).lines(runs) : [ReaderDocument.Line(prefix + runs)]
    }

    private func look(of span: ReadableMessage.Span, base: ReaderDocument.Look) -> ReaderDocument.Look {
        if span.link != nil { return .link }
        if span.emphasis.contains(.code) { return .code }
        if span.emphasis.contains(.strong) { return .strong }
        if span.emphasis.contains(.italic) { return .italic }
        if span.emphasis.contains(.underlined) { return .underlined }
        return base
    }

    // MARK: After the text

    /// Where each leads, its host set off; under it what may mislead.
    private func links(_ links: [ReadableMessage.Link]) -> [ReaderDocument.Line] {
        links.flatMap { link in
            let number = "[\(link.number)] "
            let wrap = LineWrap(columns: columns, hangingIndent: number.count)
            var runs = [ReaderDocument.Run(number, .dim)] + LinkFacts.runs(of: link)
            if let detour = LinkFacts.detour(of: link) { runs.append(ReaderDocument.Run("  skips \(detour)", .dim)) }
            var lines = wrap.lines(runs)
            // Addresses that carry what somebody wants to know of the reader are long; the list has them whole.
            if lines.count > DocumentLayout.mostAddressLines {
                lines = Array(lines.prefix(DocumentLayout.mostAddressLines))
                lines[lines.count - 1].runs.append(ReaderDocument.Run("…", .dim))
            }
            let indent = [ReaderDocument.Run(String(repeating: " ", count: number.count), .plain)]
            return lines
                + LinkFacts.warnings(of: link).flatMap {
                    LineWrap(columns: columns, prefix: indent).lines([ReaderDocument.Run("! " + $0, .warning)])
                }
        }
    }

    private static let mostAddressLines = 3

    /// Where the terminal may lead who clicks: nowhere that wants a question first.
    private func addresses(_ links: [ReadableMessage.Link]) -> [Int: OpenableAddress] {
        var addresses: [Int: OpenableAddress] = [:]
        for link in links where link.warnings.isEmpty {
            addresses[link.number] = OpenableAddress(LinkFacts.destination(of: link))
        }
        return addresses
    }

    private func attachments(_ attachments: [ReadableMessage.Attachment]) -> [ReaderDocument.Line] {
        var lines = attachments.flatMap { attachment in
            LineWrap(columns: columns, hangingIndent: 2).lines([
                ReaderDocument.Run("⎘ " + AttachmentWords.name(of: attachment), .attachment),
                ReaderDocument.Run("  " + AttachmentWords.size(of: attachment), .dim),
            ])
        }
        let hint = "(\(keys.attachments) to list, \(keys.save) to save)"
        guard let first = lines.first, !keys.attachments.isEmpty, !keys.save.isEmpty else { return lines }
        let width = first.runs.reduce(0) { $0 + TextWidth.width(of: $1.text) }
        if width + 2 + hint.count <= columns { lines[0].right = ReaderDocument.Run(hint, .dim) }
        return lines
    }
}
