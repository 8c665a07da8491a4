import Screen

/// Finds rows that have only moved up or down, so that the terminal can move them itself.
enum ScrollFinder {
    struct Scroll: Equatable {
        /// The rows that scroll.
        var rows: Range<Int>
        /// How far up; down where negative.
        var distance: Int
    }

    /// Fewer rows saved than this are not worth the sequences.
    private static let worthwhile = 3
    private static let furthest = 4

    /// The scroll that saves the most rows, if any is worth it.
    static func scroll(from before: CellBuffer, to after: CellBuffer) -> Scroll? {
        let changed = (0..<after.size.rows).filter { before.row($0) != after.row($0) }
        guard changed.count > worthwhile, let top = changed.first, let bottom = changed.last else { return nil }
        var best: (saved: Int, scroll: Scroll)?
        for distance in [1, -1, 2, -2, 3, -3, furthest, -furthest] {
            var saved = 0
            for row in changed {
                let from = row + distance
                guard from >= top, from <= bottom else { continue }
                if after.row(row) == before.row(from) && !isBlank(after, row) { saved += 1 }
            }
            // Rows that were right and will be scrolled away must be written again.
            let lost = (bottom - top + 1) - changed.count
            if saved - lost >= worthwhile, saved > best?.saved ?? 0 {
                best = (saved, Scroll(rows: top..<bottom + 1, distance: distance))
            }
        }
        return best?.scroll
    }

    private static func isBlank(_ buffer: CellBuffer, _ row: Int) -> Bool {
        buffer.row(row).allSatisfy { $0 == .blank }
    }
}
