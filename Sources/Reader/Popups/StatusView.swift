import Screen

/// Draws `:status` from a line on.
struct StatusView {
    let state: AppState
    let top: Int
    let theme: Theme

    private static let labelWidth = 16

    func draw(on canvas: inout Canvas) {
        let lines = StatusLines(state: state).lines
        let width = min(84, PopupFrame.widest(canvas.bounds))
        let rows = min(lines.count, PopupFrame.mostRows(canvas.bounds))
        let frame = PopupFrame.centred(columns: width, rows: rows, in: canvas.bounds)
        let hint = lines.count > rows ? "j/k scroll  Esc close" : "any key closes"
        PopupFrame(title: "Status", hint: hint, theme: theme).draw(frame, on: &canvas) { canvas in
            for (row, line) in lines.dropFirst(top).prefix(canvas.size.rows).enumerated() {
                switch line {
                case .blank: break
                case .heading(let text): canvas.put(text, at: Point(column: 0, row: row), style: theme.heading)
                case .fact(let label, let text):
                    canvas.put(label, at: Point(column: 2, row: row), style: theme.dim, width: Self.labelWidth - 1)
                    canvas.put(
                        text, at: Point(column: 2 + Self.labelWidth, row: row), style: theme.text,
                        width: max(1, canvas.size.columns - Self.labelWidth - 2))
                }
            }
        }
    }
}
