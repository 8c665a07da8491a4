import Reader
import Screen

/// Draws a picture for a terminal that shows pictures by itself: by chafa, in a process of its own as `PictureDrawing` has it.
/// What it prints is taken apart before any of it may reach the terminal.
struct GraphicDrawing: Sendable {
    var columns: Int
    var rows: Int
    var means: GraphicMeans

    /// chafa knows no terminal here, and takes every cell for 8 by 8 pixels.
    private static let pixelsOfCell = 8

    /// In a session of its own there is no terminal that chafa could ask. The shell stays in front of it: `setsid` would not
    /// wait for what it starts if it led a group of processes, as the shell does.
    private static let script = """
        ulimit -v 786432; ulimit -t 5; ulimit -c 0; ulimit -f 0
        alone=; command -v setsid >/dev/null && alone=setsid
        $alone chafa --format "$1" --animate off --font-ratio 1/1 --size "$2" --colors full - 2>/dev/null
        exit $?
        """

    var arguments: [String] {
        let width = max(1, columns * means.cellWidth / GraphicDrawing.pixelsOfCell)
        // Sixels come in bands of 6 pixels, the last of which must fit as well.
        let height = max(1, rows * means.cellHeight / 6 * 6 / GraphicDrawing.pixelsOfCell)
        let format = means.kind == .sixel ? "sixels" : "kitty"
        return ["-c", GraphicDrawing.script, "sh", format, "\(width)x\(height)"]
    }

    /// What can't be drawn so is drawn with characters.
    func draw(_ file: (bytes: [UInt8], isCut: Bool)) async -> MessagePieceState {
        let drawn = await PictureDrawing.draw(
            file, arguments: arguments, longestOutput: TerminalGraphic.longest
        ) { printed in
            TerminalGraphic(
                printed, kind: means.kind, width: columns * means.cellWidth, height: rows * means.cellHeight
            ).map { .graphic($0) }
        }
        guard case .failed = drawn else { return drawn }
        return await PictureDrawing(columns: columns, rows: rows, isMonochrome: false).draw(file)
    }
}
