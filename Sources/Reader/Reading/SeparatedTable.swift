import Screen

/// A table in a text file (RFC 4180): cells with a separator between them, some of them in quotes.
struct SeparatedTable: Equatable {
    private(set) var rows: [[String]] = []

    /// Cells of one row that are looked at.
    static let mostColumns = 200

    init(_ lines: [String], separator: Character) {
        var pending: String?
        for line in lines {
            let text = pending.map { $0 + " " + line } ?? line
            // A quoted cell may go on in the next line.
            if SeparatedTable.isOpen(text), text.utf8.count < 10_000 {
                pending = text
                continue
            }
            pending = nil
            rows.append(SeparatedTable.cells(text, separator: separator))
        }
        if let pending { rows.append(SeparatedTable.cells(pending, separator: separator)) }
    }

    private static func isOpen(_ text: String) -> Bool { text.utf8.count { $0 == UInt8(ascii: "\"") } % 2 == 1 }

    private static func cells(_ line: String, separator: Character) -> [String] {
        var cells: [String] = []
        var cell = ""
        var isQuoted = false
        var previous: Character?
        for character in line {
            if character == "\"" {
                // Two of them within quotes are one.
                if isQuoted || previous != "\"" { isQuoted.toggle() } else { isQuoted = true; cell.append("\"") }
            } else if character == separator, !isQuoted {
                cells.append(cell)
                cell = ""
            } else {
                cell.append(character)
            }
            previous = character
        }
        cells.append(cell)
        return Array(cells.prefix(mostColumns))
    }

    /// Lines with the cells under each other; numbers to the right. Rows of a long table are measured up to a thousand.
    func lines(widest: Int = 40) -> [ReaderDocument.Line] {
        let clean = rows.map { $0.map { DisplayText.sanitised($0).trimmed } }
        let measured = clean.prefix(1_000)
        let columns = measured.map(\.count).max() ?? 0
        var widths = Array(repeating: 1, count: columns)
        var isNumeric = Array(repeating: measured.count > 1, count: columns)
        for (number, row) in measured.enumerated() {
            for (column, cell) in row.enumerated() {
                widths[column] = min(widest, max(widths[column], TextWidth.width(of: cell)))
                if number > 0, !cell.isEmpty, !SeparatedTable.isNumber(cell) { isNumeric[column] = false }
            }
        }
        return clean.enumerated().map { number, row in
            let cells = row.prefix(columns).enumerated().map { column, cell -> String in
                let cut = TextWidth.truncated(cell, to: widths[column])
                let gap = String(repeating: " ", count: max(0, widths[column] - TextWidth.width(of: cut)))
                return isNumeric[column] ? gap + cut : cut + gap
            }
            return ReaderDocument.Line([
                ReaderDocument.Run(cells.joined(separator: "  "), number == 0 ? .strong : .plain)
            ])
        }
    }

    private static func isNumber(_ text: String) -> Bool {
        let digits = text.filter { !"+-.,%€$£ ".contains($0) }
        return !digits.isEmpty && digits.allSatisfy { $0.isASCII && $0.isNumber }
    }
}
