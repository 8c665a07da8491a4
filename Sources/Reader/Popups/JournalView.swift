import MailModel
import Screen

/// The journal's entries, and under them what is to be said of the selected one.
struct JournalView {
    let state: AppState
    let journal: JournalScreen
    let theme: Theme

    private static let detailRows = 3

    func draw(on canvas: inout Canvas) {
        let lines = journal.lines ?? []
        let width = min(96, PopupFrame.widest(canvas.bounds))
        let rows = min(max(1, lines.count) + Self.detailRows, PopupFrame.mostRows(canvas.bounds))
        let frame = PopupFrame.centred(columns: width, rows: rows, in: canvas.bounds)
        PopupFrame(title: title, hint: "r retry  x cancel  Esc back", theme: theme).draw(frame, on: &canvas) { canvas in
            let listRows = max(1, canvas.size.rows - Self.detailRows)
            if lines.isEmpty {
                let text = journal.lines == nil ? "loading…" : "Nothing was changed yet"
                canvas.put(text, at: Point(column: 1, row: 0), style: theme.dim)
            }
            let first = max(0, min(journal.selected - listRows / 2, lines.count - listRows))
            for (row, line) in lines.dropFirst(first).prefix(listRows).enumerated() {
                draw(line, isSelected: first + row == journal.selected, row: row, on: &canvas)
            }
            drawDetail(from: listRows, on: &canvas)
        }
    }

    private var title: String {
        let waiting = journal.lines?.filter { $0.change.state == .pending || $0.change.state == .sent }.count ?? 0
        return waiting == 0 ? "Journal" : "Journal: \(Amounts.grouped(waiting)) waiting"
    }

    private func draw(_ line: JournalLine, isSelected: Bool, row: Int, on canvas: inout Canvas) {
        let width = canvas.size.columns
        var column = 2
        // What was done is worth more than when.
        if width >= 50 {
            let time = RelativeDate.since(line.change.createdAt, now: state.now, localTime: state.localTime)
            canvas.putTrailing(time, at: Point(column: 1, row: row), style: theme.dim, width: 9)
            column = 12
        }
        canvas.put(
            ChangeWords.state(line.change.state), at: Point(column: column, row: row), style: style(line.change.state),
            width: 8)
        canvas.put(
            line.words, at: Point(column: column + 9, row: row), style: theme.text, width: max(1, width - column - 10))
        guard isSelected else { return }
        RowLook.apply(theme.cursor, to: Rect(column: 0, row: row, columns: width, rows: 1), on: &canvas)
        canvas.put("▌", at: Point(column: 0, row: row), style: theme.cursor)
    }

    private func style(_ state: LocalChange.State) -> Style {
        switch state {
        case .pending, .sent: theme.warning
        case .refused: theme.error
        case .done, .undone: theme.dim
        }
    }

    /// Why it was refused or what it waits for, and which message it is about.
    private func drawDetail(from row: Int, on canvas: inout Canvas) {
        guard let line = journal.current else { return }
        let width = canvas.size.columns - 2
        canvas.put(detail(line), at: Point(column: 1, row: row + 1), style: theme.text, width: width)
        var facts = [line.change.account.name]
        if let folder = line.folder { facts.append("in \(folder)") }
        if let subject = line.subject { facts.append("“\(subject)”" + (line.messages > 1 ? " and more" : "")) }
        if line.change.attempts > 1 { facts.append("tried \(line.change.attempts) times") }
        canvas.put(facts.joined(separator: " · "), at: Point(column: 1, row: row + 2), style: theme.dim, width: width)
    }

    private func detail(_ line: JournalLine) -> String {
        if let error = line.change.error { return error }
        switch line.change.state {
        case .pending: return "Not yet sent; it is safe here until the server can be reached."
        case .sent: return "Sent; the server has not answered yet."
        case .done: return "Done on the server."
        case .refused: return "The server refused it."
        case .undone: return "Taken back."
        }
    }
}
