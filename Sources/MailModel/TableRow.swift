/// A row of a table in a text: its cells, so that each width of a pane can lay them out anew.
package struct TableRow: Hashable, Sendable {
    /// Which table of the text the row belongs to: rows that follow each other and have one number are aligned together.
    package var table: Int
    package var cells: [[ReadableMessage.Span]]
    /// Whether the cells name what stands below them.
    package var isHeader: Bool

    package init(table: Int, cells: [[ReadableMessage.Span]], isHeader: Bool = false) {
        self.table = table
        self.cells = cells
        self.isHeader = isHeader
    }
}

extension TableRow {
    /// Whether a text is an amount or a count, which are aligned at their ends. An empty one may stand among them.
    package static func isNumber(_ text: String) -> Bool {
        guard !text.isEmpty, text != "–", text != "-" else { return true }
        guard text.contains(where: \.isNumber) else { return false }
        let units = text.split(separator: " ").filter { !$0.contains(where: \.isNumber) }
        let isAmount = text.allSatisfy {
            $0.isNumber || $0.isCurrencySymbol || $0.isLetter || ".,:+-−–%'()  ".contains($0)
        }
        // `4 970 kr` is an amount; `12 Mill Lane` is none.
        return isAmount && units.reduce(0) { $0 + $1.count } <= 3
            && text.split(separator: " ").allSatisfy { word in
                !word.contains(where: \.isNumber) || word.allSatisfy { !$0.isLetter }
            }
    }
}
