/// A row of a table in a text: its cells, so that each width of a pane can lay them out anew.
package struct TableRow: Hashable, Sendable {
    /// Which table of the text the row belongs to: rows that follow each other and have one number are aligned together.
    package var table: Int
    /// Empty for a line that only goes on with the row before, as the text without a known width has it.
    package var cells: [[ReadableMessage.Span]]
    /// Whether the cells name what stands below them.
    package var isHeader: Bool

    package init(table: Int, cells: [[ReadableMessage.Span]], isHeader: Bool = false) {
        self.table = table
        self.cells = cells
        self.isHeader = isHeader
    }
}
