import MailModel

/// A row of a layout table: what its cells have become, put beside each other where all of it is short.
enum LayoutRow {
    /// Lines of a cell that may stand beside another.
    private static let maximumCellLines = 6

    /// - Parameters:
    ///   - cells: where in `lines` each cell is.
    ///   - lines: all lines there are.
    /// - Returns: the cells' texts, line by line, each with a text for every cell; nil where they are to stay below each other.
    static func rows(of cells: [Range<Int>], in lines: [ReadableMessage.Line]) -> [[[ReadableMessage.Span]]]? {
        guard cells.allSatisfy({ $0.count <= maximumCellLines * 2 }) else { return nil }
        var columns: [[[ReadableMessage.Span]]] = []
        var total = 0
        for range in cells {
            guard let column = column(from: range, in: lines) else { return nil }
            let width = column.map(TableText.width).max() ?? 0
            total += width > 0 ? width + TableText.gap : 0
            columns.append(column)
        }
        guard columns.count(where: { !$0.isEmpty }) >= 2, total <= TableText.columns + TableText.gap else { return nil }
        return (0..<(columns.map(\.count).max() ?? 0)).map { index in
            columns.map { $0.indices.contains(index) ? $0[index] : [] }
        }
    }

    /// The texts of a cell's lines that are not blank; nil where they are too many or more than some words, or a blank line
    /// stands between paragraphs: such a cell flows.
    private static func column(
        from range: Range<Int>, in lines: [ReadableMessage.Line]
    ) -> [[ReadableMessage.Span]]? {
        let ink = range.clamped(to: 0..<lines.count).filter { !lines[$0].isBlank }
        for (line, next) in zip(ink, ink.dropFirst()) where next > line + 1 && !lines[line].isHeading { return nil }
        guard ink.count <= maximumCellLines else { return nil }
        var column: [[ReadableMessage.Span]] = []
        for line in ink {
            guard let text = text(of: lines[line]) else { return nil }
            column.append(text)
        }
        return column
    }

    /// The line as a cell; nil where it is more than some words.
    private static func text(of line: ReadableMessage.Line) -> [ReadableMessage.Span]? {
        // A picture can be drawn, and takes lines of its own then.
        if line.spans.contains(where: { $0.picture != nil }) { return nil }
        return switch line.kind {
        case .text: line.hangingIndent == 0 ? line.spans : nil
        case .heading: line.spans
        case .row(let row): Array(row.cells.filter { !$0.isEmpty }.joined(separator: [.init("  ")]))
        case .quote, .signature, .preformatted, .rule: nil
        }
    }
}

extension ReadableMessage.Line {
    /// Whether it only sets apart what stands above and below.
    var isBlank: Bool { kind == .text && spans.isEmpty }

    fileprivate var isHeading: Bool {
        if case .heading = kind { return true }
        return false
    }
}
