import MailModel

/// Rows of tables where no width is known: aligned where they fit into a narrow terminal, else cell after cell.
enum TableText {
    static let columns = 76
    static let gap = 2

    /// Fills in the spans of all rows of a text.
    static func fill(_ lines: inout [ReadableMessage.Line]) {
        var index = 0
        while index < lines.count {
            guard case .row(let first) = lines[index].kind else {
                index += 1
                continue
            }
            var rows = [first]
            while index + rows.count < lines.count, case .row(let next) = lines[index + rows.count].kind,
                next.table == first.table
            {
                rows.append(next)
            }
            for (offset, spans) in laidOut(rows.map(\.cells)).enumerated() { lines[index + offset].spans = spans }
            index += rows.count
        }
    }

    static func laidOut(_ rows: [[[ReadableMessage.Span]]]) -> [[ReadableMessage.Span]] {
        let count = rows.map(\.count).max() ?? 0
        let widths = (0..<count).map { column in
            rows.map { column < $0.count ? width($0[column]) : 0 }.max() ?? 0
        }
        let total = widths.reduce(0) { $0 + ($1 > 0 ? $1 + gap : 0) }
        guard total <= columns + gap else {
            return rows.map { Array($0.filter { !$0.isEmpty }.joined(separator: [.init("  ")])) }
        }
        let numeric = (0..<count).map { column in
            rows.dropFirst(rows.count > 1 ? 1 : 0).allSatisfy {
                column >= $0.count || TableRow.isNumber($0[column].map(\.text).joined())
            }
        }
        return rows.map { aligned($0, widths, numeric) }
    }

    private static func aligned(
        _ cells: [[ReadableMessage.Span]], _ widths: [Int], _ numeric: [Bool]
    ) -> [ReadableMessage.Span] {
        var spans: [ReadableMessage.Span] = []
        var owed = 0
        for (column, cell) in cells.enumerated() where column < widths.count && widths[column] > 0 {
            let blank = max(0, widths[column] - width(cell))
            owed += numeric[column] ? blank : 0
            if !cell.isEmpty {
                if owed > 0 { spans.append(.init(String(repeating: " ", count: owed))) }
                spans += cell
                owed = 0
            }
            owed += (numeric[column] ? 0 : blank) + gap
        }
        return spans
    }

    static func width(_ spans: [ReadableMessage.Span]) -> Int { spans.reduce(0) { $0 + ColumnWidth.of($1.text) } }
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
