import MailModel
import Screen

/// A query, and under it what fits, best first.
struct FinderView {
    let finder: Finder
    let theme: Theme

    func draw(on canvas: inout Canvas) {
        let matches = finder.matches
        let width = min(64, PopupFrame.widest(canvas.bounds))
        // As high as all of them, so that the box stands still while the list shrinks.
        let rows = min(finder.items.count + 2 + (showsHelp ? 2 : 0), PopupFrame.mostRows(canvas.bounds), 22)
        let frame = PopupFrame.centred(columns: width, rows: rows, in: canvas.bounds)
        PopupFrame(title: title, hint: "Enter choose  Esc leave", theme: theme).draw(frame, on: &canvas) { canvas in
            canvas.put("›", at: Point(column: 0, row: 0), style: theme.key)
            let field = Rect(column: 2, row: 0, columns: canvas.size.columns - 2, rows: 1)
            canvas.draw(in: field) { TextFieldView(field: finder.query, theme: theme).draw(on: &$0) }
            let listRows = max(0, canvas.size.rows - 2 - (showsHelp && canvas.size.rows > 8 ? 2 : 0))
            let list = Rect(column: 0, row: 2, columns: canvas.size.columns, rows: listRows)
            canvas.draw(in: list) { draw(matches, on: &$0) }
            if showsHelp, canvas.size.rows > 8 { drawHelp(matches, on: &canvas) }
        }
    }

    private var title: String {
        switch finder.purpose {
        case .openFolder: "Open a folder"
        case .move(let ids): "Move \(Amounts.messages(ids.count)) to"
        case .copy(let ids): "Copy \(Amounts.messages(ids.count)) to"
        case .command: "Commands"
        }
    }

    private var showsHelp: Bool {
        if case .command = finder.purpose { return true }
        return false
    }

    private func draw(_ matches: [Finder.Item], on canvas: inout Canvas) {
        if matches.isEmpty {
            canvas.put("Nothing fits", at: Point(column: 2, row: 0), style: theme.dim)
            return
        }
        let rows = max(1, canvas.size.rows)
        let first = max(0, min(finder.selected - rows / 2, matches.count - rows))
        for (row, item) in matches.dropFirst(first).prefix(rows).enumerated() {
            let width = canvas.size.columns
            let detail = TextWidth.truncated(DisplayText.sanitised(item.detail), to: width / 3)
            let detailWidth = TextWidth.width(of: detail)
            let style = item.whyNot == nil ? theme.text : theme.dim
            canvas.put(item.title, at: Point(column: 2, row: row), style: style, width: width - detailWidth - 4)
            canvas.putTrailing(
                detail, at: Point(column: width - detailWidth - 1, row: row), style: theme.dim, width: detailWidth)
            if first + row == finder.selected {
                let whole = Rect(column: 0, row: row, columns: width, rows: 1)
                RowLook.apply(theme.cursor, to: whole, on: &canvas)
                canvas.put("▌", at: Point(column: 0, row: row), style: theme.cursor)
            }
        }
    }

    /// What the selected command does, or why it can't now.
    private func drawHelp(_ matches: [Finder.Item], on canvas: inout Canvas) {
        guard matches.indices.contains(finder.selected) else { return }
        let item = matches[finder.selected]
        let row = canvas.size.rows - 1
        if let reason = item.whyNot {
            canvas.put(reason, at: Point(column: 2, row: row), style: theme.warning)
        } else if case .command(let command) = item.choice, let entry = CommandTable.entry(of: command) {
            canvas.put(entry.help, at: Point(column: 2, row: row), style: theme.dim)
        }
    }
}
