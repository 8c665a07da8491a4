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

    /// The character between the cells: programs of many countries, whose decimals have a comma, write `;` into a file that is called
    /// separated by commas.
    ///
    /// - Parameter declared: what the type of the file says; kept where no other gives the first line more cells.
    static func separator(of lines: [String], declared: Character) -> Character {
        guard let first = lines.first(where: { !$0.isEmpty }) else { return declared }
        var best = (separator: declared, cells: cells(first, separator: declared).count)
        for other: Character in [";", "\t"] {
            let count = cells(first, separator: other).count
            if count > best.cells { best = (other, count) }
        }
        return best.separator
    }

    /// Lines with the cells under each other; numbers to the right. Rows of a long table are measured up to a thousand.
    ///
    /// - Parameter columns: of the pane. Cells that are longer than most are cut unless they have room there; nil leaves all cells
    ///   whole, for a pane that is moved to the side.
    func lines(columns paneColumns: Int?) -> [ReaderDocument.Line] {
        let widest = SeparatedTable.widestWhole
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
        let whole = widths
        if let paneColumns { widths = SeparatedTable.fitted(widths, into: paneColumns) }
        let lines = clean.enumerated().map { number, row in
            let cells = row.prefix(columns).enumerated().map { column, cell -> String in
                let cut = TextWidth.truncated(cell, to: widths[column])
                let gap = String(repeating: " ", count: max(0, widths[column] - TextWidth.width(of: cut)))
                return isNumeric[column] ? gap + cut : cut + gap
            }
            return ReaderDocument.Line([
                ReaderDocument.Run(cells.joined(separator: "  "), number == 0 ? .strong : .plain)
            ])
        }
        if widths == whole { return lines }
        let hint = ReaderDocument.Run("⋯ long cells are cut; without wrapped lines they are whole", .dim)
        return lines + [ReaderDocument.Line([]), ReaderDocument.Line([hint])]
    }

    private static let widestWhole = 1_000
    private static let widestCut = 40

    /// Long columns are cut to a usual width, and get back what room is left, the first ones first.
    private static func fitted(_ widths: [Int], into columns: Int) -> [Int] {
        var fitted = widths.map { min($0, widestCut) }
        var room = columns - fitted.reduce(0, +) - 2 * max(0, widths.count - 1)
        for place in fitted.indices where room > 0 {
            let more = min(room, widths[place] - fitted[place])
            fitted[place] += more
            room -= more
        }
        return fitted
    }

    private static func isNumber(_ text: String) -> Bool {
        let digits = text.filter { !"+-.,%€$£ ".contains($0) }
        return !digits.isEmpty && digits.allSatisfy { $0.isASCII && $0.isNumber }
    }
}
