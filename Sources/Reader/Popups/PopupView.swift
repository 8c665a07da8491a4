import MailModel
import Screen

/// Draws what lies above the panes, if anything does.
struct PopupView {
    let state: AppState
    let theme: Theme

    func draw(on canvas: inout Canvas) {
        switch state.popup {
        case .finder(let finder): FinderView(finder: finder, theme: theme).draw(on: &canvas)
        case .links(let list): LinkListView(list: list, theme: theme).draw(on: &canvas)
        case .attachments(let list): AttachmentListView(list: list, theme: theme).draw(on: &canvas)
        case .prompt(let prompt): draw(prompt, on: &canvas)
        case .confirmation(let confirmation): draw(confirmation, on: &canvas)
        case .help(let pane, let top): HelpView(state: state, pane: pane, top: top, theme: theme).draw(on: &canvas)
        case .notices(let top): NoticesView(state: state, top: top, theme: theme).draw(on: &canvas)
        case .search, .find: break
        case .output(let output): CommandOutputView(output: output, theme: theme).draw(on: &canvas)
        case .journal(let journal): JournalView(state: state, journal: journal, theme: theme).draw(on: &canvas)
        case .status(let top): StatusView(state: state, top: top, theme: theme).draw(on: &canvas)
        case .trust(let dialog): TrustDialogView(dialog: dialog, theme: theme).draw(on: &canvas)
        case nil: drawContinuations(on: &canvas)
        }
    }

    private func draw(_ prompt: Prompt, on canvas: inout Canvas) {
        let width = min(max(TextWidth.width(of: prompt.title) + 4, 56), PopupFrame.widest(canvas.bounds))
        let frame = PopupFrame.centred(columns: width, rows: 1, in: canvas.bounds)
        PopupFrame(title: prompt.title, hint: "Enter do it  Esc leave", theme: theme).draw(frame, on: &canvas) {
            TextFieldView(field: prompt.field, theme: theme).draw(on: &$0)
        }
    }

    private func draw(_ confirmation: Confirmation, on canvas: inout Canvas) {
        let width = min(56, PopupFrame.widest(canvas.bounds))
        let run = ReaderDocument.Run(DisplayText.sanitised(confirmation.question), .plain)
        let lines = LineWrap(columns: width).lines([run])
        let frame = PopupFrame.centred(columns: width, rows: lines.count + 2, in: canvas.bounds)
        PopupFrame(title: "", hint: "", theme: theme).draw(frame, on: &canvas) { canvas in
            for (row, line) in lines.enumerated() {
                canvas.put(line.runs.map(\.text).joined(), at: Point(column: 0, row: row), style: theme.text)
            }
            let row = canvas.size.rows - 1
            var column = canvas.put("y", at: Point(column: 0, row: row), style: theme.key)
            column += canvas.put(
                " \(confirmation.consequence)   ", at: Point(column: column, row: row), style: theme.text)
            column += canvas.put("n", at: Point(column: column, row: row), style: theme.key)
            canvas.put(" leave it", at: Point(column: column, row: row), style: theme.text)
        }
    }

    /// What can follow a prefix, in the corner, so that the list stays in view.
    private func drawContinuations(on canvas: inout Canvas) {
        guard state.keys.showsContinuations,
            case .prefix(let following) = state.keymap.meaning(of: state.keys.keys, in: state.focus)
        else { return }
        let typed = KeySequence(state.keys.keys).description
        let frame = PopupFrame.corner(columns: 24, rows: following.count, in: canvas.bounds)
        PopupFrame(title: typed, hint: "", theme: theme).draw(frame, on: &canvas) { canvas in
            for (row, continuation) in following.enumerated() {
                let rest = KeySequence(Array(continuation.keys.keys.dropFirst(state.keys.keys.count)))
                let isPossible = state.whyNot(continuation.command) == nil
                let title = CommandTable.entry(of: continuation.command)?.title ?? ""
                canvas.put(
                    rest.description, at: Point(column: 0, row: row), style: isPossible ? theme.key : theme.dim)
                canvas.put(title, at: Point(column: 6, row: row), style: isPossible ? theme.text : theme.dim)
            }
        }
    }
}

/// The keys that work here.
struct HelpView {
    let state: AppState
    let pane: Pane
    let top: Int
    let theme: Theme

    func draw(on canvas: inout Canvas) {
        let flow = HelpLines.flow(state: state, pane: pane, body: canvas.bounds)
        let rows = flow.map(\.count).max() ?? 0
        let width = min(flow.count * HelpLines.columnWidth - 2, PopupFrame.widest(canvas.bounds))
        let shown = min(rows, PopupFrame.mostRows(canvas.bounds))
        let frame = PopupFrame.centred(columns: width, rows: shown, in: canvas.bounds)
        let hint = rows > shown ? "j/k scroll  Esc close" : "any key closes"
        let title = "Keys in \(pane.spokenName)"
        PopupFrame(title: title, hint: hint, theme: theme).draw(frame, on: &canvas) { canvas in
            for (number, column) in flow.enumerated() {
                for (row, line) in column.dropFirst(top).prefix(canvas.size.rows).enumerated() {
                    draw(line, at: Point(column: number * HelpLines.columnWidth, row: row), on: &canvas)
                }
            }
        }
    }

    private func draw(_ line: HelpLines.Line, at place: Point, on canvas: inout Canvas) {
        switch line {
        case .blank: break
        case .heading(let title): canvas.put(title, at: place, style: theme.heading)
        case .command(let keys, let title, let isPossible):
            let style = isPossible ? theme.key : theme.dim
            canvas.put(keys, at: place, style: style, width: HelpLines.keyWidth)
            canvas.put(
                title, at: Point(column: place.column + HelpLines.keyWidth + 1, row: place.row),
                style: isPossible ? theme.text : theme.dim,
                width: HelpLines.columnWidth - HelpLines.keyWidth - 3)
        }
    }
}

/// What the status line has said, newest first.
struct NoticesView {
    let state: AppState
    let top: Int
    let theme: Theme

    func draw(on canvas: inout Canvas) {
        let entries = state.notices.entries.reversed().dropFirst(top)
        let rows = max(1, min(state.notices.entries.count, PopupFrame.mostRows(canvas.bounds)))
        let width = PopupFrame.widest(canvas.bounds)
        let frame = PopupFrame.centred(columns: width, rows: rows, in: canvas.bounds)
        PopupFrame(title: "Notices", hint: "any key closes", theme: theme).draw(frame, on: &canvas) { canvas in
            if entries.isEmpty { canvas.put("None so far", at: Point(column: 0, row: 0), style: theme.dim) }
            for (row, entry) in entries.prefix(canvas.size.rows).enumerated() {
                let time = RelativeDate.since(entry.at, now: state.now, localTime: state.localTime)
                let used = canvas.putTrailing(time, at: Point(column: 0, row: row), style: theme.dim, width: 9)
                let isError = entry.notice.kind == .error
                let text = (isError ? "! " : "") + entry.notice.text + (entry.times > 1 ? " (\(entry.times)×)" : "")
                canvas.put(
                    text, at: Point(column: max(used, 9) + 2, row: row), style: isError ? theme.error : theme.text)
            }
        }
    }
}
