import Screen

/// Turns frames into the octets that make the terminal show them: only what differs from the frame before.
///
/// Rows are always reached by an absolute move. A cluster whose columns terminals don't agree on is erased before it is
/// written, and followed by another absolute move, so that it can spoil nothing but itself.
struct FrameEncoder {
    private let capabilities: TerminalCapabilities
    private let followsLinks: Bool
    private var style: StyleEncoder
    private var links = HyperlinkEncoder()
    /// What the terminal shows; nil when that is not known.
    private var shown: CellBuffer?
    /// Where the terminal's cursor is, if that is certain.
    private var cursor: Point?
    private var isCursorShown: Bool?
    private var output: [UInt8] = []
    /// Whether the frame just encoded moves rows, parts of which are then put right: better not seen half done.
    private(set) var hasScrolled = false
    /// Rows of the frame at hand.
    private var rows = 0

    /// - Parameter followsLinks: whether the terminal is told where links lead.
    init(_ capabilities: TerminalCapabilities, followsLinks: Bool = false) {
        self.capabilities = capabilities
        self.followsLinks = followsLinks
        style = StyleEncoder(capabilities)
    }

    /// The next frame is encoded whole.
    mutating func forget() {
        shown = nil
        cursor = nil
        isCursorShown = nil
        style.forget()
    }

    /// Whether the next frame is written whole.
    func isRepainting(_ frame: CellBuffer) -> Bool { shown?.size != frame.size }

    /// The cursor is anywhere now.
    mutating func forgetCursor() { cursor = nil }

    /// The octets that change what is shown to this frame.
    ///
    /// - Parameter mayScroll: whether rows may be moved.
    mutating func encode(_ frame: CellBuffer, mayScroll: Bool = true) -> [UInt8] {
        output.removeAll(keepingCapacity: true)
        rows = frame.size.rows
        var before = startingPoint(for: frame)
        let scroll = capabilities.canScroll && mayScroll ? ScrollFinder.scroll(from: before, to: frame) : nil
        hasScrolled = scroll != nil
        if let scroll {
            hideCursor()
            perform(scroll, on: &before)
        }
        for row in 0..<frame.size.rows {
            let links = links(of: before, frame, row: row)
            guard before.row(row) != frame.row(row) || links.before != links.after else { continue }
            hideCursor()
            encode(row: row, before: Array(before.row(row)), after: Array(frame.row(row)), links: links)
        }
        self.links.change(to: nil, &output)
        placeCursor(frame.cursor)
        shown = frame
        return output
    }

    private typealias Links = (before: [Hyperlink], after: [Hyperlink])

    private func links(of before: CellBuffer, _ after: CellBuffer, row: Int) -> Links {
        followsLinks ? (before.hyperlinks(ofRow: row), after.hyperlinks(ofRow: row)) : ([], [])
    }

    /// What is on the screen, cleared first where that is not known or has another size.
    private mutating func startingPoint(for frame: CellBuffer) -> CellBuffer {
        if let shown, shown.size == frame.size { return shown }
        style.forget()
        style.change(to: .plain, &output)
        output += capabilities.clear
        cursor = nil
        return CellBuffer(size: frame.size)
    }

    private mutating func hideCursor() {
        guard isCursorShown != false else { return }
        output += capabilities.hideCursor
        isCursorShown = false
    }

    private mutating func placeCursor(_ place: Point?) {
        guard let place else { return hideCursor() }
        move(to: place)
        if isCursorShown != true { output += capabilities.showCursor }
        isCursorShown = true
    }

    private mutating func move(to place: Point) {
        guard cursor != place else { return }
        output += shortMove(to: place) ?? capabilities.move(column: place.column, row: place.row)
        cursor = place
    }

    /// To the right, or to the start of the next row: shorter than an absolute move, where the cursor is certainly known.
    private func shortMove(to place: Point) -> [UInt8]? {
        guard let cursor, capabilities.isANSI else { return nil }
        let isNextRow = place.row == cursor.row + 1 && place.column < 10
        guard isNextRow || (place.row == cursor.row && place.column > cursor.column) else { return nil }
        let columns = isNextRow ? place.column : place.column - cursor.column
        let right = columns > 0 ? Array("\u{1B}[\(columns > 1 ? String(columns) : "")C".utf8) : []
        return (isNextRow ? Array("\r\n".utf8) : []) + right
    }

    // MARK: Rows

    private mutating func encode(row: Int, before: [Cell], after: [Cell], links: Links) {
        let tail = blankTail(of: after)
        var column = 0
        let uncertain = min(firstUncertain(before), firstUncertain(after))
        let isRelinked = { (column: Int) in
            links.before.link(at: column)?.address != links.after.link(at: column)?.address
        }
        let differs = { (column: Int) in
            column >= uncertain || before[column] != after[column]
                || (links.before != links.after && isRelinked(column))
        }
        while let span = nextChange(from: column, after: after, differs) {
            if span.lowerBound >= tail.start, canErase(tail.style), after.count - span.lowerBound > 3 {
                return erase(from: span.lowerBound, row: row, style: tail.style)
            }
            let erases = span.upperBound > tail.start + 3 && canErase(tail.style)
            let end = erases ? max(span.lowerBound, tail.start) : span.upperBound
            write(after, span.lowerBound..<end, row: row, links: links.after)
            if erases { return erase(from: max(span.lowerBound, tail.start), row: row, style: tail.style) }
            column = span.upperBound
        }
    }

