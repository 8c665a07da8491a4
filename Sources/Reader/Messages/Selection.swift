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
        guard list.rangeStart != nil else {
            list.rangeStart = list.current?.key
            return
        }
        list.closeRange()
    }

    /// The most messages that are selected together.
    static let mostSelected = 10_000

    private mutating func selectAll() -> [Effect] {
        guard let window = list.window, let folder = list.folder else { return [] }
        list.rangeStart = nil
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

    /// The loaded rows from the start of the open range to the cursor.
    var rangeRows: [MessageSummary] {
        guard let start = rangeStart, let here = cursorKey, let window else { return [] }
        if window.request.isThreaded {
            // What lies between on the screen, not between in time.
            guard let first = window.rows.firstIndex(where: { $0.id == start.id }),
                let last = window.rows.firstIndex(where: { $0.id == here.id })
            else { return [] }
            return Array(window.rows[min(first, last)...max(first, last)])
        }
        let bounds = min(start, here)...max(start, here)
        return window.rows.filter { bounds.contains($0.key) }
    }

    /// Whether the row is one that commands would act on together.
    func isSelected(_ row: MessageSummary) -> Bool {
        if selection[row.id] != nil { return true }
        guard let start = rangeStart, let here = cursorKey else { return false }
        if window?.request.isThreaded == true { return rangeRows.contains { $0.id == row.id } }
        return (min(start, here)...max(start, here)).contains(row.key)
    }

    mutating func closeRange() {
        for row in rangeRows { selection[row.id] = row.flags }
        rangeStart = nil
    }

    /// How many messages are selected, the open range included.
    var selectedCount: Int {
        rangeStart == nil ? selection.count : selection.count + rangeRows.filter { selection[$0.id] == nil }.count
    }
}
