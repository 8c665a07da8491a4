import MailModel
import Screen

/// Lays out what is shown in place of the text: the source, the parts, a file.
struct PieceLayout {
    let layout: DocumentLayout
    /// Lines of the piece that are laid out at most.
    let limit: Int

    private typealias Line = ReaderDocument.Line
    private typealias Run = ReaderDocument.Run

    /// The document of a piece under a title; what says how far it is stands in place of text that is not there.
    func document(title: String, _ state: MessagePieceState?, format: AttachedFormat) -> ReaderDocument {
        let head = [Line([Run(DisplayText.sanitised(title), .subject)]), Line([])]
        switch state {
        case nil, .loading: return ReaderDocument(lines: head + [Line([Run("loading…", .dim)])])
        case .failed(let reason):
            let run = Run("! " + DisplayText.sanitised(reason), .warning)
            return ReaderDocument(lines: head + LineWrap(columns: layout.columns, hangingIndent: 2).lines([run]))
        case .fields(let fields): return ReaderDocument(lines: head + self.fields(fields))
        // Pictures have a layout of their own.
        case .picture, .graphic: return ReaderDocument(lines: head)
        case .readable(let message): return layout.document(message, limit: limit)
        case .text(let lines, let isCut):
            var document = ReaderDocument(lines: head + body(Array(lines.prefix(limit)), format))
            document.linesToCome = max(0, lines.count - limit)
            if isCut, document.linesToCome == 0 {
                document.lines.append(Line([Run("⋯ the rest is not shown; save it to see it all", .dim)]))
            }
            return document
        }
    }

    /// A picture that has the pane for itself, under its name.
    func picture(_ attachment: ReadableMessage.Attachment, on shelf: PictureShelf) -> ReaderDocument {
        let title = Line([Run(AttachmentWords.name(of: attachment), .subject)])
        let picture = ReadableMessage.Picture(section: attachment.section)
        return ReaderDocument(
            lines: [title, Line([])] + shelf.lines(picture, words: "", columns: min(layout.columns, 200)))
    }

    private func body(_ lines: [String], _ format: AttachedFormat) -> [ReaderDocument.Line] {
        if lines.isEmpty { return [Line([Run("(empty)", .dim)])] }
        switch format {
        case .patch: return patch(lines)
        case .markdown: return layout.laidOut(MarkdownLines.lines(lines))
        case .table(let declared):
            let separator = SeparatedTable.separator(of: lines, declared: declared)
            return SeparatedTable(lines, separator: separator).lines(columns: layout.wraps ? layout.columns : nil)
        case .source: return numbered(lines)
        case .plain, .html, .message: return lines.flatMap { wrapped([Run(DisplayText.sanitised($0), .plain)]) }
        }
    }

    private func patch(_ lines: [String]) -> [ReaderDocument.Line] {
        var patch = PatchLines()
        return lines.flatMap { line in
            wrapped([Run(DisplayText.sanitised(line), patch.part(of: line)?.look ?? .plain)])
        }
    }

    private func numbered(_ lines: [String]) -> [ReaderDocument.Line] {
        let width = String(lines.count).count
        return lines.enumerated().flatMap { number, line in
            let digits = String(number + 1)
            let gutter = String(repeating: " ", count: width - digits.count) + digits + "  "
            return wrapped([Run(gutter, .dim), Run(DisplayText.sanitised(line), .plain)], hanging: width + 2)
        }
    }

    private func wrapped(_ runs: [ReaderDocument.Run], hanging: Int = 0) -> [ReaderDocument.Line] {
        layout.wraps ? LineWrap(columns: layout.columns, hangingIndent: hanging).lines(runs) : [Line(runs)]
    }

    /// The fields of a header, their names set off.
    func fields(_ fields: [MessagePieceState.Field]) -> [ReaderDocument.Line] {
        fields.flatMap { field in
            LineWrap(columns: layout.columns, hangingIndent: 4).lines([
                Run(DisplayText.sanitised(field.name, .address) + ": ", .sender),
                Run(DisplayText.sanitised(field.body), .plain),
            ])
        }
    }

    /// The parts of a message, each under the one that holds it.
    func structure(title: String, _ root: PartTree?) -> ReaderDocument {
        var lines = [Line([Run(DisplayText.sanitised(title), .subject)]), Line([])]
        guard let root else {
            lines.append(Line([Run("(the server could not tell the parts of this message)", .dim)]))
            return ReaderDocument(lines: lines)
        }
        var waiting = [(part: root, depth: 0)]
        while let (part, depth) = waiting.popLast(), lines.count < 10_000 {
            lines.append(line(part, depth: depth))
            waiting += part.children.reversed().map { ($0, depth + 1) }
        }
        return ReaderDocument(lines: lines)
    }

    private func line(_ part: PartTree, depth: Int) -> ReaderDocument.Line {
        let indent = String(repeating: "  ", count: min(depth, max(1, layout.columns / 8)))
        var runs = [
            Run(indent + (part.section.isEmpty ? "" : part.section + "  "), .dim),
            Run(DisplayText.sanitised(part.type), .strong),
        ]
        if let name = part.filename, !name.isEmpty { runs.append(Run("  " + AttachmentWords.shown(name), .attachment)) }
        let facts = [
            part.isMultipart ? "" : part.encoding, part.parameters["charset"] ?? "", part.disposition ?? "",
            part.isMultipart ? "" : Amounts.octets(part.size),
        ]
        runs.append(Run("  " + DisplayText.sanitised(facts.filter { !$0.isEmpty }.joined(separator: ", ")), .dim))
        return Line(runs)
    }
}
