import MailModel
import Screen

/// Lays a table out for a width: columns as wide as they need where there is room, else the wide ones broken within their
/// column, else long texts below their rows, else cell after cell with the names of the columns in front.
struct TableLayout {
    let columns: Int
    /// Whether the first column is the rightmost.
    var isRightToLeft = false

    private static let gap = 2
    /// A column that is broken into lines keeps this width at least.
    private static let narrowest = 14
    private static let widest = 100
    /// Columns of texts that are set below their rows, and how wide a text is at least for that.
    private static let mostBelow = 2
    private static let narrowestBelow = 30

    typealias Cell = [ReaderDocument.Run]

    func lines(
        _ rows: [TableRow], look: (ReadableMessage.Span) -> ReaderDocument.Look
    ) -> [ReaderDocument.Line] {
        let cells = rows.map { row in
            row.cells.map { $0.map { ReaderDocument.Run(DisplayText.sanitised($0.text), look($0), link: $0.link) } }
        }
        if isRightToLeft { return fromRight(cells, isHeader: rows.map(\.isHeader)) }
        let natural = widths(cells)
        let isNumeric = natural.indices.map { column in
            rows.dropFirst(rows.count > 1 ? 1 : 0).allSatisfy { row in
                column >= row.cells.count || TableRow.isNumber(row.cells[column].map(\.text).joined())
            }
        }
        guard let fitted = fitted(natural), !isSliver(cells, natural, fitted) else {
            return setBelow(natural).map { stacked(cells, natural, isNumeric, below: $0) }
                ?? records(cells, isHeader: rows.map(\.isHeader))
        }
        let isTall = zip(natural, fitted).contains { $0 > $1 }
        var lines: [ReaderDocument.Line] = []
        for (index, row) in cells.enumerated() {
            // Rows of several lines are told apart by an empty one.
            if isTall, index > 0 { lines.append(ReaderDocument.Line([])) }
            lines += aligned(row, fitted, isNumeric)
        }
        return lines
    }

    /// The same from the right: the columns in the other order, each text at the right of its own.
    private func fromRight(_ rows: [[Cell]], isHeader: [Bool]) -> [ReaderDocument.Line] {
        let count = rows.map(\.count).max() ?? 0
        let turned = rows.map { row in Array((row + Array(repeating: [], count: count - row.count)).reversed()) }
        let natural = widths(turned)
        let total = natural.reduce(0) { $0 + ($1 > 0 ? $1 + TableLayout.gap : 0) } - TableLayout.gap
        guard total <= min(columns, TableLayout.widest) else {
            return records(rows, isHeader: isHeader).map { $0.atRightEdge(columns) }
        }
        let lead = ReaderDocument.Run(String(repeating: " ", count: columns - max(0, total)), .plain)
        return turned.flatMap { aligned($0, natural, natural.map { _ in true }) }.map { line in
            line.runs.isEmpty ? line : ReaderDocument.Line([lead] + line.runs)
        }
    }

    private func width(_ cell: Cell) -> Int { cell.reduce(0) { $0 + TextWidth.width(of: $1.text) } }

    private func widths(_ rows: [[Cell]]) -> [Int] {
        let count = rows.map(\.count).max() ?? 0
        return (0..<count).map { column in
            rows.map { column < $0.count ? width($0[column]) : 0 }.max() ?? 0
        }
    }

    /// The widths that fit; nil where the columns would get too narrow to read.
    private func fitted(_ natural: [Int]) -> [Int]? {
        let used = natural.filter { $0 > 0 }
        let gaps = max(0, used.count - 1) * TableLayout.gap
        let room = min(columns, TableLayout.widest) - gaps
        if used.reduce(0, +) <= room { return natural }
        // The narrow columns keep what they need; the others share the rest, the narrower ones first.
        var left = room
        var open = used.count
        var share = [Int](repeating: 0, count: natural.count)
        for column in natural.indices.sorted(by: { natural[$0] < natural[$1] }) where natural[column] > 0 {
            share[column] = min(natural[column], left / max(1, open))
            if share[column] < min(natural[column], TableLayout.narrowest) { return nil }
            left -= share[column]
            open -= 1
        }
        return share
    }

