import Foundation
import Reader
import Screen
import Testing

@testable import ReaderRuntime

@Suite(.timeLimit(.minutes(1))) struct PictureDrawingTests {
    static let hasChafa = ["/usr/bin/chafa", "/usr/local/bin/chafa"]
        .contains { FileManager.default.isExecutableFile(atPath: $0) }

    private let drawing = PictureDrawing(columns: 8, rows: 4, isMonochrome: false)

    /// A portable pixmap needs no compression: 2 x 2, red and blue.
    private static let pixmap = Array("P3\n2 2\n255\n255 0 0 0 0 255\n0 0 255 255 0 0\n".utf8)

    /// Chequered, 16 by 16.
    static let chequered = [UInt8](
        Data(
            base64Encoded: "iVBORw0KGgoAAAANSUhEUgAAABAAAAAQCAIAAACQkWg2AAAAJElEQVR42mPgEqmAo182InCES5xh"
                + "EGogRhGy+GDUMBoPg0IDANSR8AEJHrcsAAAAAElFTkSuQmCC") ?? Data())

    @Test(.enabled(if: hasChafa)) func `what is no picture says so, and comes back soon`() async {
        for bytes in [
            [], Array("no picture".utf8), Array("\u{89}PNG\r\n\u{1A}\n".utf8),
            Array(PictureDrawingTests.pixmap.prefix(9)),
        ] {
            guard case .failed(let reason) = await drawing.draw((bytes, false)) else {
                #expect(Bool(false), "\(bytes) was drawn")
                continue
            }
            #expect(reason.contains("can't be shown"))
        }
    }

    @Test(.enabled(if: hasChafa), arguments: [GraphicKind.sixel, .kitty])
    func `what chafa prints for a terminal that draws pictures is accepted, and fits`(kind: GraphicKind) async throws {
        let means = try #require(GraphicMeans(kind: kind, cellWidth: 7, cellHeight: 16))
        let drawing = GraphicDrawing(columns: 20, rows: 5, means: means)
        guard case .graphic(let graphic) = await drawing.draw((PictureDrawingTests.chequered, false)) else {
            return #expect(Bool(false), "it was not drawn")
        }
        #expect(graphic.kind == kind)
        #expect(graphic.width <= 140 && graphic.height <= 80 && graphic.width > 20)
    }

    @Test(.enabled(if: hasChafa)) func `what is no picture is none for such a terminal either`() async throws {
        let means = try #require(GraphicMeans(kind: .sixel, cellWidth: 8, cellHeight: 16))
        let drawing = GraphicDrawing(columns: 20, rows: 6, means: means)
        guard case .failed = await drawing.draw((Array("no picture".utf8), false)) else {
            return #expect(Bool(false), "it was drawn")
        }
    }

    @Test(.enabled(if: hasChafa)) func `a picture that would be larger than its place is drawn with characters`()
        async throws
    {
        let means = try #require(GraphicMeans(kind: .sixel, cellWidth: 2, cellHeight: 2))
        let drawing = GraphicDrawing(columns: 4, rows: 2, means: means)
        guard case .picture(let cells) = await drawing.draw((PictureDrawingTests.chequered, false)) else {
            return #expect(Bool(false), "it was not drawn with characters")
        }
        #expect(cells != PictureCells([]))
    }

    @Test func `what was printed and is no picture is not shown`() {
        guard case .failed = PictureDrawing.state(status: 0, output: [65], read: { _ in nil }) else {
            return #expect(Bool(false), "it was taken")
        }
    }

    @Test func `a file that is cut is not tried`() async {
        guard case .failed = await drawing.draw((PictureDrawingTests.pixmap, true)) else {
            return #expect(Bool(false), "it was drawn")
        }
    }

    @Test func `a missing program is named`() {
        guard case .failed(let reason) = PictureDrawing.state(status: 127, output: []) else {
            return #expect(Bool(false), "no reason")
        }
        #expect(reason.contains("chafa"))
    }

    @Test func `size and colours are arguments, not words of the script`() {
        #expect(drawing.arguments.suffix(3) == ["sh", "8x4", "256"])
        #expect(PictureDrawing(columns: 8, rows: 4, isMonochrome: true).arguments.last == "none")
    }
}