    /// The next cells to write: from one that differs up to a stretch of equal ones that is longer than a move costs.
    private func nextChange(from start: Int, after: [Cell], _ differs: (Int) -> Bool) -> Range<Int>? {
        guard var first = (start..<after.count).first(where: differs) else { return nil }
        var end = first + 1
        var equal = 0
        var column = end
        while column < after.count, equal <= FrameEncoder.costOfMove {
            equal = differs(column) ? 0 : equal + 1
            column += 1
            if equal == 0 { end = column }
        }
        while first > 0, after[first].isContinuation { first -= 1 }
        while end < after.count, after[end].isContinuation { end += 1 }
        return first..<end
    }

    /// Octets of `ESC [ 12 ; 34 H`.
    private static let costOfMove = 8

    /// From where on terminals may disagree about the columns of a row.
    private func firstUncertain(_ cells: [Cell]) -> Int {
        cells.firstIndex { !$0.isContinuation && !TextWidth.isCertain($0.character) } ?? Int.max
    }

    private mutating func write(_ cells: [Cell], _ range: Range<Int>, row: Int, links: [Hyperlink]) {
        var column = range.lowerBound
        while column < range.upperBound {
            let cell = cells[column]
            self.links.change(to: links.link(at: column), &output)
            let blanks = blankRun(cells, from: column, to: range.upperBound)
            if blanks > FrameEncoder.shortestErase {
                move(to: Point(column: column, row: row))
                style.change(to: cell.style, &output)
                column += blanks
                output += capabilities.eraseCharacters(blanks)
                continue
            }
            let width = max(1, Int(cell.width))
            move(to: Point(column: column, row: row))
            if isUnsafeCorner(column: column + width, row: row, columns: cells.count) { return }
            style.change(to: cell.style, &output)
            let isCertain = TextWidth.isCertain(cell.character)
            if !isCertain {
                output += Array(repeating: UInt8(ascii: " "), count: width)
                output += capabilities.move(column: column, row: row)
            }
            output += cell.character.utf8
            column += width
            cursor = isCertain && column < cells.count ? Point(column: column, row: row) : nil
        }
    }

    /// How many cells from here are blanks that erasing can give.
    private func blankRun(_ cells: [Cell], from start: Int, to end: Int) -> Int {
        let first = cells[start]
        guard first.character == " ", first.width == 1, capabilities.canEraseCharacters, canErase(first.style) else {
            return 0
        }
        return cells[start..<end].prefix { $0 == first }.count
    }

    /// Fewer blanks are written: erasing them and stepping over them takes some ten octets.
    private static let shortestErase = 11

    /// A terminal that goes to the next line at the margin would scroll after the last cell of all.
    private func isUnsafeCorner(column: Int, row: Int, columns: Int) -> Bool {
        capabilities.wrapsAtMargin && !capabilities.waitsAtMargin && column == columns
            && row == rows - 1
    }

    // MARK: Blanks

    /// Where the row's last stretch of equal blanks begins, and how it looks.
    private func blankTail(of cells: [Cell]) -> (start: Int, style: Style) {
        guard let last = cells.last, last == Cell(" ", style: last.style) else { return (cells.count, .plain) }
        var start = cells.count
        while start > 0, cells[start - 1] == last { start -= 1 }
        return (start, last.style)
    }

    /// Whether erasing gives cells of this look.
    private func canErase(_ wanted: Style) -> Bool {
        let style = style.possible(wanted)
        guard capabilities.clearToEndOfLine != nil, style.attributes.isDisjoint(with: [.reverse, .underline]) else {
            return false
        }
        return style.background == .terminal || capabilities.erasesWithBackground
    }

    private mutating func erase(from column: Int, row: Int, style wanted: Style) {
        links.change(to: nil, &output)
        move(to: Point(column: column, row: row))
        style.change(to: Style(background: wanted.background), &output)
        output += capabilities.clearToEndOfLine ?? []
    }

    // MARK: Scrolling

    private mutating func perform(_ scroll: ScrollFinder.Scroll, on buffer: inout CellBuffer) {
        // New rows take the background colour of the moment where the terminal erases with it.
        style.change(to: .plain, &output)
        output += TerminalCapabilities.formatted("csr", scroll.rows.lowerBound, scroll.rows.upperBound - 1)
        let isUp = scroll.distance > 0
        output += capabilities.move(column: 0, row: isUp ? scroll.rows.upperBound - 1 : scroll.rows.lowerBound)
        let once = TerminalCapabilities.octets(isUp ? "ind" : "ri") ?? []
        for _ in 0..<abs(scroll.distance) { output += once }
        output += TerminalCapabilities.formatted("csr", 0, buffer.size.rows - 1)
        cursor = nil
        buffer.scroll(rows: scroll.rows, by: scroll.distance)
    }
}
