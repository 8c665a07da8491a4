import MailModel

/// A table of data: short cells in rows and columns, which are aligned. Tables for layout just flow.
struct HTMLTable {
    private typealias Cell = [ReadableMessage.Span]

    private var rows: [[Cell]] = []
    private var row: [Cell] = []

    /// A wider table is not aligned: a pane would break its lines.
    private static let maximumWidth = 76
    private static let maximumColumns = 12
    private static let maximumCellText = 60
    /// Nodes that are looked at to tell the two kinds apart.
    private static let maximumNodes = 4_000
    private static let gap = 2

    mutating func add(_ cell: [ReadableMessage.Span]) { row.append(cell) }

    mutating func endRow() {
        if row.contains(where: { !$0.isEmpty }) { rows.append(row) }
        row = []
    }

    // MARK: Which kind of table

    /// Whether a table has at least two rows of at least two short texts, and nothing larger in it.
    static func isData(_ table: HTMLNode) -> Bool {
        if table.attribute("role")?.lowercased() == "presentation" { return false }
        var shape = Shape()
        var visited = 0
        var current = table.firstChild
        while let node = current {
            visited += 1
            guard visited <= maximumNodes, shape.take(node) else { return false }
            current = node.firstChild ?? node.following(within: table)
        }
        shape.endRow()
        return shape.fullRows >= 2
    }

    /// What is learnt of a table node by node.
    private struct Shape {
        var fullRows = 0
        private var filled = 0
        private var cells = 0
        private var text = 0

        /// False where the table can't be one of data.
        mutating func take(_ node: HTMLNode) -> Bool {
            if let content = node.text {
                text += content.utf8.count { !ASCII.isWhiteSpace($0) }
                return text <= HTMLTable.maximumCellText
            }
            guard node.isElement else { return true }
            switch HTMLTag(node.name) {
            case .table, .heading, .list, .quotation, .preformatted, .rule, .image, .input: return false
            case .row: endRow()
            case .cell:
                endCell()
                cells += 1
            case .skipped, .block, .item, .definition, .lineBreak, .anchor, .strong, .italic, .underlined, .code,
                .inline:
                break
            }
            return cells <= HTMLTable.maximumColumns
        }

        mutating func endRow() {
            endCell()
            if filled >= 2 { fullRows += 1 }
            filled = 0
            cells = 0
        }

        private mutating func endCell() {
            if text > 0 { filled += 1 }
            text = 0
        }
    }

    // MARK: Layout

    /// The rows as lines: aligned where they fit, else their cells one after the other.
    func layout() -> (rows: [[ReadableMessage.Span]], isAligned: Bool) {
        let all = row.contains { !$0.isEmpty } ? rows + [row] : rows
        let columns = all.map(\.count).max() ?? 0
        let widths = (0..<columns).map { column in
            all.map { column < $0.count ? HTMLTable.width($0[column]) : 0 }.max() ?? 0
        }
        let total = widths.reduce(0) { $0 + $1 + HTMLTable.gap }
        guard total <= HTMLTable.maximumWidth else {
            return (all.map { HTMLTable.joined($0.filter { !$0.isEmpty }) }, false)
        }
        let numeric = (0..<columns).map { column in
            all.dropFirst().allSatisfy { column >= $0.count || HTMLTable.isNumber($0[column]) }
        }
        return (all.map { HTMLTable.aligned($0, widths, numeric) }, true)
    }

    private static func joined(_ cells: [Cell]) -> [ReadableMessage.Span] {
        Array(cells.joined(separator: [.init("  ")]))
    }

    private static func aligned(_ cells: [Cell], _ widths: [Int], _ numeric: [Bool]) -> [ReadableMessage.Span] {
        var spans: [ReadableMessage.Span] = []
        for (column, cell) in cells.enumerated() where column < widths.count {
            let blank = max(0, widths[column] - width(cell))
            let isLast = column == cells.count - 1
            if numeric[column], blank > 0 { spans.append(.init(String(repeating: " ", count: blank))) }
            spans += cell
            let after = (numeric[column] ? 0 : blank) + gap
            if !isLast { spans.append(.init(String(repeating: " ", count: after))) }
        }
        return spans
    }

    private static func width(_ cell: Cell) -> Int { cell.reduce(0) { $0 + ColumnWidth.of($1.text) } }

    /// Amounts and counts are aligned at their ends.
    private static func isNumber(_ cell: Cell) -> Bool {
        let text = cell.map(\.text).joined()
        guard !text.isEmpty else { return true }
        return text.contains(where: \.isNumber)
            && text.allSatisfy { $0.isNumber || $0.isCurrencySymbol || ".,+-−%'()  ".contains($0) }
    }
}

/// Columns of a terminal that text takes, near enough to align a table; the screen has its own measure.
enum ColumnWidth {
    static func of(_ text: String) -> Int {
        text.reduce(0) { $0 + width($1) }
    }

    private static func width(_ character: Character) -> Int {
        guard let scalar = character.unicodeScalars.first else { return 0 }
        switch scalar.value {
        case 0..<0x1100: return 1
        case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
            0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F680...0x1F6FF, 0x1F900...0x1FAFF,
            0x20000...0x3FFFD:
            return 2
        default: return character.unicodeScalars.contains("\u{FE0F}") ? 2 : 1
        }
    }
}
