import Screen

/// Long work: what, how far, of how much.
struct ProgressBar {
    let line: ProgressLine
    let theme: Theme

    func draw(on canvas: inout Canvas) {
        let columns = canvas.size.columns
        let count = countText
        let countWidth = TextWidth.width(of: count)
        let titleRoom = max(8, columns - countWidth - 16)
        let used = canvas.put(line.title, at: Point(column: 1, row: 0), style: theme.text, width: titleRoom)
        canvas.putTrailing(
            count, at: Point(column: columns - countWidth - 1, row: 0), style: theme.dim, width: countWidth)
        let start = used + 3
        let room = min(60, columns - start - countWidth - 3)
        guard let total = line.total, total > 0, room >= 6 else { return }
        // Whole cells of work that is done. The division comes first: a total may be as large as a number can be.
        let done = min(max(0, line.done), total)
        let filled = min(room, total > 1_000_000_000 ? done / max(1, total / room) : done * room / total)
        canvas.fill(Rect(column: start, row: 0, columns: filled, rows: 1), with: "━", style: theme.live)
        canvas.fill(
            Rect(column: start + filled, row: 0, columns: room - filled, rows: 1), with: "─", style: theme.dim)
    }

    private var countText: String {
        let amount = { (number: Int) in line.areOctets ? Amounts.octets(number) : Amounts.grouped(number) }
        guard let total = line.total, total > 0 else { return amount(line.done) }
        return "\(amount(line.done)) of \(amount(total))"
    }
}
