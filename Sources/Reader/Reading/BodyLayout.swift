import MailModel
import Screen

/// Lays out the text itself: folded quotations and histories, dimmed footers, patches, tables.
struct BodyLayout {
    let settings: ReaderSettings
    let localTime: LocalTime
    /// Of the text, which a wide pane may not be filled with.
    let columns: Int
    let wraps: Bool
    let showsQuotes: Bool
    let quotesKey: String
    /// Nil where pictures are left to their words.
    var pictures: PictureShelf?

    func lines(_ source: [ReadableMessage.Line], passages: [ReadableMessage.Passage]) -> [ReaderDocument.Line] {
        let lines = someLines(source, passages: passages)
        return lines.isEmpty ? [ReaderDocument.Line([ReaderDocument.Run("(no text)", .dim)])] : lines
    }

    /// The lines; none where there is no text.
    func someLines(
        _ source: [ReadableMessage.Line], passages: [ReadableMessage.Passage]
    ) -> [ReaderDocument.Line] {
        var lines: [ReaderDocument.Line] = []
        var patch = PatchLines()
        var rest = passages[...]
        var index = 0
        while index < source.count {
            while let passage = rest.first, passage.lines.upperBound <= index { rest = rest.dropFirst() }
            let passage = rest.first.flatMap { $0.lines.contains(index) ? $0 : nil }
            let quoted = quotationLength(source, from: index)
            if let passage, passage.kind == .history, !showsQuotes,
                passage.lines.upperBound - index > settings.quoteFold
            {
                let end = min(passage.lines.upperBound, source.count)
                lines.append(folded("\(end - index) lines of earlier messages"))
                index = end
            } else if quoted > settings.quoteFold, !showsQuotes {
                lines.append(folded("\(quoted) quoted lines"))
                index += quoted
            } else if case .row(let row) = source[index].kind {
                let rows = tableLength(source, from: index, table: row.table)
                lines += table(source[index..<index + rows])
                index += rows
            } else {
                lines += drawn(source[index]) {
                    wrapped($0, patch: part(of: $0, in: &patch), isDimmed: BodyLayout.isDimmed(passage))
                }
                index += 1
            }
        }
        // Blank lines at the end are no text.
        while let last = lines.last, last.runs.allSatisfy({ $0.text.isEmpty }) { lines.removeLast() }
        return lines
    }

    private static func isDimmed(_ passage: ReadableMessage.Passage?) -> Bool {
        switch passage?.kind {
        case .signature, .legal: true
        case .history, nil: false
        }
    }

    private func folded(_ words: String) -> ReaderDocument.Line {
        let hint = quotesKey.isEmpty ? "" : " (\(quotesKey))"
        return ReaderDocument.Line([ReaderDocument.Run("⋯ \(words)\(hint)", .quote(depth: 1))])
    }

    // MARK: Tables

    private func tableLength(_ lines: [ReadableMessage.Line], from start: Int, table: Int) -> Int {
        var end = start
        while end < lines.count, case .row(let row) = lines[end].kind, row.table == table { end += 1 }
        return end - start
    }

    private func table(_ lines: ArraySlice<ReadableMessage.Line>) -> [ReaderDocument.Line] {
        let rows = lines.compactMap { line -> TableRow? in
            guard case .row(let row) = line.kind else { return nil }
            return row
        }
        return TableLayout(columns: columns, isRightToLeft: lines.first?.isRightToLeft ?? false)
            .lines(rows, look: { look(of: $0, base: .plain) })
    }

    // MARK: Pictures

    /// The line with its pictures below it; where it has nothing but pictures, they take its place.
    private func drawn(
        _ line: ReadableMessage.Line, _ text: (ReadableMessage.Line) -> [ReaderDocument.Line]
    ) -> [ReaderDocument.Line] {
        guard let pictures, line.spans.contains(where: { $0.picture != nil }) else { return text(line) }
        let margin = margin(of: line)
        let isAlone = line.spans.allSatisfy { span in
            span.picture != nil || span.text.allSatisfy { $0 == " " || $0 == ">" }
        }
        let room = max(4, columns - margin.reduce(0) { $0 + TextWidth.width(of: $1.text) })
        let rows = line.spans.flatMap { span -> [ReaderDocument.Line] in
            guard let picture = span.picture else { return [] }
            return pictures.lines(picture, words: isAlone ? words(span) : "", columns: room)
        }
        let below = rows.map { ReaderDocument.Line(margin + $0.runs) }
        return isAlone ? below : text(line) + below
    }

