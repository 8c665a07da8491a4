import MailModel

/// The tables of a document that are open: one of data, or tables for layout within each other, whose cells flow and are put
/// beside each other where they are short.
struct HTMLTables {
    /// What an element says of a cell.
    struct Cell {
        var isHeader: Bool
        /// Columns that it takes.
        var columns: Int
        /// In pixels; 0 where nothing is said.
        var height: Int
        /// Whether an empty line stands below.
        var isSpaced: Bool
    }

    private struct Layout {
        /// Of the rows that were joined last.
        var number: Int
        var columns = 0
        /// The lines of each cell of the row that is open.
        var cells: [Range<Int>] = []
        /// The number of lines below the last joined row.
        var joinedEnd: Int?
    }

    /// The data table that is open; such a table holds no other.
    private var data: HTMLTable?
    private var layouts: [Layout] = []
    /// Tables so far, so that each has a number of its own.
    private var count = 0

    private static let maximumColumns = 12
    /// An empty cell of so many pixels is a gap.
    private static let spacerHeight = 10

    /// Whether what comes stands in a table of data.
    var isInData: Bool { data != nil }

    mutating func begin(_ node: HTMLNode, _ builder: inout HTMLLineBuilder) {
        builder.endLine()
        count += 1
        if data == nil, HTMLTable.isData(node) {
            builder.separate()
            data = HTMLTable()
        } else {
            layouts.append(Layout(number: count))
        }
    }

    mutating func end(_ builder: inout HTMLLineBuilder) {
        guard let finished = data else {
            _ = layouts.popLast()
            return builder.endLine()
        }
        data = nil
        builder.add(finished.finished(number: count))
        builder.separate()
    }

    // MARK: Rows

    mutating func beginRow(_ builder: inout HTMLLineBuilder) {
        builder.endLine()
        if let last = layouts.indices.last { layouts[last].cells = [] }
    }

    mutating func endRow(_ builder: inout HTMLLineBuilder) {
        if data != nil { data?.endRow() } else { endLayoutRow(&builder) }
    }

    private mutating func endLayoutRow(_ builder: inout HTMLLineBuilder) {
        builder.endLine()
        guard let last = layouts.indices.last else { return }
        var open = layouts[last]
        let cells = open.cells
        layouts[last].cells = []
        guard cells.count >= 2, cells.count <= HTMLTables.maximumColumns, let start = cells.first?.lowerBound else {
            return
        }
        let follows = open.joinedEnd == start
        // Rows of another shape are another table to the eye.
        if open.columns != cells.count || !follows {
            count += 1
            open.number = count
        }
        guard builder.joinCells(cells, table: open.number, follows: follows) else { return }
        layouts[last].number = open.number
        layouts[last].columns = cells.count
        layouts[last].joinedEnd = builder.lines.count
    }

    // MARK: Cells

    mutating func beginCell(_ builder: inout HTMLLineBuilder) {
        if data != nil { return builder.beginCell() }
        builder.endLine()
        guard let last = layouts.indices.last else { return }
        // Below each other, texts of several lines are told apart by an empty one.
        if let before = layouts[last].cells.last, before.count > 1 { builder.separate() }
        layouts[last].cells.append(builder.lines.count..<builder.lines.count)
    }

    mutating func end(_ cell: Cell, _ builder: inout HTMLLineBuilder) {
        if data != nil {
            data?.add(builder.endCell(), isHeader: cell.isHeader, columns: cell.columns)
        } else {
            endLayoutCell(cell, &builder)
        }
    }

    private mutating func endLayoutCell(_ cell: Cell, _ builder: inout HTMLLineBuilder) {
        builder.endLine()
        guard let last = layouts.indices.last, let index = layouts[last].cells.indices.last else { return }
        let start = min(layouts[last].cells[index].lowerBound, builder.lines.count)
        layouts[last].cells[index] = start..<builder.lines.count
        for _ in 1..<max(1, min(cell.columns, HTMLTables.maximumColumns)) {
            layouts[last].cells.append(builder.lines.count..<builder.lines.count)
        }
        let isSpacer = start == builder.lines.count && cell.height >= HTMLTables.spacerHeight
        if cell.isSpaced || isSpacer { builder.separate() }
    }
}
