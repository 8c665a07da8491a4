import MailModel
import Screen

/// The tree of folders with its counts.
struct FolderPaneView {
    let state: AppState
    let theme: Theme

    private var pane: FolderPane { state.folders }
    private var hasFocus: Bool { state.focus == .folders }

    func draw(on canvas: inout Canvas) {
        if pane.rows.isEmpty {
            canvas.put(emptyWords, at: Point(column: 2, row: 0), style: theme.dim)
            return
        }
        for line in 0..<canvas.size.rows {
            let index = pane.top + line
            guard pane.rows.indices.contains(index) else { break }
            switch pane.rows[index] {
            case .account(let account): draw(account, line: line, on: &canvas)
            case .folder(let row): draw(row, index: index, line: line, on: &canvas)
            case .gap: break
            }
        }
    }

    private var emptyWords: String {
        switch state.status?.link {
        case .offline, .stopped: "Not connected yet"
        case .live: pane.known?.isEmpty == true ? "No folders yet" : "loading…"
        case .connecting, .elsewhere, nil: "Connecting…"
        }
    }

    private func draw(_ account: AccountID, line: Int, on canvas: inout Canvas) {
        let width = canvas.size.columns
        canvas.put(account.name, at: Point(column: 1, row: line), style: theme.heading, width: width - 4)
        if let status = state.statuses.first(where: { $0.account == account }) {
            let words = LinkWords(status.link, now: state.now, localTime: state.localTime)
            canvas.put(
                String(words.mark), at: Point(column: width - 2, row: line),
                style: words.isGood ? theme.live : theme.offline)
        }
    }

    private func draw(_ row: FolderPane.FolderRow, index: Int, line: Int, on canvas: inout Canvas) {
        let width = canvas.size.columns
        let folder = row.folder
        let isCursor = hasFocus && index == pane.cursor
        let isOpen = folder.id == pane.open
        let isQuiet = folder.role == .trash || folder.role == .junk || folder.role == .sent
        let hasNews = folder.unread + row.hiddenUnread > 0 && !isQuiet
        let style = !folder.isSelectable ? theme.dim : hasNews ? theme.unread : theme.text
        let indent = 1 + min(row.indent * 2, max(0, width / 3))
        let twig = row.hasChildren ? (row.isCollapsed ? "▸ " : "▾ ") : ""
        let count = countText(row)
        let room = width - indent - TextWidth.width(of: count) - (count.isEmpty ? 1 : 2)
        canvas.put(twig + row.title, at: Point(column: indent, row: line), style: style, width: room)
        if !count.isEmpty {
            canvas.putTrailing(
                count, at: Point(column: width - 9, row: line),
                style: hasNews ? theme.unread : theme.dim, width: 8)
        }
        let bar = Rect(column: 0, row: line, columns: width, rows: 1)
        if isCursor {
            RowLook.apply(theme.cursor, to: bar, on: &canvas)
        } else if isOpen {
            RowLook.apply(theme.restingCursor, to: bar, on: &canvas)
        }
        if isOpen { canvas.put("▌", at: Point(column: 0, row: line), style: isCursor ? theme.cursor : theme.mark) }
    }

    /// Unread messages; of drafts and flagged mail all, because they wait whether read or not.
    private func countText(_ row: FolderPane.FolderRow) -> String {
        let folder = row.folder
        let countsAll = folder.role == .drafts || folder.role == .flagged
        let count = countsAll ? folder.total : folder.unread + row.hiddenUnread
        return count > 0 ? Amounts.grouped(count) : ""
    }
}

/// The look of a whole row laid over what its pieces look like.
enum RowLook {
    /// Bold stays bold; colours give way, so that everything on the row can be read.
    static func apply(_ style: Style, to row: Rect, on canvas: inout Canvas) {
        guard style != .plain else { return }
        canvas.restyle(row) { old in
            old = style.adding(old.attributes.subtracting(.dim))
        }
    }
}
