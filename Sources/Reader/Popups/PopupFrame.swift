import Screen

/// A box above the panes, with a title in its upper edge and a hint in its lower one.
struct PopupFrame {
    var title: String
    var hint: String
    let theme: Theme

    /// The most rows of text a box can have over that body.
    static func mostRows(_ body: Rect) -> Int { max(1, body.rows - (body.rows >= 14 ? 4 : 2)) }

    /// The most columns of text.
    static func widest(_ body: Rect) -> Int { max(10, body.columns - (body.columns >= 60 ? 8 : 4)) }

    /// A box in the middle, a little above it, as large as its text wants and the body allows.
    static func centred(columns: Int, rows: Int, in body: Rect) -> Rect {
        let wide = min(columns + 4, body.columns)
        let high = min(rows + 2, body.rows)
        return Rect(column: (body.columns - wide) / 2, row: (body.rows - high) / 3, columns: wide, rows: high)
    }

    /// A box at the right of the lower edge.
    static func corner(columns: Int, rows: Int, in body: Rect) -> Rect {
        let wide = min(columns + 4, body.columns)
        let high = min(rows + 2, body.rows)
        return Rect(column: body.columns - wide, row: body.rows - high, columns: wide, rows: high)
    }

    func draw(_ frame: Rect, on canvas: inout Canvas, content: (inout Canvas) -> Void) {
        canvas.draw(in: frame) { box in
            box.fill(style: theme.popup)
            drawEdges(on: &box)
            let inside = Rect(column: 2, row: 1, columns: box.size.columns - 4, rows: box.size.rows - 2)
            box.draw(in: inside) { content(&$0) }
        }
    }

    private func drawEdges(on box: inout Canvas) {
        let right = box.size.columns - 1
        let bottom = box.size.rows - 1
        let style = theme.focusedBorder
        box.fill(Rect(column: 0, row: 0, columns: right + 1, rows: 1), with: "─", style: style)
        box.fill(Rect(column: 0, row: bottom, columns: right + 1, rows: 1), with: "─", style: style)
        box.fill(Rect(column: 0, row: 1, columns: 1, rows: bottom - 1), with: "│", style: style)
        box.fill(Rect(column: right, row: 1, columns: 1, rows: bottom - 1), with: "│", style: style)
        for (corner, place) in [
            ("╭", Point(column: 0, row: 0)), ("╮", Point(column: right, row: 0)),
            ("╰", Point(column: 0, row: bottom)), ("╯", Point(column: right, row: bottom)),
        ] {
            box.put(corner, at: place, style: style)
        }
        if !title.isEmpty {
            box.put(" \(title) ", at: Point(column: 2, row: 0), style: theme.title, width: right - 3)
        }
        let hintWidth = TextWidth.width(of: hint) + 2
        if !hint.isEmpty, hintWidth <= right - 3 {
            box.put(" \(hint) ", at: Point(column: right - hintWidth - 1, row: bottom), style: theme.dim)
        }
    }
}
