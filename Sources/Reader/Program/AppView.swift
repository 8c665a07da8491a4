import Screen

/// Draws the whole program. The same state gives the same cells.
package enum AppView {
    /// A frame of the state's size.
    package static func frame(of state: AppState) -> CellBuffer {
        var canvas = Canvas(size: state.size)
        draw(state, on: &canvas)
        return canvas.buffer
    }

    package static func draw(_ state: AppState, on canvas: inout Canvas) {
        let theme = Theme.named(
            state.settings.theme, isMonochrome: state.settings.isMonochrome,
            hasFewColors: state.settings.hasFewColors)
        let frames = state.frames
        canvas.draw(in: frames.title) { TitleBar(state: state, theme: theme).draw(on: &$0) }
        for (pane, frame) in frames.panes {
            canvas.draw(in: frame) { canvas in
                switch pane {
                case .folders: FolderPaneView(state: state, theme: theme).draw(on: &canvas)
                case .messages: MessageListView(state: state, theme: theme).draw(on: &canvas)
                case .reader: ReaderPaneView(state: state, theme: theme).draw(on: &canvas)
                }
            }
        }
        drawBorders(frames, focus: state.focus, theme: theme, on: &canvas)
        if let progress = frames.progress, let line = state.progressLine {
            canvas.draw(in: progress) { ProgressBar(line: line, theme: theme).draw(on: &$0) }
        }
        canvas.draw(in: frames.status) { StatusBar(state: state, theme: theme).draw(on: &$0) }
        // A picture of the terminal's own lies above all cells.
        if state.popup != nil { canvas.removeGraphic() }
        canvas.draw(in: frames.body) { PopupView(state: state, theme: theme).draw(on: &$0) }
    }

    private static func drawBorders(_ frames: PaneFrames, focus: Pane, theme: Theme, on canvas: inout Canvas) {
        guard let column = frames.folderBorder else { return }
        let body = frames.body
        let folderStyle = focus == .folders ? theme.focusedBorder : theme.border
        canvas.fill(Rect(column: column, row: body.row, columns: 1, rows: body.rows), with: "│", style: folderStyle)
        guard let border = frames.listBorder else { return }
        switch frames.mode {
        case .one: break
        case .two:
            let columns = body.endColumn - column - 1
            canvas.fill(
                Rect(column: column + 1, row: border, columns: columns, rows: 1), with: "─", style: theme.border)
            canvas.put("├", at: Point(column: column, row: border), style: folderStyle)
        case .three:
            canvas.fill(
                Rect(column: border, row: body.row, columns: 1, rows: body.rows), with: "│", style: theme.border)
        }
    }
}
