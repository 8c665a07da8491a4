import Screen

/// A line being typed, scrolled so that the cursor is on the screen.
struct TextFieldView {
    let field: TextField
    let theme: Theme

    func draw(on canvas: inout Canvas) {
        let room = max(1, canvas.size.columns - 1)
        var before = field.beforeCursor.suffix(room)
        while TextWidth.width(of: DisplayText.sanitised(String(before))) > room { before = before.dropFirst() }
        let used = canvas.put(String(before), at: Point(column: 0, row: 0), style: theme.text, ellipsis: false)
        canvas.put(
            String(field.text.dropFirst(field.cursor)), at: Point(column: used, row: 0), style: theme.text)
        canvas.showCursor(at: Point(column: used, row: 0))
    }
}
