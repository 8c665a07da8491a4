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
        guard before.size == after.size else { return nil }
        let frames = Frames(before: before.fingerprints, after: after.fingerprints, size: after.size)
        let changed = (0..<after.size.rows).map { frames.differing(before: $0, after: $0) }
        guard changed.reduce(0, +) > 2 * max(after.size.columns, worthwhile) else { return nil }
        var best: (gain: Int, scroll: Scroll)?
        for distance in (1...furthest).flatMap({ [$0, -$0] }) {
            guard let found = bestRange(frames, by: distance, changed: changed) else { continue }
            if found.gain > max(worthwhile, best?.gain ?? 0) {
                best = (found.gain, Scroll(rows: found.rows, distance: distance))
            }
        }
        return best?.scroll
    }

    /// The run of rows that gains most by being scrolled (Kadane's largest sum), and the rows that come in at its edge.
    private static func bestRange(_ frames: Frames, by distance: Int, changed: [Int]) -> (gain: Int, rows: Range<Int>)?
    {
        var best: (gain: Int, rows: Range<Int>)?
        var sum = 0
        var start = 0
        for row in changed.indices {
            let from = row + distance
            guard changed.indices.contains(from) else {
                (sum, start) = (0, row + 1)
                continue
            }
            if sum <= 0 { (sum, start) = (0, row) }
            sum += changed[row] - frames.differing(before: from, after: row)
            let range = distance > 0 ? start..<row + 1 + distance : start + distance..<row + 1
            // What comes in at the edge is blank at first.
            let edge = distance > 0 ? row + 1..<range.upperBound : range.lowerBound..<start
            let loss = edge.reduce(0) { $0 + frames.filled($1) - changed[$1] }
            if sum - loss > best?.gain ?? 0 { best = (sum - loss, range) }
        }
        return best
    }

    /// Two frames of one size, as fingerprints of their cells.
    private struct Frames {
        let before: [UInt64]
        let after: [UInt64]
        let size: Size
        private let blank = CellBuffer(size: Size(columns: 1, rows: 1)).fingerprints

        init(before: [UInt64], after: [UInt64], size: Size) {
            self.before = before
            self.after = after
            self.size = size
        }

        /// How many cells of a row differ from those of a row before.
        func differing(before from: Int, after row: Int) -> Int {
            let old = from * size.columns
            let new = row * size.columns
            var count = 0
            for column in 0..<size.columns where before[old + column] != after[new + column] { count += 1 }
            return count
        }

        /// How many cells of a row are not blank.
        func filled(_ row: Int) -> Int {
            var count = 0
            for column in 0..<size.columns where after[row * size.columns + column] != blank.first { count += 1 }
            return count
        }
    }
}
