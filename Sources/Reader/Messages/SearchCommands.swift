import Screen

extension AppState {
    mutating func perform(_ searching: Searching, count: Int?) -> [Effect] {
        switch searching {
        case .start:
            focus = .messages
            popup = .search(
                SearchEntry(
                    field: TextField(list.search ?? ""), earlierSearch: list.search,
                    earlierKey: list.isChanging ? list.startsAt : list.cursorKey))
        case .nextHit where focus == .reader && reader.find != nil: findNext(by: count ?? 1)
        case .previousHit where focus == .reader && reader.find != nil: findNext(by: -(count ?? 1))
        case .nextHit: list.move(to: list.cursor + (count ?? 1))
        case .previousHit: list.move(to: list.cursor - (count ?? 1))
        }
        return []
    }

    /// A key while a search is typed: the list narrows with every letter.
    mutating func take(_ key: Key, in search: SearchEntry) -> [Effect] {
        var entry = search
        switch key {
        case .down, .up, .pageDown, .pageUp:
            // What is to be moved over are the hits.
            if list.isChanging { return hold(.key(key)) }
            moveOverHits(key)
        case .enter:
            popup = nil
        case .escape, .control("c"):
            popup = nil
            list.narrow(to: entry.earlierSearch, at: entry.earlierKey)
        case .character, .control, .alt, .tab, .backTab, .backspace, .delete, .insert, .left, .right, .home, .end,
            .function:
            if entry.field.handle(key) { narrow(&entry) }
        }
        return []
    }

    private mutating func moveOverHits(_ key: Key) {
        let page = visibleRows(of: .messages)
        let rows = key == .down ? 1 : key == .up ? -1 : key == .pageDown ? page : -page
        list.move(to: list.cursor + rows)
    }

    mutating func narrow(_ entry: inout SearchEntry) {
        popup = .search(entry)
        let words = entry.field.text.split(separator: " ").joined(separator: " ")
        let wanted = words.isEmpty ? nil : entry.field.text
        // Back at what the search began with, the cursor goes back too.
        if wanted != list.search { list.narrow(to: wanted, at: wanted == entry.earlierSearch ? entry.earlierKey : nil) }
    }
}
