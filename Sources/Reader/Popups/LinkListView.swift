import MailModel
import Screen

/// The links of a message by number and real host; under them where the selected one leads, and what may mislead.
struct LinkListView {
    let list: LinkList
    let theme: Theme

    /// Lines for what there is to say of the selected link.
    private static let detailRows = 4

    func draw(on canvas: inout Canvas) {
        let most = PopupFrame.mostRows(canvas.bounds)
        let details = most >= 12 ? LinkListView.detailRows : 2
        let width = min(96, PopupFrame.widest(canvas.bounds))
        let rows = max(1, min(list.links.count, most - details - 1))
        let frame = PopupFrame.centred(columns: width, rows: rows + 1 + details, in: canvas.bounds)
        PopupFrame(title: title, hint: "Enter open  y copy  Esc back", theme: theme).draw(frame, on: &canvas) {
            canvas in
            let shown = max(1, canvas.size.rows - 1 - details)
            let first = max(0, min(list.selected - shown / 2, list.links.count - shown))
            for row in 0..<min(shown, list.links.count - first) { draw(first + row, row: row, on: &canvas) }
            let below = Rect(column: 0, row: shown + 1, columns: canvas.size.columns, rows: details)
            canvas.draw(in: below) { drawDetails(on: &$0) }
        }
    }

    private var title: String { list.links.count == 1 ? "Link" : "\(list.links.count) links" }

    private var numberWidth: Int { (list.links.last?.number ?? 1).description.count + 2 }

    private func draw(_ index: Int, row: Int, on canvas: inout Canvas) {
        guard list.links.indices.contains(index) else { return }
        let link = list.links[index]
        let width = canvas.size.columns
        canvas.putTrailing("[\(link.number)]", at: Point(column: 1, row: row), style: theme.dim, width: numberWidth)
        var column = numberWidth + 2
        if !link.warnings.isEmpty { canvas.put("!", at: Point(column: column, row: row), style: theme.error) }
        column += 2
        let label = LinkFacts.label(of: link)
        let hostWidth = label.isEmpty ? width - column : min(max(16, width / 3), width - column)
        let style = link.warnings.isEmpty ? theme.text : theme.warning
        canvas.put(LinkFacts.host(of: link), at: Point(column: column, row: row), style: style, width: hostWidth)
        canvas.put(label, at: Point(column: column + hostWidth + 2, row: row), style: theme.dim)
        if index == list.selected {
            RowLook.apply(theme.cursor, to: Rect(column: 0, row: row, columns: width, rows: 1), on: &canvas)
            canvas.put("▌", at: Point(column: 0, row: row), style: theme.cursor)
        }
    }

    /// What warns comes first, so that a long address does not push it out.
    private func drawDetails(on canvas: inout Canvas) {
        guard let link = list.current else { return }
        let wrap = LineWrap(columns: canvas.size.columns, hangingIndent: 2)
        var lines = LinkFacts.warnings(of: link).flatMap { wrap.lines([ReaderDocument.Run("! " + $0, .warning)]) }
        if let detour = LinkFacts.detour(of: link) {
            lines += wrap.lines([ReaderDocument.Run("The way through \(detour) is left out", .dim)])
        }
        let address = wrap.lines(LinkFacts.runs(of: link))
        let room = max(1, canvas.size.rows - address.count)
        for (row, line) in (lines.prefix(room) + address).prefix(canvas.size.rows).enumerated() {
            var column = 0
            for run in line.runs {
                column += canvas.put(
                    run.text, at: Point(column: column, row: row), style: theme.style(of: run.look), ellipsis: false)
            }
        }
    }
}
