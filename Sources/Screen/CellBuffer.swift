/// A frame: every cell of a screen, and where the cursor is shown.
///
/// No wide cluster is ever cut: what overwrites one half blanks the other.
package struct CellBuffer: Equatable, Sendable {
    package let size: Size
    /// Nil hides the cursor.
    package var cursor: Point?
    /// A picture that the terminal draws over its cells, which are blank.
    package var graphic: PlacedGraphic?
    private var cells: [Cell]
    /// By row. What is put over a link takes its place.
    private var hyperlinks: [Int: [Hyperlink]] = [:]

    /// Blank; at most 1,000 columns and rows, so that a terminal's nonsense can't ask for all memory.
    package init(size: Size, style: Style = .plain) {
        self.size = Size(columns: min(max(0, size.columns), 1_000), rows: min(max(0, size.rows), 1_000))
        cells = Array(repeating: Cell(" ", style: style), count: self.size.columns * self.size.rows)
    }

    /// The cell at the place; blank outside.
    package subscript(column: Int, row: Int) -> Cell {
        guard let index = index(column, row) else { return .blank }
        return cells[index]
    }

    /// The cells of a row, from the first column; empty outside.
    package func row(_ row: Int) -> ArraySlice<Cell> {
        guard row >= 0, row < size.rows else { return [] }
        return cells[row * size.columns..<(row + 1) * size.columns]
    }

    /// The links of a row.
    package func hyperlinks(ofRow row: Int) -> [Hyperlink] {
        hyperlinks.isEmpty ? [] : hyperlinks[row] ?? []
    }

    /// Makes a stretch of a row a link, as far as it is inside.
    package mutating func link(_ columns: Range<Int>, ofRow row: Int, to address: String, number: Int) {
        let inside = columns.clamped(to: 0..<size.columns)
        guard row >= 0, row < size.rows,
            let link = Hyperlink(columns: inside, address: address, number: number)
        else { return }
        hyperlinks[row] = hyperlinks(ofRow: row).without(inside) + [link]
    }

    /// Puts a cell, and its second half after it where it is wide.
    ///
    /// - Returns: whether it had room; nothing is changed otherwise.
    @discardableResult
    package mutating func put(_ cell: Cell, column: Int, row: Int) -> Bool {
        guard cell.width > 0, let index = index(column, row), column + Int(cell.width) <= size.columns else {
            return false
        }
        freeHalves(from: column, count: Int(cell.width), row: row)
        if !hyperlinks.isEmpty, let links = hyperlinks[row] {
            let rest = links.without(column..<column + Int(cell.width))
            hyperlinks[row] = rest.isEmpty ? nil : rest
        }
        cells[index] = cell
        if cell.width == 2 { cells[index + 1] = .continuation(style: cell.style) }
        return true
    }

    /// Changes the look of the cell and leaves its character.
    package mutating func restyle(column: Int, row: Int, _ change: (inout Style) -> Void) {
        guard let index = index(column, row) else { return }
        change(&cells[index].style)
    }

    /// Moves the rows of the range up by `distance` (down where negative); rows that come free are blank.
    package mutating func scroll(rows range: Range<Int>, by distance: Int) {
        let range = range.clamped(to: 0..<size.rows)
        let old = cells
        let oldLinks = hyperlinks
        for row in range {
            let from = row + distance
            let target = row * size.columns..<(row + 1) * size.columns
            if range.contains(from) {
                cells.replaceSubrange(target, with: old[from * size.columns..<(from + 1) * size.columns])
                hyperlinks[row] = oldLinks[from]
            } else {
                hyperlinks[row] = nil
                for index in target { cells[index] = .blank }
            }
        }
    }

    /// Blanks the halves of wide clusters that would be left alone when the columns are overwritten.
    private mutating func freeHalves(from column: Int, count: Int, row: Int) {
        if let first = index(column, row), cells[first].isContinuation, column > 0 {
            cells[first - 1] = Cell(" ", style: cells[first - 1].style)
        }
        if let after = index(column + count, row), cells[after].isContinuation {
            cells[after] = Cell(" ", style: cells[after].style)
        }
    }

    private func index(_ column: Int, _ row: Int) -> Int? {
        guard column >= 0, column < size.columns, row >= 0, row < size.rows else { return nil }
        return row * size.columns + column
    }
}

extension CellBuffer {
    /// A number per cell, row after row: equal for equal cells, and as good as never for others. For guesses about what
    /// is worth comparing; comparing these is many times faster than comparing cells.
    package var fingerprints: [UInt64] {
        var result: [UInt64] = []
        result.reserveCapacity(cells.count)
        for index in cells.indices {
            // FNV-1a, http://www.isthe.com/chongo/tech/comp/fnv.
            var hash = 0xCBF2_9CE4_8422_2325 ^ cells[index].style.packed
            hash = hash &* 0x100_0000_01B3 ^ UInt64(cells[index].width)
            for octet in cells[index].character.utf8 { hash = (hash ^ UInt64(octet)) &* 0x100_0000_01B3 }
            result.append(hash)
        }
        return result
    }

    /// The characters of a row, without the spaces at its end.
    package func text(ofRow row: Int) -> String {
        var text = ""
        for cell in self.row(row) where !cell.isContinuation { text.append(cell.character) }
        while text.last == " " { text.removeLast() }
        return text
    }

    /// All rows as lines, for snapshots: each without the spaces at its end.
    package var text: String { (0..<size.rows).map { text(ofRow: $0) }.joined(separator: "\n") }
}
