/// Draws into a frame, within a rectangle of it: nothing gets outside, and nothing unsanitised gets in.
///
/// Places are relative to the rectangle's top left corner.
package struct Canvas {
    /// The whole frame, whatever part of it is drawn to now.
    package private(set) var buffer: CellBuffer
    private var frame: Rect
    /// What of `frame` is inside all the rectangles around it.
    private var clip: Rect

    /// An empty frame.
    package init(size: Size, style: Style = .plain) {
        buffer = CellBuffer(size: size, style: style)
        frame = Rect(size: buffer.size)
        clip = frame
    }

    /// The extent of the rectangle drawn to.
    package var size: Size { frame.size }
    package var bounds: Rect { Rect(size: frame.size) }

    /// Draws to a part; places in `draw` count from its top left corner.
    package mutating func draw(in part: Rect, _ draw: (inout Canvas) -> Void) {
        let outer = (frame: frame, clip: clip)
        frame = Rect(
            column: outer.frame.column + part.column, row: outer.frame.row + part.row, columns: part.columns,
            rows: part.rows)
        clip = frame.intersection(outer.clip)
        draw(&self)
        frame = outer.frame
        clip = outer.clip
    }

    /// Puts a text on one row, sanitised.
    ///
    /// - Parameters:
    ///   - place: where its first column goes.
    ///   - width: the most columns it may take; by default as far as the right edge.
    ///   - ellipsis: whether a text that is too wide ends in `…`; it is just cut otherwise.
    /// - Returns: the columns used, so that the next text can follow.
    @discardableResult
    package mutating func put(
        _ text: String, at place: Point, style: Style = .plain, width: Int? = nil, ellipsis: Bool = true
    ) -> Int {
        let room = min(width ?? .max, frame.columns - place.column)
        guard room > 0, place.row >= 0, place.row < frame.rows else { return 0 }
        let safe = DisplayText.sanitised(text)
        var used = 0
        for character in ellipsis ? TextWidth.truncated(safe, to: room) : safe {
            let columns = TextWidth.width(of: character)
            // A mark without a letter has no cell of its own.
            if columns == 0 { continue }
            if used + columns > room { break }
            putCluster(character, columns: columns, column: place.column + used, row: place.row, style: style)
            used += columns
        }
        return used
    }

    /// Puts a text so that it ends in the last of `width` columns from the place.
    @discardableResult
    package mutating func putTrailing(
        _ text: String, at place: Point, style: Style = .plain, width: Int
    ) -> Int {
        let cut = TextWidth.truncated(DisplayText.sanitised(text), to: width)
        let used = TextWidth.width(of: cut)
        return put(cut, at: Point(column: place.column + width - used, row: place.row), style: style, width: used)
    }

    /// Fills a part, or all, with one narrow character.
    package mutating func fill(_ part: Rect? = nil, with character: Character = " ", style: Style = .plain) {
        let area = onBuffer(part ?? bounds)
        let safe = TextWidth.width(of: character) == 1 && DisplayText.sanitised(String(character)) == String(character)
        let cell = Cell(safe ? character : " ", style: style)
        for row in area.row..<area.endRow {
            for column in area.column..<area.endColumn { buffer.put(cell, column: column, row: row) }
        }
    }

    /// Changes the look of a part, and leaves its characters.
    package mutating func restyle(_ part: Rect, _ change: (inout Style) -> Void) {
        let area = onBuffer(part)
        for row in area.row..<area.endRow {
            for column in area.column..<area.endColumn { buffer.restyle(column: column, row: row, change) }
        }
    }

    /// Makes a stretch of a row a link, as far as it is inside.
    package mutating func link(_ columns: Range<Int>, ofRow row: Int, to address: String, number: Int) {
        let area = onBuffer(Rect(column: columns.lowerBound, row: row, columns: columns.count, rows: 1))
        guard area.rows == 1, area.columns > 0 else { return }
        buffer.link(area.column..<area.endColumn, ofRow: area.row, to: address, number: number)
    }

    /// Has the terminal draw a picture with its upper left corner at the place, where all of that part is inside.
    package mutating func place(_ graphic: TerminalGraphic, in part: Rect) {
        let absolute = Rect(
            column: frame.column + part.column, row: frame.row + part.row, columns: part.columns, rows: part.rows)
        guard !absolute.isEmpty, absolute.intersection(clip) == absolute else { return }
        buffer.graphic = PlacedGraphic(graphic, at: absolute)
    }

    /// No picture after all: something else is drawn there.
    package mutating func removeGraphic() { buffer.graphic = nil }

    /// Shows the terminal's cursor at the place, if that is inside.
    package mutating func showCursor(at place: Point) {
        let absolute = Point(column: frame.column + place.column, row: frame.row + place.row)
        if clip.contains(absolute) { buffer.cursor = absolute }
    }

    /// A cluster that is cut by an edge leaves blanks in the columns that are inside.
    private mutating func putCluster(_ character: Character, columns: Int, column: Int, row: Int, style: Style) {
        let first = Point(column: frame.column + column, row: frame.row + row)
        let last = Point(column: first.column + columns - 1, row: first.row)
        if clip.contains(first), clip.contains(last) {
            buffer.put(Cell(character, width: columns, style: style), column: first.column, row: first.row)
        } else {
            for edge in [first, last] where clip.contains(edge) {
                buffer.put(Cell(" ", style: style), column: edge.column, row: edge.row)
            }
        }
    }

    private func onBuffer(_ part: Rect) -> Rect {
        Rect(
            column: frame.column + part.column, row: frame.row + part.row, columns: part.columns, rows: part.rows
        ).intersection(clip)
    }
}