    /// What stands before each row of a picture: the bars of a quotation, the indent of a list.
    private func margin(of line: ReadableMessage.Line) -> [ReaderDocument.Run] {
        if case .quote(let depth) = line.kind { return [bars(min(max(1, depth), 20))] }
        let indent = min(max(0, line.hangingIndent), columns / 2)
        return indent == 0 ? [] : [ReaderDocument.Run(String(repeating: " ", count: indent), .plain)]
    }

    private func bars(_ depth: Int) -> ReaderDocument.Run {
        ReaderDocument.Run(
            String(repeating: "▏", count: min(depth, max(1, columns / 8))) + " ", .quote(depth: depth))
    }

    // MARK: Lines

    /// How many quoted lines follow each other; 0 where the first is none.
    private func quotationLength(_ lines: [ReadableMessage.Line], from start: Int) -> Int {
        var end = start
        while end < lines.count, case .quote = lines[end].kind { end += 1 }
        return end - start
    }

    private func part(of line: ReadableMessage.Line, in patch: inout PatchLines) -> PatchLines.Part? {
        switch line.kind {
        case .text, .preformatted: patch.part(of: line.spans.count == 1 ? line.spans[0].text : line.text)
        case .quote, .signature, .heading, .rule, .row: nil
        }
    }

    private func wrapped(
        _ line: ReadableMessage.Line, patch: PatchLines.Part?, isDimmed: Bool
    ) -> [ReaderDocument.Line] {
        let lines = broken(line, patch: patch, isDimmed: isDimmed)
        guard line.isRightToLeft, wraps else { return lines }
        if case .quote = line.kind { return lines.map { $0.atRightEdge(columns, after: 1) } }
        return lines.map { $0.atRightEdge(columns) }
    }

    private func broken(
        _ line: ReadableMessage.Line, patch: PatchLines.Part?, isDimmed: Bool
    ) -> [ReaderDocument.Line] {
        if let patch { return wrap(line) { look(of: $0, base: patch.look) } }
        switch line.kind {
        case .text, .preformatted, .row:
            let isMarked = beginsWithMark(line)
            return wrap(line, hanging: line.hangingIndent) {
                look(of: $0, base: isDimmed ? .signature : .plain, isColored: !isMarked)
            }
        case .heading:
            return wrap(line) { look(of: $0, base: .heading) }
        case .signature:
            return wrap(line) { look(of: $0, base: .signature) }
        case .quote(let depth):
            return quotation(line, depth: min(max(1, depth), 20))
        case .rule:
            let width = min(columns, 40)
            return [ReaderDocument.Line([ReaderDocument.Run(String(repeating: "─", count: width), .dim)])]
        }
    }

    private func wrap(
        _ line: ReadableMessage.Line, hanging: Int = 0, look: (ReadableMessage.Span) -> ReaderDocument.Look
    ) -> [ReaderDocument.Line] {
        let runs = line.spans.map { ReaderDocument.Run(DisplayText.sanitised(words($0)), look($0), link: $0.link) }
        return wraps
            ? LineWrap(columns: columns, hangingIndent: max(0, hanging)).lines(runs) : [ReaderDocument.Line(runs)]
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
        let prefix = [bars(depth)]
        return wraps
            ? LineWrap(columns: columns, prefix: prefix).lines(runs) : [ReaderDocument.Line(prefix + runs)]
    }

    /// Whether the line begins as those do that Martlet adds: it stays without colours, which would make it look like one.
    private func beginsWithMark(_ line: ReadableMessage.Line) -> Bool {
        let text = line.spans.lazy.flatMap(\.text).first { !$0.isWhitespace }
        return text.map { "!✓✔┃┏┗▏⋯·⎘●".contains($0) } ?? false
    }

    private func look(
        of span: ReadableMessage.Span, base: ReaderDocument.Look, isColored: Bool = true
    ) -> ReaderDocument.Look {
        if span.link != nil { return .link }
        if span.emphasis.contains(.code) { return .code }
        if base == .plain, isColored, settings.showsHTMLColors, let ink = Ink(span) { return .ink(ink) }
        if span.emphasis.contains(.strong) { return .strong }
        if span.emphasis.contains(.italic) { return .italic }
        if span.emphasis.contains(.underlined) { return .underlined }
        return base
    }
}
