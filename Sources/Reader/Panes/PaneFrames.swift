import Screen

/// Where everything stands on the screen: worked out from the size, the layout and the focus alone.
struct PaneFrames: Equatable, Sendable {
    enum Mode: Equatable, Sendable {
        case one, two, three
    }

    /// A line between panes that can be moved.
    enum Border: Equatable, Sendable {
        case folders, list
    }

    var mode: Mode
    var title: Rect
    /// The line of the progress bar, above the status bar.
    var progress: Rect?
    var status: Rect
    /// All between title and progress or status.
    var body: Rect
    /// The panes that are on the screen.
    var panes: [Pane: Rect] = [:]
    /// The column of the line right of the folders.
    var folderBorder: Int?
    /// The column (three panes) or row (two) of the line between the list and the text.
    var listBorder: Int?

    init(size: Size, layout: Layout, focus: Pane, hasProgress: Bool) {
        let columns = max(0, size.columns)
        let rows = max(0, size.rows)
        let statusRow = max(0, rows - 1)
        title = Rect(column: 0, row: 0, columns: columns, rows: min(1, rows))
        status = Rect(column: 0, row: statusRow, columns: columns, rows: rows > 1 ? 1 : 0)
        let showsProgress = hasProgress && rows >= 6
        progress = showsProgress ? Rect(column: 0, row: statusRow - 1, columns: columns, rows: 1) : nil
        body = Rect(column: 0, row: min(1, rows), columns: columns, rows: max(0, rows - (showsProgress ? 3 : 2)))
        mode = PaneFrames.mode(layout.choice, columns: columns, rows: rows)
        switch mode {
        case .one: panes = [focus: body]
        case .two: placeTwo(layout)
        case .three: placeThree(layout)
        }
    }

    // MARK: Which layout

    /// The least columns that a layout chosen by hand needs.
    static func leastColumns(_ choice: Layout.Choice) -> Int {
        switch choice {
        case .automatic, .one: 0
        case .two: 60
        case .three: 90
        }
    }

    /// The least rows of the list above the text.
    static let leastRowsOfTwo = 14

    private static func mode(_ choice: Layout.Choice, columns: Int, rows: Int) -> Mode {
        switch choice {
        case .automatic: columns >= 150 ? .three : columns >= 100 && rows >= leastRowsOfTwo ? .two : .one
        case .one: .one
        case .two: columns >= leastColumns(.two) && rows >= leastRowsOfTwo ? .two : .one
        case .three: columns >= leastColumns(.three) ? .three : mode(.two, columns: columns, rows: rows)
        }
    }

    // MARK: Placing

    private static let leastFolderColumns = 12
    private static let leastListColumns = 30
    private static let leastListRows = 3

    private mutating func placeFolders(_ layout: Layout) -> Rect {
        let most = max(PaneFrames.leastFolderColumns, body.columns / 3)
        let columns = min(max(layout.folderColumns, PaneFrames.leastFolderColumns), most)
        panes[.folders] = Rect(column: 0, row: body.row, columns: columns, rows: body.rows)
        folderBorder = columns
        return Rect(
            column: columns + 1, row: body.row, columns: max(0, body.columns - columns - 1), rows: body.rows)
    }

    private mutating func placeTwo(_ layout: Layout) {
        let rest = placeFolders(layout)
        let wanted = rest.rows * layout.listHeightPercent / 100
        let rows = min(max(wanted, PaneFrames.leastListRows), max(PaneFrames.leastListRows, rest.rows - 4))
        panes[.messages] = Rect(column: rest.column, row: rest.row, columns: rest.columns, rows: rows)
        listBorder = rest.row + rows
        panes[.reader] = Rect(
            column: rest.column, row: rest.row + rows + 1, columns: rest.columns, rows: max(0, rest.rows - rows - 1))
    }

    private mutating func placeThree(_ layout: Layout) {
        let rest = placeFolders(layout)
        let wanted = rest.columns * layout.listWidthPercent / 100
        let least = PaneFrames.leastListColumns
        let columns = min(max(wanted, least), max(least, rest.columns - least - 1))
        panes[.messages] = Rect(column: rest.column, row: rest.row, columns: columns, rows: rest.rows)
        listBorder = rest.column + columns
        panes[.reader] = Rect(
            column: rest.column + columns + 1, row: rest.row, columns: max(0, rest.columns - columns - 1),
            rows: rest.rows)
    }

    // MARK: Asking

    /// The rectangle of the pane, or the one it would have.
    func frame(of pane: Pane) -> Rect { panes[pane] ?? body }

    /// The part of the reader pane that text stands in: air at each side, and the column of the position bar.
    var readerText: Rect {
        let frame = frame(of: .reader)
        return Rect(
            column: frame.column + 1, row: frame.row, columns: max(0, frame.columns - 3), rows: frame.rows)
    }

    func pane(at point: Point) -> Pane? {
        panes.first { PaneFrames.contains($0.value, point) }?.key
    }

    func border(at point: Point) -> Border? {
        guard PaneFrames.contains(body, point) else { return nil }
        if point.column == folderBorder { return .folders }
        switch mode {
        case .one: return nil
        case .two: return point.row == listBorder && point.column > folderBorder ?? 0 ? .list : nil
        case .three: return point.column == listBorder ? .list : nil
        }
    }

    static func contains(_ rect: Rect, _ point: Point) -> Bool {
        point.column >= rect.column && point.column < rect.column + rect.columns && point.row >= rect.row
            && point.row < rect.row + rect.rows
    }
}
