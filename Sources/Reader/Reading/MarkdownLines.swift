import MailModel

/// Markdown as lines of the reader: headings, lists, quotations, code and emphasis, as far as a terminal shows them
/// (CommonMark 0.31; no HTML, no references).
struct MarkdownLines {
    private var isInCode = false
    /// Rows of the table so far; nil outside of one.
    private var rows: Int?
    private var tables = 0

    static func lines(_ source: [String]) -> [ReadableMessage.Line] {
        var reading = MarkdownLines()
        return source.compactMap { reading.line($0) }
    }

    /// The line as it is shown; nil where it is only a mark.
    private mutating func line(_ text: String) -> ReadableMessage.Line? {
        let content = text.drop { $0 == " " }
        let indent = text.count - content.count
        if content.hasPrefix("```") || content.hasPrefix("~~~") {
            isInCode.toggle()
            return nil
        }
        if isInCode {
            return ReadableMessage.Line(kind: .preformatted, spans: [.init("  " + text, emphasis: .code)])
        }
        if content.hasPrefix("|") { return row(content) }
        rows = nil
        let level = content.prefix { $0 == "#" }.count
        if (1...6).contains(level), content.dropFirst(level).first == " " {
            return ReadableMessage.Line(
                kind: .heading(level: level), spans: MarkdownLines.spans(content.dropFirst(level + 1)))
        }
        if MarkdownLines.isRule(content) { return ReadableMessage.Line(kind: .rule, spans: []) }
        if content.hasPrefix(">") {
            let depth = content.prefix { $0 == ">" || $0 == " " }.count { $0 == ">" }
            return ReadableMessage.Line(kind: .quote(depth: depth), spans: MarkdownLines.spans(content[...]))
        }
        if let marker = MarkdownLines.listMarker(content) {
            let lead = String(repeating: " ", count: min(indent, 20)) + marker.shown
            return ReadableMessage.Line(
                kind: .text, spans: [.init(lead)] + MarkdownLines.spans(content.dropFirst(marker.length)),
                hangingIndent: lead.count)
        }
        return ReadableMessage.Line(kind: .text, spans: MarkdownLines.spans(text[...]))
    }

    /// A row of a table (GitHub Flavored Markdown 4.10); nil for the line under its head.
    private mutating func row(_ text: Substring) -> ReadableMessage.Line? {
        if rows == 1, text.allSatisfy({ "|-: ".contains($0) }), text.contains("-") {
            rows = 2
            return nil
        }
        if rows == nil { tables += 1 }
        let cells = text.dropFirst().split(separator: "|", omittingEmptySubsequences: false).prefix(100).map {
            String($0).trimmed
        }
        let filled = text.last == "|" || cells.last == "" ? Array(cells.dropLast()) : Array(cells)
        let row = TableRow(
            table: tables, cells: filled.map { MarkdownLines.spans($0[...]) }, isHeader: rows == nil)
        rows = (rows ?? 0) + 1
        return ReadableMessage.Line(kind: .row(row), spans: [.init(String(text))])
    }

    private static func isRule(_ text: Substring) -> Bool {
        let marks = text.filter { $0 != " " }
        guard let first = marks.first, "-*_".contains(first), marks.count >= 3 else { return false }
        return marks.allSatisfy { $0 == first }
    }

    private static func listMarker(_ text: Substring) -> (shown: String, length: Int)? {
        if let first = text.first, "-*+".contains(first), text.dropFirst().first == " " { return ("• ", 2) }
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        guard (1...9).contains(digits.count), let mark = text.dropFirst(digits.count).first, mark == "." || mark == ")",
            text.dropFirst(digits.count + 1).first == " "
        else { return nil }
        return (digits + "\(mark) ", digits.count + 2)
    }

    /// The text of a line with its emphasis. A mark without a partner stays as it is.
    static func spans(_ text: Substring) -> [ReadableMessage.Span] {
        let marks: [(mark: String, emphasis: ReadableMessage.Span.Emphasis)] = [
            ("**", .strong), ("__", .strong), ("`", .code), ("*", .italic), ("_", .italic),
        ]
        var spans: [ReadableMessage.Span] = []
        var plain = ""
        var rest = text
        var previous: Character = " "
        while let first = rest.first {
            let isWordInside = first == "_" && (previous.isLetter || previous.isNumber)
            if !isWordInside, let found = marks.first(where: { rest.hasPrefix($0.mark) }),
                let inner = content(of: rest.dropFirst(found.mark.count), before: found.mark)
            {
                if !plain.isEmpty { spans.append(.init(plain)) }
                plain = ""
                spans.append(.init(String(inner), emphasis: found.emphasis))
                rest = rest.dropFirst(found.mark.count + inner.count + found.mark.count)
                previous = " "
            } else {
                plain.append(first)
                previous = first
                rest = rest.dropFirst()
            }
        }
        if !plain.isEmpty { spans.append(.init(plain)) }
        return spans
    }

    /// What stands up to the closing mark, where there is one not far away.
    private static func content(of text: Substring, before mark: String) -> Substring? {
        guard let first = text.first, !first.isWhitespace else { return nil }
        var end = text.startIndex
        for _ in 0..<1_000 {
            guard end < text.endIndex else { return nil }
            if text[end...].hasPrefix(mark), end > text.startIndex { return text[..<end] }
            end = text.index(after: end)
        }
        return nil
    }
}
