import MailModel
import Screen

/// Lays a table out for a width: columns as wide as they need where there is room, else the wide ones broken within their
/// column, else row after row with the names of the columns in front.
struct TableLayout {
    let columns: Int

    private static let gap = 2
    /// A column that is broken into lines keeps this width at least.
    private static let narrowest = 14
    private static let widest = 100

    typealias Cell = [ReaderDocument.Run]

    func lines(
        _ rows: [TableRow], look: (ReadableMessage.Span) -> ReaderDocument.Look
    ) -> [ReaderDocument.Line] {
        let cells = rows.map { row in
            row.cells.map { $0.map { ReaderDocument.Run(DisplayText.sanitised($0.text), look($0), link: $0.link) } }
        }
        let natural = widths(cells)
        guard let fitted = fitted(natural) else { return records(cells, isHeader: rows.map(\.isHeader)) }
        let isNumeric = natural.indices.map { column in
            rows.dropFirst(rows.count > 1 ? 1 : 0).allSatisfy { row in
                column >= row.cells.count || TableRow.isNumber(row.cells[column].map(\.text).joined())
            }
        }
        if isSliver(cells, natural, fitted) { return records(cells, isHeader: rows.map(\.isHeader)) }
        let isTall = zip(natural, fitted).contains { $0 > $1 }
        var lines: [ReaderDocument.Line] = []
        for (index, row) in cells.enumerated() {
            // Rows of several lines are told apart by an empty one.
            if isTall, index > 0 { lines.append(ReaderDocument.Line([])) }
            lines += aligned(row, fitted, isNumeric)
        }
        return lines
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
