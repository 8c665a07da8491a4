extension AppState {
    mutating func perform(_ work: LayoutWork, count: Int?) -> [Effect] {
        switch work {
        case .one: layout.choice = .one
        case .two: layout.choice = .two
        case .three: layout.choice = .three
        case .automatic: layout.choice = .automatic
        case .narrower: moveBorder(by: -(count ?? 1))
        case .wider: moveBorder(by: count ?? 1)
        case .threads:
            list.toggleThreads()
            notices.show(Notice(list.isThreaded ? "By conversations" : "In the order in which they came"), at: now)
            return [.rememberThreads(list.isThreaded)]
        }
        return [.rememberLayout(layout)]
    }

    /// Moves the border that belongs to the pane in focus.
    private mutating func moveBorder(by steps: Int) {
        let bounded = min(max(steps, -100), 100)
        switch focus {
        case .folders: setFolderColumns(frames.frame(of: .folders).columns + 2 * bounded)
        case .messages, .reader: moveListBorder(by: 4 * bounded)
        }
    }

    mutating func setFolderColumns(_ columns: Int) {
        layout.folderColumns = min(max(columns, 12), max(12, size.columns / 3))
    }

    private mutating func moveListBorder(by percent: Int) {
        switch frames.mode {
        case .one: break
        case .two: layout.listHeightPercent = min(max(layout.listHeightPercent + percent, 10), 85)
        case .three: layout.listWidthPercent = min(max(layout.listWidthPercent + percent, 20), 80)
        }
    }

    /// Puts a border where the mouse holds it.
    mutating func place(_ border: PaneFrames.Border, column: Int, row: Int) {
        let frames = frames
        switch border {
        case .folders: setFolderColumns(column)
        case .list:
            let start = frames.frame(of: .messages)
            switch frames.mode {
            case .one: break
            case .two:
                // Rounded up, so that the border comes to stand on that row.
                let share = ((row - start.row) * 100 + frames.body.rows - 1) / max(1, frames.body.rows)
                layout.listHeightPercent = min(max(share, 10), 85)
            case .three:
                let columns = max(1, size.columns - start.column)
                layout.listWidthPercent = min(max(((column - start.column) * 100 + columns - 1) / columns, 20), 80)
            }
        }
    }
}
