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
    /// What the store knows of the sender and the conversation.
    var known = MessageFacts()
    /// The keys that the text names, as they are bound.
    let keys: Keys
    /// Nil where pictures are left to their words.
    var pictures: PictureShelf?

    struct Keys: Equatable {
        var quotes: String
        var attachments: String
        var save: String
        var defects: String
        var conversation = ""
        var leaveList = ""
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
        lines += text(message, limit: limit)
        return ReaderDocument(
            lines: lines, addresses: addresses(message.links), linesToCome: max(0, message.lines.count - limit))
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
        case .loading, .text, .readable, .picture, .graphic, nil:
            return summary.lines(short) + [ReaderDocument.Line([ReaderDocument.Run("loading all headers…", .dim)])]
        }
    }

    private func facts(_ message: ReadableMessage) -> [ReaderDocument.Line] {
        SenderLines(columns: columns, keys: keys, showsDefects: choices.showsDefects).lines(message, known: known)
    }

    private func defects(_ defects: [String]) -> [ReaderDocument.Line] {
        defects.flatMap { defect in
            LineWrap(columns: columns, hangingIndent: 2).lines([
                ReaderDocument.Run("! " + DisplayText.sanitised(defect), .warning)
            ])
        }
    }

    /// Lines that are no message of their own: of a file.
    func laidOut(_ source: [ReadableMessage.Line]) -> [ReaderDocument.Line] { body.lines(source, passages: []) }

    private var body: BodyLayout { body(columns: textColumns) }

    private func body(columns: Int) -> BodyLayout {
        BodyLayout(
            settings: settings, localTime: localTime, columns: columns, wraps: choices.wraps,
            showsQuotes: choices.showsQuotes, quotesKey: keys.quotes, pictures: pictures)
    }

    /// The text of a message, what is sealed of it marked.
    func bodyLines(_ message: ReadableMessage, limit: Int) -> [ReaderDocument.Line] {
        let source = message.lines.count > limit ? Array(message.lines.prefix(limit)) : message.lines
        let passages = message.passages.filter { $0.lines.upperBound <= limit }
        guard !message.seals.isEmpty else { return body.lines(source, passages: passages) }
        let sealed = SealedLayout(
            columns: textColumns, sender: message.from.first?.address ?? ""
        ) { lines, columns, start in
            let moved = passages.compactMap { passage -> ReadableMessage.Passage? in
                let common = passage.lines.clamped(to: lines.startIndex..<lines.endIndex)
                guard !common.isEmpty else { return nil }
                return .init(kind: passage.kind, lines: common.lowerBound - start..<common.upperBound - start)
            }
            return body(columns: columns).someLines(Array(lines), passages: moved)
        }
        return sealed.lines(source, seals: message.seals.filter { $0.lines.lowerBound <= source.count })
    }

    /// The text with its links and files, without a head.
    func text(_ message: ReadableMessage, limit: Int = .max) -> [ReaderDocument.Line] {
        let isCut = message.lines.count > limit
        var lines = bodyLines(message, limit: limit)
        if isCut { return lines }
        // An address that stands in the text as it is needs no second line, unless there is something to say of it.
        lines += section(
            links(message.links.filter { $0.text != $0.target || !$0.warnings.isEmpty || $0.unwrapped != nil }))
        lines += section(attachments(message))
        return lines
    }

    // MARK: After the text

    /// Where each leads, its host set off; under it what may mislead.
    func links(_ links: [ReadableMessage.Link]) -> [ReaderDocument.Line] {
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
    func addresses(_ links: [ReadableMessage.Link]) -> [Int: OpenableAddress] {
        var addresses: [Int: OpenableAddress] = [:]
        for link in links where link.warnings.isEmpty {
            addresses[link.number] = OpenableAddress(LinkFacts.destination(of: link))
        }
        return addresses
    }

    /// The files; pictures among them that stand nowhere in the text are drawn here.
    private func attachments(_ message: ReadableMessage) -> [ReaderDocument.Line] {
        let inText = pictures == nil ? [] : Set(message.lines.flatMap(\.spans).compactMap { $0.picture?.section })
        var lines = message.attachments.flatMap { attachment in
            let name = LineWrap(columns: columns, hangingIndent: 2).lines([
                ReaderDocument.Run("⎘ " + AttachmentWords.name(of: attachment), .attachment),
                ReaderDocument.Run("  " + AttachmentWords.size(of: attachment), .dim),
            ])
            guard let pictures, AttachmentWords.isPicture(attachment), !inText.contains(attachment.section) else {
                return name
            }
            return name + pictures.lines(.init(section: attachment.section), words: "", columns: textColumns)
        }
        let hint = "(\(keys.attachments) to list, \(keys.save) to save)"
        guard let first = lines.first, !keys.attachments.isEmpty, !keys.save.isEmpty else { return lines }
        let width = first.runs.reduce(0) { $0 + TextWidth.width(of: $1.text) }
        if width + 2 + hint.count <= columns { lines[0].right = ReaderDocument.Run(hint, .dim) }
        return lines
    }
}
