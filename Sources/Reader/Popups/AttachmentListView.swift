import MailModel
import Screen

/// The attachments of a message with their types and sizes.
struct AttachmentListView {
    let list: AttachmentList
    let theme: Theme

    func draw(on canvas: inout Canvas) {
        let width = min(80, PopupFrame.widest(canvas.bounds))
        let rows = min(list.attachments.count, PopupFrame.mostRows(canvas.bounds))
        let frame = PopupFrame.centred(columns: width, rows: rows, in: canvas.bounds)
        PopupFrame(title: title, hint: hint(width: width), theme: theme).draw(frame, on: &canvas) { canvas in
            let first = max(0, min(list.selected - canvas.size.rows / 2, list.attachments.count - canvas.size.rows))
            for row in 0..<min(canvas.size.rows, list.attachments.count - first) {
                draw(first + row, row: row, on: &canvas)
            }
        }
    }

    private var title: String {
        let count = list.attachments.count
        let all = count == 1 ? "Attachment" : "\(count) attachments"
        return list.chosen.isEmpty ? all : "\(all), \(list.chosen.count) chosen"
    }

    private func hint(width: Int) -> String {
        let saving = list.chosen.isEmpty ? "s save  S all" : "s save them"
        let isText =
            list.chosen.isEmpty
            && list.current.map { AttachedFormat($0) != nil || AttachmentWords.isPicture($0) } ?? false
        let hints = (isText ? ["Enter view"] : []) + [saving, "o open", "| pipe", "x choose", "Esc back"]
        var shown = hints
        // The way out is the last to go.
        while shown.count > 2, shown.joined(separator: "  ").count + 6 > width { shown.remove(at: shown.count - 2) }
        return shown.joined(separator: "  ")
    }

    private func draw(_ index: Int, row: Int, on canvas: inout Canvas) {
        guard list.attachments.indices.contains(index) else { return }
        let attachment = list.attachments[index]
        let width = canvas.size.columns
        let size = AttachmentWords.size(of: attachment)
        let facts = DisplayText.sanitised(width >= 46 ? "\(attachment.type)  \(size)" : size)
        let factsWidth = min(TextWidth.width(of: facts), width / 2)
        let mark = list.chosen.contains(index) ? "✓ " : "⎘ "
        canvas.put(
            mark + AttachmentWords.name(of: attachment), at: Point(column: 1, row: row), style: theme.text,
            width: width - factsWidth - 3)
        canvas.putTrailing(
            facts, at: Point(column: width - factsWidth - 1, row: row), style: theme.dim, width: factsWidth)
        if index == list.selected {
            RowLook.apply(theme.cursor, to: Rect(column: 0, row: row, columns: width, rows: 1), on: &canvas)
            canvas.put("▌", at: Point(column: 0, row: row), style: theme.cursor)
        }
    }
}
