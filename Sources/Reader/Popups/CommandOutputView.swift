import Screen

/// What a program printed.
struct CommandOutputView {
    let output: CommandOutput
    let theme: Theme

    func draw(on canvas: inout Canvas) {
        let rows = max(1, min(output.lines.count, PopupFrame.mostRows(canvas.bounds)))
        let longest = output.lines.prefix(1_000).map { TextWidth.width(of: DisplayText.sanitised($0)) }.max() ?? 0
        let width = min(max(40, longest), PopupFrame.widest(canvas.bounds))
        let frame = PopupFrame.centred(columns: width, rows: rows, in: canvas.bounds)
        let hint = output.lines.count > rows ? "j/k scroll  Esc close" : "any key closes"
        PopupFrame(title: output.command, hint: hint, theme: theme).draw(frame, on: &canvas) { canvas in
            for (row, line) in output.lines.dropFirst(output.top).prefix(canvas.size.rows).enumerated() {
                canvas.put(line, at: Point(column: 0, row: row), style: theme.text)
            }
        }
    }
}
