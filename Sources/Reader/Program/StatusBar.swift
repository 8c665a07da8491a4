import MailModel
import Screen

/// The last line: where we are and which keys help here; a notice or a search takes its place.
struct StatusBar {
    let state: AppState
    let theme: Theme

    func draw(on canvas: inout Canvas) {
        if case .search(let entry) = state.popup {
            draw(entry.field, found: hits, on: &canvas)
        } else if case .find(let entry) = state.popup {
            let isMissing = state.reader.find != nil && state.reader.findLine == nil
            draw(entry.field, found: isMissing ? "not in this text" : "", on: &canvas)
        } else if let notice = state.notices.current {
            draw(notice, on: &canvas)
        } else {
            let used = drawPlace(on: &canvas)
            drawHints(from: used, on: &canvas)
        }
    }

    private func draw(_ notice: Notice, on canvas: inout Canvas) {
        switch notice.kind {
        case .info: canvas.put(notice.text, at: Point(column: 1, row: 0), style: theme.text)
        case .error: canvas.put("! " + notice.text, at: Point(column: 1, row: 0), style: theme.error)
        }
    }

    // MARK: Where we are

    private func drawPlace(on canvas: inout Canvas) -> Int {
        let pieces = place
        guard let first = pieces.first else { return 0 }
        let most = max(12, canvas.size.columns - 2)
        var used = 1 + canvas.put(first, at: Point(column: 1, row: 0), style: theme.title, width: most / 2)
        for (number, piece) in pieces.dropFirst().enumerated() {
            let text = (number == 0 ? "  " : " · ") + piece
            if used + TextWidth.width(of: text) > canvas.size.columns - 1 { break }
            used += canvas.put(text, at: Point(column: used, row: 0), style: theme.dim)
        }
        return used
    }

    /// The folder, then what is known of the place in it.
    private var place: [String] {
        let list = state.list
        guard let folder = state.folders.openFolder else { return [] }
        var pieces = [folder.role == .inbox ? "Inbox" : folder.name]
        if let window = list.window {
            let isWhole = window.request.search == nil
            let total = isWhole ? max(window.serverTotal, window.total) : window.total
            if total > 0 {
                let hits = isWhole ? "" : window.total == 1 ? " hit" : " hits"
                pieces.append("\(Amounts.grouped(min(list.cursor + 1, total))) of \(Amounts.grouped(total))\(hits)")
            }
            if let search = list.search { pieces.append("/\(search)") }
            if window.unread > 0, isWhole { pieces.append("\(Amounts.grouped(window.unread)) unread") }
        }
        let selected = list.selectedCount
        if selected > 0 { pieces.insert("\(Amounts.grouped(selected)) selected", at: 1) }
        return pieces
    }

    // MARK: Keys

    private struct Hint {
        var key: String
        var title: String
    }

    private func drawHints(from used: Int, on canvas: inout Canvas) {
        let columns = canvas.size.columns
        if state.keys.count != nil || !state.keys.keys.isEmpty {
            let pressed = (state.keys.count.map(String.init) ?? "") + KeySequence(state.keys.keys).description
            canvas.putTrailing(pressed, at: Point(column: columns - 13, row: 0), style: theme.key, width: 12)
            return
        }
        var hints = self.hints
        while !hints.isEmpty, width(of: hints) + used + 4 > columns {
            // Help is the last to go.
            hints.remove(at: max(0, hints.count - 2))
        }
        var column = columns - width(of: hints) - 1
        for hint in hints {
            column += canvas.put(hint.key, at: Point(column: column, row: 0), style: theme.key)
            column += 1 + canvas.put(" " + hint.title, at: Point(column: column, row: 0), style: theme.dim) + 1
        }
    }

    private func width(of hints: [Hint]) -> Int {
        hints.reduce(0) { $0 + TextWidth.width(of: $1.key) + 1 + TextWidth.width(of: $1.title) }
            + 2 * max(0, hints.count - 1)
    }

    private var hints: [Hint] {
        let wanted: [(Command, String)]
        switch state.focus {
        case .folders:
            wanted = [
                (.navigate(.deeper), "open"), (.folder(.create), "new"), (.go(.anyFolder), "find"),
                (.program(.help), "keys"),
            ]
        case .messages where state.list.selectedCount > 0:
            wanted = [
                (.change(.delete), "delete"), (.change(.archive), "archive"), (.change(.moveTo), "move"),
                (.navigate(.back), "let go"), (.program(.help), "keys"),
            ]
        case .messages:
            wanted = [
                (.navigate(.deeper), "open"), (.change(.delete), "delete"), (.change(.archive), "archive"),
                (.search(.start), "search"), (.program(.help), "keys"),
            ]
        case .reader where state.reader.choices.view != .text:
            wanted = [
                (.navigate(.back), "back to the text"), (.read(.find), "find"), (.read(.wrap), "wrap"),
                (.program(.help), "keys"),
            ]
        case .reader:
            wanted =
                [(.navigate(.pageOrNextUnread), "read on"), (.navigate(.nextMessage), "next")]
                + (state.reader.readable?.links.isEmpty ?? true ? [] : [(.read(.links), "links")])
                + (state.reader.readable?.attachments.isEmpty ?? true ? [] : [(.read(.attachments), "attachments")])
                + [(.change(.delete), "delete"), (.navigate(.backOrQuit), "back"), (.program(.help), "keys")]
        }
        return wanted.filter { state.whyNot($0.0) == nil }.compactMap { command, title in
            let key = state.keymap.keys(for: command, in: state.focus)
            // The way out of a selection is Esc, which is not the first key of the table.
            let chosen = command == .navigate(.back) ? key.first { $0.keys == [.escape] } ?? key.first : key.first
            return chosen.map { Hint(key: $0.description, title: title) }
        }
    }

    // MARK: Search

    private func draw(_ typed: TextField, found: String, on canvas: inout Canvas) {
        let columns = canvas.size.columns
        let hint = columns >= 60 ? "Enter keep  Esc back" : ""
        let right = [found, hint].filter { !$0.isEmpty }.joined(separator: "   ")
        let rightWidth = TextWidth.width(of: right)
        canvas.put("/", at: Point(column: 1, row: 0), style: theme.key)
        let field = Rect(column: 2, row: 0, columns: max(4, columns - rightWidth - 5), rows: 1)
        canvas.draw(in: field) { TextFieldView(field: typed, theme: theme).draw(on: &$0) }
        canvas.putTrailing(
            right, at: Point(column: columns - rightWidth - 1, row: 0), style: theme.dim, width: rightWidth)
    }

    private var hits: String {
        guard let search = state.list.search else { return "" }
        guard let window = state.list.window, window.request.search == search else { return "searching…" }
        return window.total == 1 ? "1 hit" : "\(Amounts.grouped(window.total)) hits"
    }
}
