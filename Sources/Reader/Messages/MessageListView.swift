import MailModel
import Screen

/// The rows of the message list.
struct MessageListView {
    let state: AppState
    let theme: Theme

    private var list: MessageList { state.list }
    private var hasFocus: Bool { state.focus == .messages }

    func draw(on canvas: inout Canvas) {
        guard let window = list.window else {
            if let leaving = list.leaving { return draw(leaving, on: &canvas) }
            put(list.folder == nil ? noFolderWords : loadingWords, on: &canvas)
            return
        }
        if window.total == 0 {
            put(emptyWords(window), on: &canvas)
            return
        }
        let columns = RowColumns(width: canvas.size.columns)
        let showsRecipients = isOwnMail(window)
        for line in 0..<canvas.size.rows {
            let position = list.top + line
            if position >= window.total {
                drawRest(window, line: line, on: &canvas)
                break
            }
            if let row = list.row(at: position) {
                let view = MessageRowView(
                    row: row, columns: columns, theme: theme, state: state, showsRecipients: showsRecipients,
                    depth: list.depth(at: position))
                view.draw(
                    line: line, isCursor: position == list.cursor, hasFocus: hasFocus,
                    isSelected: list.isSelected(row, at: position), on: &canvas)
            } else {
                drawLoading(line: line, isCursor: position == list.cursor, on: &canvas)
            }
        }
    }

    /// The rows of the folder before, without a cursor: no key means them any more.
    private func draw(_ leaving: LeavingRows, on canvas: inout Canvas) {
        let columns = RowColumns(width: canvas.size.columns)
        let showsRecipients = isOwnMail(leaving.window)
        for line in 0..<canvas.size.rows {
            let index = leaving.top + line - leaving.window.offset
            guard leaving.window.rows.indices.contains(index) else { continue }
            let depths = leaving.window.depths
            let view = MessageRowView(
                row: leaving.window.rows[index], columns: columns, theme: theme, state: state,
                showsRecipients: showsRecipients, depth: depths.indices.contains(index) ? depths[index] : 0)
            view.draw(line: line, isCursor: false, hasFocus: hasFocus, isSelected: false, on: &canvas)
        }
    }

    private func isOwnMail(_ window: MessageWindow) -> Bool {
        switch state.folders.folder(window.request.folder)?.role {
        case .sent, .drafts: true
        case .inbox, .flagged, .archive, .all, .important, .junk, .trash, nil: false
        }
    }

    private func put(_ words: String, on canvas: inout Canvas) {
        let width = max(8, canvas.size.columns - 4)
        let lines = LineWrap(columns: width).lines([ReaderDocument.Run(DisplayText.sanitised(words), .dim)])
        let first = canvas.size.rows > 8 ? 1 : 0
        for (number, line) in lines.enumerated() {
            for run in line.runs {
                canvas.put(run.text, at: Point(column: 3, row: first + number), style: theme.dim)
            }
        }
    }

    private func drawLoading(line: Int, isCursor: Bool, on canvas: inout Canvas) {
        canvas.put("loading…", at: Point(column: 3, row: line), style: theme.dim)
        if isCursor, hasFocus {
            let row = Rect(column: 0, row: line, columns: canvas.size.columns, rows: 1)
            RowLook.apply(theme.cursor, to: row, on: &canvas)
        }
    }

    /// What the server has beyond the rows of the store.
    private func drawRest(_ window: MessageWindow, line: Int, on canvas: inout Canvas) {
        let missing = window.serverTotal - window.total
        guard list.search == nil, missing > 0 else { return }
        let words = isConnected ? "loading…" : "not on this machine yet"
        canvas.put(
            "⋯ \(Amounts.grouped(missing)) older \(missing == 1 ? "message" : "messages") \(words)",
            at: Point(column: 3, row: line), style: theme.dim)
    }

    private var isConnected: Bool {
        switch state.status?.link {
        case .live, .connecting, .elsewhere: true
        case .offline, .stopped, nil: false
        }
    }

    // MARK: In place of rows

    private var noFolderWords: String {
        switch state.status?.link {
        case .stopped(let reason): reason
        case .offline(_, let reason, _): "Not connected, and nothing is kept here yet. \(reason)"
        case .connecting, .live, .elsewhere, nil: "Connecting…"
        }
    }

    private var loadingWords: String { "loading… " + Spinner.frame(at: state.now) }

    private func emptyWords(_ window: MessageWindow) -> String {
        if window.request.scope != list.scope { return loadingWords }
        if let search = list.search { return "Nothing found for “\(search)”" }
        if window.serverTotal > 0 {
            let count = Amounts.messages(window.serverTotal)
            return isConnected
                ? "loading \(count)… " + Spinner.frame(at: state.now)
                : "\(count) on the server, none of them on this machine yet"
        }
        return "No messages here"
    }
}

/// Something that moves with the seconds while the program waits.
enum Spinner {
    private static let frames = ["⠋", "⠙", "⠸", "⠴", "⠦", "⠇"]

    static func frame(at now: Int64) -> String { frames[Int(((now % 6) + 6) % 6)] }
}
