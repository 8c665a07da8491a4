import MailModel

extension AppState {
    mutating func perform(_ selecting: Selecting) -> [Effect] {
        switch selecting {
        case .toggle: list.toggleCurrent()
        case .toggleAndMove:
            list.toggleCurrent()
            list.move(to: list.cursor + 1)
        case .range: selectRange()
        case .all: return selectAll()
        }
        return []
    }

    private mutating func selectRange() {
        if list.rangeStart == nil { list.beginRange() } else { list.closeRange() }
    }

    /// The most messages that are selected together.
    static let mostSelected = 10_000

    private mutating func selectAll() -> [Effect] {
        guard let window = list.window, let folder = list.folder else { return [] }
        list.dropRange()
        if window.rows.count == window.total {
            select(all: window)
            return []
        }
        notices.show(Notice("Selecting…"), at: now)
        return [
            .selectAll(
                WindowRequest(folder: folder, search: list.search, anchor: .newest, count: AppState.mostSelected))
        ]
    }

    /// Selects what the store has of the list, unless another one is open by now.
    mutating func select(all window: MessageWindow) {
        guard window.request.folder == list.folder, window.request.search == list.search else { return }
        for row in window.rows { list.selection[row.id] = row.flags }
        let count = Amounts.grouped(window.rows.count)
        let isAll = window.rows.count == window.total
        notices.show(
            Notice(
                isAll
                    ? "All \(count) messages of the list are selected"
                    : "Selected the newest \(count) messages, of \(Amounts.grouped(window.total))"),
            at: now)
    }
}

extension MessageList {
    mutating func toggleCurrent() {
        guard let row = current else { return }
        if selection.removeValue(forKey: row.id) == nil { selection[row.id] = row.flags }
    }
}
