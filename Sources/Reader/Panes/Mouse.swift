import MailModel
import Screen

extension AppState {
    mutating func take(_ mouse: MouseEvent) -> [Effect] {
        if popup != nil { return takeInPopup(mouse) }
        switch mouse.kind {
        case .press:
            notices.dismiss()
            return press(mouse)
        case .doubleClick:
            notices.dismiss()
            guard mouse.button == .left, select(at: mouse.position), focus != .reader else { return [] }
            return attempt(.navigate(.deeper))
        case .drag:
            if let border = draggedBorder { place(border, column: mouse.position.column, row: mouse.position.row) }
            return []
        case .release:
            guard draggedBorder != nil else { return [] }
            draggedBorder = nil
            return [.rememberLayout(layout)]
        case .wheelUp: scroll(at: mouse.position, by: -3)
        case .wheelDown: scroll(at: mouse.position, by: 3)
        }
        return []
    }

    private mutating func press(_ mouse: MouseEvent) -> [Effect] {
        guard mouse.button == .left else { return [] }
        keys = PendingKeys()
        if let border = frames.border(at: mouse.position) {
            draggedBorder = border
            return []
        }
        _ = select(at: mouse.position)
        return []
    }

    /// Puts the focus and the cursor to what is under the pointer.
    /// - Returns: whether there was a row.
    private mutating func select(at point: Point) -> Bool {
        let frames = frames
        guard let pane = frames.pane(at: point) else { return false }
        focus = pane
        let row = point.row - frames.frame(of: pane).row
        switch pane {
        case .folders:
            guard folders.folder(atRow: folders.top + row) != nil else { return false }
            folders.move(to: folders.top + row)
        case .messages:
            guard !list.isChanging, list.top + row < list.length else { return false }
            list.move(to: list.top + row)
        case .reader: break
        }
        return true
    }

    private mutating func scroll(at point: Point, by rows: Int) {
        guard let pane = frames.pane(at: point) else { return }
        switch pane {
        case .folders: folders.move(to: folders.cursor + rows)
        case .messages: list.scroll(by: rows, visible: visibleRows(of: .messages))
        case .reader: reader.scroll(to: reader.scroll + rows, visible: visibleRows(of: .reader))
        }
    }
}
