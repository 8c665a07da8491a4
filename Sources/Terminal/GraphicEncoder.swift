import Screen

/// Draws the picture of a frame over its cells, and takes it away again.
struct GraphicEncoder {
    private var shown: PlacedGraphic?

    /// Whether a picture is on the screen: rows that are scrolled would take it with them.
    var isShown: Bool { shown != nil }

    /// Whether the cells below the picture must be written anew, as nothing else takes it away.
    func mustRepaint(for wanted: PlacedGraphic?) -> Bool {
        guard let shown, shown != wanted else { return false }
        return shown.graphic.removal == nil
    }

    /// The octets before the cells of the frame and after them.
    ///
    /// - Parameter isRepainted: whether all cells are written, over what was there.
    mutating func change(
        to wanted: PlacedGraphic?, isRepainted: Bool, move: (Point) -> [UInt8]
    ) -> (before: [UInt8], after: [UInt8]) {
        if wanted == shown, !isRepainted { return ([], []) }
        let removal = shown?.graphic.removal ?? []
        shown = wanted
        guard let wanted else { return (removal, []) }
        return (removal, move(wanted.place.origin) + wanted.graphic.octets)
    }

    /// What takes it away before the screen is given back.
    mutating func remove() -> [UInt8] {
        defer { shown = nil }
        return shown?.graphic.removal ?? []
    }
}
