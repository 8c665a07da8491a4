extension AppState {
    mutating func perform(_ movement: Movement, count: Int?) -> [Effect] {
        switch focus {
        case .folders: folders.move(to: target(movement, count, from: folders.cursor, of: folders.rows.count))
        case .messages: moveInList(movement, count: count)
        case .reader: moveInText(movement, count: count)
        }
        return []
    }

    /// The row that a movement leads to.
    private func target(_ movement: Movement, _ count: Int?, from cursor: Int, of length: Int) -> Int {
        let page = visibleRows(of: focus)
        let times = count ?? 1
        let rows: Int
        switch movement {
        case .down: rows = times
        case .up: rows = -times
        case .top: return (count ?? 1) - 1
        case .bottom: return (count ?? length) - 1
        case .halfPageDown: rows = times * max(1, page / 2)
        case .halfPageUp: rows = -times * max(1, page / 2)
        case .pageDown: rows = times * max(1, page - 1)
        case .pageUp: rows = -times * max(1, page - 1)
        }
        return min(max(0, cursor + rows), max(0, length - 1))
    }

    private mutating func moveInList(_ movement: Movement, count: Int?) {
        list.move(to: target(movement, count, from: list.cursor, of: list.length))
        if movement == .bottom, count == nil, list.current == nil { list.goesToEnd = true }
    }

    private mutating func moveInText(_ movement: Movement, count: Int?) {
        let visible = visibleRows(of: .reader)
        if movement == .bottom || (count ?? 0) > 100 { layOutWholeDocument() }
        let line = target(movement, count, from: reader.scroll, of: reader.document.lines.count)
        reader.scroll(to: line, visible: visible)
    }
}
