import Screen

extension AppState {
    mutating func perform(_ searching: Searching, count: Int?) -> [Effect] {
        switch searching {
        case .start:
            focus = .messages
            popup = .search(
                SearchEntry(
                    field: TextField(list.search ?? ""), earlierSearch: list.search, earlierKey: list.cursorKey))
        case .nextHit where focus == .reader && reader.find != nil: findNext(by: count ?? 1)
        case .previousHit where focus == .reader && reader.find != nil: findNext(by: -(count ?? 1))
        case .nextHit: list.move(to: list.cursor + (count ?? 1))
        case .previousHit: list.move(to: list.cursor - (count ?? 1))
        }
        return []
    }

    /// A key while a search is typed: the list narrows with every letter.
    mutating func take(_ key: Key, in search: SearchEntry) {
        var entry = search
        switch key {
        case .enter:
            popup = nil
        case .escape, .control("c"):
            popup = nil
            list.narrow(to: entry.earlierSearch, at: entry.earlierKey)
        case .down: list.move(to: list.cursor + 1)
        case .up: list.move(to: list.cursor - 1)
        case .pageDown: list.move(to: list.cursor + visibleRows(of: .messages))
        case .pageUp: list.move(to: list.cursor - visibleRows(of: .messages))
        case .character, .control, .alt, .tab, .backTab, .backspace, .delete, .insert, .left, .right, .home, .end,
            .function:
            if entry.field.handle(key) { narrow(&entry) }
        }
    }

    mutating func narrow(_ entry: inout SearchEntry) {
        popup = .search(entry)
        let words = entry.field.text.split(separator: " ").joined(separator: " ")
        let wanted = words.isEmpty ? nil : entry.field.text
        // Back at what the search began with, the cursor goes back too.
        if wanted != list.search { list.narrow(to: wanted, at: wanted == entry.earlierSearch ? entry.earlierKey : nil) }
    }
}
