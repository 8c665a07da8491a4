import MailModel
import Screen

extension AppState {
    /// A key goes to what lies on top.
    mutating func take(_ key: Key, in popup: Popup) -> [Effect] {
        switch popup {
        case .finder(let finder): return take(key, in: finder)
        case .links(let list): return take(key, in: list)
        case .attachments(let list): return take(key, in: list)
        case .prompt(let prompt): return take(key, in: prompt)
        case .confirmation(let confirmation): return take(key, in: confirmation)
        case .help(let pane, let top):
            if let line = scrolled(top, by: key, of: HelpLines.count(state: self, pane: pane)) {
                self.popup = .help(pane, top: line)
            } else {
                self.popup = nil
            }
        case .notices(let top):
            if let line = scrolled(top, by: key, of: notices.entries.count) {
                self.popup = .notices(top: line)
            } else {
                self.popup = nil
            }
        case .journal(let journal): return take(key, in: journal)
        case .status(let top):
            if let line = scrolled(top, by: key, of: StatusLines(state: self).lines.count) {
                self.popup = .status(top: line)
            } else {
                self.popup = nil
            }
        case .trust(let dialog): return take(key, in: dialog)
        case .search(let entry): return take(key, in: entry)
        case .find(let entry): take(key, in: entry)
        case .output(var output):
            if let line = scrolled(output.top, by: key, of: output.lines.count) {
                output.top = line
                self.popup = .output(output)
            } else {
                self.popup = nil
            }
        }
        return []
    }

    /// Where a list of lines goes by that key; nil where the key closes it.
    private func scrolled(_ top: Int, by key: Key, of lines: Int) -> Int? {
        let page = max(1, PopupFrame.mostRows(frames.body))
        let target: Int
        switch key {
        case .down, .character("j"): target = top + 1
        case .up, .character("k"): target = top - 1
        case .pageDown, .character(" "), .control("d"): target = top + page
        case .pageUp, .control("u"): target = top - page
        case .home, .character("g"): target = 0
        case .end, .character("G"): target = lines
        case .character, .control, .alt, .enter, .escape, .tab, .backTab, .backspace, .delete, .insert, .left, .right,
            .function:
            return nil
        }
        return min(max(0, target), max(0, lines - page))
    }

    // MARK: Finder

    private mutating func take(_ key: Key, in finder: Finder) -> [Effect] {
        var finder = finder
        let last = max(0, finder.matches.count - 1)
        switch key {
        case .escape, .control("c"):
            popup = nil
            return []
        case .enter: return choose(finder)
        case .down, .control("n"), .tab: finder.selected = min(last, finder.selected + 1)
        case .up, .control("p"), .backTab: finder.selected = max(0, finder.selected - 1)
        case .pageDown: finder.selected = min(last, finder.selected + 10)
        case .pageUp: finder.selected = max(0, finder.selected - 10)
        case .character, .control, .alt, .backspace, .delete, .insert, .left, .right, .home, .end, .function:
            if finder.field(key) { finder.selected = 0 }
        }
        popup = .finder(finder)
        return []
    }

    private mutating func choose(_ finder: Finder) -> [Effect] {
        let matches = finder.matches
        guard matches.indices.contains(finder.selected) else { return [] }
        let item = matches[finder.selected]
        popup = nil
        switch item.choice {
        case .command(let command): return attempt(command)
        case .folder(let id): return choose(id, for: finder.purpose)
        }
    }

    private mutating func choose(_ id: FolderID, for purpose: Finder.Purpose) -> [Effect] {
        guard let folder = folders.folder(id) else { return [] }
        switch purpose {
        case .openFolder:
            focus = .messages
            return open(id)
        case .move(let ids):
            lastTarget = id
            return move(ids, to: folder)
        case .copy(let ids):
            lastTarget = id
            return copy(ids, to: folder)
        case .command: return []
        }
    }

    mutating func pasteIntoPopup(_ text: String) -> [Effect] {
        switch popup {
        case .finder(var finder):
            finder.query.insert(text)
            finder.selected = 0
            popup = .finder(finder)
        case .prompt(var prompt):
            prompt.field.insert(text)
            popup = .prompt(prompt)
        case .search(var entry):
            entry.field.insert(text)
            narrow(&entry)
        case .find(var entry):
            entry.field.insert(text)
            find(&entry)
        case .links, .attachments, .output, .confirmation, .help, .notices, .journal, .status, .trust, nil: break
        }
        return []
    }
}

extension Finder {
    /// Gives the key to the query.
    mutating func field(_ key: Key) -> Bool { query.handle(key) }
}
