/// How the panes share the screen: what the user chose, which is remembered. Sizes are wishes; `PaneFrames` fits them.
package struct Layout: Hashable, Sendable {
    package enum Choice: String, Hashable, Sendable, CaseIterable {
        /// By the width of the terminal.
        case automatic
        /// One pane at a time.
        case one
        /// Folders, and messages above the reader.
        case two
        /// All three side by side.
        case three
    }

    package var choice: Choice
    /// Columns of the folder pane.
    package var folderColumns: Int
    /// The share of the message list in the columns right of the folders, in hundredths.
    package var listWidthPercent: Int
    /// The share of the message list in the rows when it stands above the reader, in hundredths.
    package var listHeightPercent: Int

    package init(
        choice: Choice = .automatic, folderColumns: Int = 24, listWidthPercent: Int = 48, listHeightPercent: Int = 40
    ) {
        self.choice = choice
        self.folderColumns = folderColumns
        self.listWidthPercent = listWidthPercent
        self.listHeightPercent = listHeightPercent
    }
}
