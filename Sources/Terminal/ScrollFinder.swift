import Screen

/// Finds rows that have moved up or down, so that the terminal can move them itself.
///
/// Rows scroll over their full width. Where a list scrolls beside a pane that stands still, that pane's part of the
/// rows must be written again; it still pays when the list is wider, so gains are counted in cells.
enum ScrollFinder {
    struct Scroll: Equatable {
        /// The rows that scroll.
        var rows: Range<Int>
        /// How far up; down where negative.
        var distance: Int
    }

    /// Cells saved, less than which is not worth the sequences.
    private static let worthwhile = 120
    private static let furthest = 3

    /// The scroll that saves the most cells, if any is worth it.
    static func scroll(from before: CellBuffer, to after: CellBuffer) -> Scroll? {
        let columns = after.size.columns
        let changed = (0..<after.size.rows).map { differing(before.row($0), after.row($0)) }
        guard changed.reduce(0, +) > 2 * max(columns, worthwhile) else { return nil }
        var best: (gain: Int, scroll: Scroll)?
        for distance in 1...furthest {
            for signed in [distance, -distance] {
                guard let found = bestRange(before, after, by: signed, changed: changed) else { continue }
                if found.gain > max(worthwhile, best?.gain ?? 0) {
                    best = (found.gain, Scroll(rows: found.rows, distance: signed))
                }
            }
        }
        return best?.scroll
    }

    /// The run of rows that gains most by being scrolled (Kadane's largest sum), and the rows that come in at its edge.
    private static func bestRange(
        _ before: CellBuffer, _ after: CellBuffer, by distance: Int, changed: [Int]
    ) -> (gain: Int, rows: Range<Int>)? {
        let rows = after.size.rows
        var best: (gain: Int, rows: Range<Int>)?
        var sum = 0
        var start = 0
        for row in 0..<rows {
            let from = row + distance
            guard from >= 0, from < rows else {
                (sum, start) = (0, row + 1)
                continue
            }
            if sum <= 0 { (sum, start) = (0, row) }
            sum += changed[row] - differing(before.row(from), after.row(row))
            let range = distance > 0 ? start..<row + 1 + distance : start + distance..<row + 1
            // What comes in at the edge is blank at first.
            let edge = distance > 0 ? row + 1..<range.upperBound : range.lowerBound..<start
            let loss = edge.reduce(0) { $0 + filled(after.row($1)) - changed[$1] }
            if sum - loss > best?.gain ?? 0 { best = (sum - loss, range) }
        }
        return best
    }

    private static func differing(_ one: ArraySlice<Cell>, _ other: ArraySlice<Cell>) -> Int {
        one == other ? 0 : zip(one, other).reduce(0) { $0 + ($1.0 == $1.1 ? 0 : 1) }
    }

    private static func filled(_ cells: ArraySlice<Cell>) -> Int {
        cells.reduce(0) { $0 + ($1 == .blank ? 0 : 1) }
    }
}
