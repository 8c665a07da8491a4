import MailModel
import Screen

/// The text of the message.
struct ReaderPaneView {
    let state: AppState
    let theme: Theme

    private var reader: ReaderPane { state.reader }

    func draw(on canvas: inout Canvas) {
        let text = Rect(column: 1, row: 0, columns: canvas.size.columns - 3, rows: canvas.size.rows)
        canvas.draw(in: text) { drawText(on: &$0) }
        drawPosition(on: &canvas)
    }

    private func drawText(on canvas: inout Canvas) {
        guard reader.message != nil else {
            canvas.put(emptyWords, at: Point(column: 1, row: canvas.size.rows > 8 ? 1 : 0), style: theme.dim)
            return
        }
        let lines = reader.document.lines.dropFirst(reader.scroll).prefix(canvas.size.rows)
        for (row, line) in lines.enumerated() {
            draw(line, row: row, on: &canvas)
            drawHits(in: line, row: row, on: &canvas)
        }
        if let graphic = state.wholeGraphic {
            // Below its name.
            let room = Rect(column: 0, row: 2, columns: canvas.size.columns, rows: canvas.size.rows - 2)
            canvas.place(graphic, in: room)
        }
        if reader.choices.view != .text { return }
        drawState(below: lines.count, on: &canvas)
    }

    private var emptyWords: String { state.list.current == nil ? "" : "Enter opens the message" }

    private func draw(_ line: ReaderDocument.Line, row: Int, on canvas: inout Canvas) {
        var column = -reader.choices.left
        for run in line.runs {
            if column < 0 {
                let width = TextWidth.width(of: run.text)
                let hidden = min(width, -column)
                let rest = TextWidth.dropping(hidden, of: run.text)
                if width > hidden {
                    column = canvas.put(
                        rest, at: Point(column: 0, row: row), style: theme.style(of: run.look), ellipsis: false)
                } else {
                    column += width
                }
                continue
            }
            let used = canvas.put(
                run.text, at: Point(column: column, row: row), style: theme.style(of: run.look), ellipsis: false)
            if let number = run.link, let address = reader.document.addresses[number] {
                canvas.link(column..<column + used, ofRow: row, to: address.text, number: number)
            }
            column += used
        }
        if let right = line.right {
            canvas.putTrailing(
                right.text, at: Point(column: column, row: row), style: theme.style(of: right.look),
                width: max(0, canvas.size.columns - column))
        }
    }

    /// The words that were looked for.
    private func drawHits(in line: ReaderDocument.Line, row: Int, on canvas: inout Canvas) {
        guard let find = reader.find else { return }
        for columns in find.columns(in: line) {
            let part = Rect(
                column: columns.lowerBound - reader.choices.left, row: row, columns: columns.count, rows: 1)
            canvas.restyle(part) { $0 = $0.adding(.reverse) }
        }
    }

    /// Why there is no text below the head.
    private func drawState(below row: Int, on canvas: inout Canvas) {
        switch reader.content {
        case .loading, nil:
            let words = canLoad ? "loading… " + Spinner.frame(at: state.now) : "not on this machine yet, and offline"
            canvas.put(words, at: Point(column: 0, row: row), style: theme.dim)
        case .failed(let reason):
            let run = ReaderDocument.Run("! " + DisplayText.sanitised(reason), .warning)
            for (number, line) in LineWrap(columns: canvas.size.columns).lines([run]).enumerated() {
                draw(line, row: row + number, on: &canvas)
            }
        case .ready: break
        }
    }

    private var canLoad: Bool {
        switch state.status?.link {
        case .live, .connecting, .elsewhere, nil: true
        case .offline, .stopped: false
        }
    }

    /// A bar at the right edge says which part of a long text is on the screen.
    private func drawPosition(on canvas: inout Canvas) {
        let rows = canvas.size.rows
        let total = reader.document.lines.count + reader.document.linesToCome
        guard reader.message != nil, total > rows, rows > 2 else { return }
        let length = max(1, rows * rows / total)
        let last = max(1, total - rows)
        let start = (rows - length) * min(reader.scroll, last) / last
        canvas.fill(
            Rect(column: canvas.size.columns - 1, row: start, columns: 1, rows: length), with: "▐",
            style: state.focus == .reader ? theme.focusedBorder : theme.border)
    }
}