    private var room: Int { min(columns, TableLayout.widest) }

    /// The columns that are set below their rows so that the others have room; nil where that is no help.
    private func setBelow(_ natural: [Int]) -> Set<Int>? {
        let filled = natural.indices.filter { natural[$0] > 0 }
        var below: Set<Int> = []
        for column in filled.sorted(by: { natural[$0] > natural[$1] }).prefix(TableLayout.mostBelow) {
            // The first column says what the row is about, and one column alone is no table.
            guard column != filled.first, natural[column] >= TableLayout.narrowestBelow,
                filled.count - below.count > 2
            else { return nil }
            below.insert(column)
            let rest = filled.filter { !below.contains($0) }
            if rest.reduce(0, { $0 + natural[$1] + TableLayout.gap }) - TableLayout.gap <= room { return below }
        }
        return nil
    }

    /// Rows whose long texts stand below them, indented; each row is set off from the next.
    private func stacked(
        _ rows: [[Cell]], _ natural: [Int], _ isNumeric: [Bool], below: Set<Int>
    ) -> [ReaderDocument.Line] {
        let widths = natural.indices.map { below.contains($0) ? 0 : natural[$0] }
        let indent = [ReaderDocument.Run(String(repeating: " ", count: TableLayout.gap), .plain)]
        var lines: [ReaderDocument.Line] = []
        for (index, row) in rows.enumerated() {
            if index > 0 { lines.append(ReaderDocument.Line([])) }
            lines += aligned(row.enumerated().map { below.contains($0.offset) ? [] : $0.element }, widths, isNumeric)
            for column in below.sorted() where column < row.count && !row[column].isEmpty {
                lines += LineWrap(columns: room, prefix: indent).lines(row[column])
            }
        }
        return lines
    }

    /// Whether a text would become a high, narrow column, which the eye does not follow.
    private func isSliver(_ rows: [[Cell]], _ natural: [Int], _ widths: [Int]) -> Bool {
        natural.indices.contains { column in
            natural[column] > widths[column] && widths[column] < 30 && natural[column] > widths[column] * 4
        }
    }

    private func aligned(_ row: [Cell], _ widths: [Int], _ isNumeric: [Bool]) -> [ReaderDocument.Line] {
        let wrapped = row.enumerated().map { column, cell in
            width(cell) > widths[column]
                ? LineWrap(columns: widths[column]).lines(cell).map(\.runs) : [cell]
        }
        return (0..<(wrapped.map(\.count).max() ?? 0)).map { index in
            var runs: [ReaderDocument.Run] = []
            var owed = 0
            for (column, lines) in wrapped.enumerated() where widths[column] > 0 {
                let cell = lines.indices.contains(index) ? lines[index] : []
                let blank = max(0, widths[column] - width(cell))
                owed += isNumeric[column] ? blank : 0
                if !cell.isEmpty {
                    if owed > 0 { runs.append(ReaderDocument.Run(String(repeating: " ", count: owed), .plain)) }
                    runs += cell
                    owed = 0
                }
                owed += (isNumeric[column] ? 0 : blank) + TableLayout.gap
            }
            return ReaderDocument.Line(runs)
        }
    }

    /// Each row as lines of its own.
    private func records(_ rows: [[Cell]], isHeader: [Bool]) -> [ReaderDocument.Line] {
        let names = isHeader.first == true ? rows.first ?? [] : []
        var lines: [ReaderDocument.Line] = []
        for row in names.isEmpty ? rows[...] : rows.dropFirst() {
            if !lines.isEmpty { lines.append(ReaderDocument.Line([])) }
            for (column, cell) in row.enumerated() where !cell.isEmpty {
                let name = column < names.count ? names[column] : []
                let label = name.isEmpty ? [] : name + [ReaderDocument.Run(": ", .plain)]
                lines += LineWrap(columns: min(columns, TableLayout.widest), hangingIndent: TableLayout.gap)
                    .lines(label + cell)
            }
        }
        return lines
    }
}
