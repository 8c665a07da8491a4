import MailModel

/// A table of data: texts in rows and columns, which are aligned. Tables for layout just flow.
struct HTMLTable {
    private var rows: [[[ReadableMessage.Span]]] = []
    private var row: [[ReadableMessage.Span]] = []
    private var headerCells = 0
    private var headers: Set<Int> = []

    private static let maximumColumns = 12
    /// Letters of a cell of what may be a table for layout, and of one that says it is none.
    private static let maximumCellText = 60
    private static let maximumDeclaredText = 600
    /// Nodes that are looked at to tell the two kinds apart.
    private static let maximumNodes = 4_000

    /// - Parameter columns: how many columns the cell takes.
    mutating func add(_ cell: [ReadableMessage.Span], isHeader: Bool, columns: Int) {
        if isHeader, !cell.isEmpty { headerCells += 1 }
        row.append(cell)
        for _ in 1..<max(1, min(columns, HTMLTable.maximumColumns)) { row.append([]) }
    }

    mutating func endRow() {
        let filled = row.count { !$0.isEmpty }
        if filled > 0 {
            if filled > 1, headerCells == filled { headers.insert(rows.count) }
            rows.append(row)
        }
        row = []
        headerCells = 0
    }

    /// The rows, all of them with the same number of cells.
    ///
    /// - Parameter number: the table's number in its text.
    func finished(number: Int) -> [TableRow] {
        let all = row.contains { !$0.isEmpty } ? rows + [row] : rows
        let columns = all.map(\.count).max() ?? 0
        return all.enumerated().map { index, cells in
            TableRow(
                table: number, cells: cells + Array(repeating: [], count: columns - cells.count),
                isHeader: headers.contains(index))
        }
    }

    // MARK: Which kind of table

    /// Whether a table has at least two rows of at least two texts, and nothing larger in it. The texts must be short unless
    /// the table says by its border or its headers that it is one of data.
    static func isData(_ table: HTMLNode) -> Bool {
        let role = table.attribute("role")?.lowercased()
        if role == "presentation" || role == "none" { return false }
        let border = table.attribute("border")?.trimmed ?? "0"
        var shape = Shape(isDeclared: border != "0" && !border.isEmpty)
        var visited = 0
        var current = table.firstChild
        while let node = current {
            visited += 1
            guard visited <= maximumNodes, shape.take(node) else { return false }
            current = node.firstChild ?? node.following(within: table)
        }
        shape.endRow()
        return shape.isData
    }

    /// What is learnt of a table node by node.
    private struct Shape {
        var isDeclared: Bool
        private var fullRows = 0
        private var filled = 0
        private var cells = 0
        private var text = 0
        private var longest = 0

        init(isDeclared: Bool) { self.isDeclared = isDeclared }

        var isData: Bool {
            fullRows >= 2
                && longest <= (isDeclared ? HTMLTable.maximumDeclaredText : HTMLTable.maximumCellText)
        }

        /// False where the table can't be one of data.
        mutating func take(_ node: HTMLNode) -> Bool {
            if let content = node.text {
                text += content.utf8.count { !ASCII.isWhiteSpace($0) }
                return text <= HTMLTable.maximumDeclaredText
            }
            guard node.isElement else { return true }
            switch HTMLTag(node.name) {
            case .table, .heading, .list, .quotation, .preformatted, .rule, .image, .input, .select, .textArea, .button,
                .style:
                return false
            case .row: endRow()
            case .cell(let isHeader):
                endCell()
                cells += 1
                if isHeader, cells > 1 { isDeclared = true }
            case .skipped, .block, .item, .definition, .lineBreak, .anchor, .strong, .italic, .underlined, .code,
                .struckOut, .inline:
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
            longest = max(longest, text)
            text = 0
        }
    }
}
