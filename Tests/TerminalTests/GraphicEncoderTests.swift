import Screen
import Testing

@testable import Terminal

@Suite struct GraphicEncoderTests {
    private static func graphic(_ kind: GraphicKind, _ mark: Character = "~") throws -> TerminalGraphic {
        switch kind {
        case .sixel:
            try #require(TerminalGraphic(Array("\u{1B}Pq\(mark)\u{1B}\\".utf8), kind: .sixel, width: 9, height: 9))
        case .kitty:
            try #require(
                TerminalGraphic(Array("\u{1B}_Gf=32,s=1,v=1;AAAA/w==\u{1B}\\".utf8), kind: .kitty, width: 9, height: 9))
        }
    }

    private static let place = Rect(column: 3, row: 2, columns: 4, rows: 4)
    private func move(_ place: Point) -> [UInt8] { Array("<\(place.column),\(place.row)>".utf8) }

    @Test func `a picture is drawn once, at its place, after the cells`() throws {
        for kind in [GraphicKind.sixel, .kitty] {
            var encoder = GraphicEncoder()
            let placed = PlacedGraphic(try Self.graphic(kind), at: Self.place)
            let first = encoder.change(to: placed, isRepainted: false, move: move)
            #expect(first.before.isEmpty)
            #expect(first.after == Array("<3,2>".utf8) + placed.graphic.octets)
            let second = encoder.change(to: placed, isRepainted: false, move: move)
            #expect(second.before.isEmpty && second.after.isEmpty)
            // What writes all cells wipes it out.
            #expect(encoder.change(to: placed, isRepainted: true, move: move).after == first.after)
            #expect(encoder.isShown)
        }
    }

    @Test func `kitty is told to take it away, and sixels are written over`() throws {
        var encoder = GraphicEncoder()
        let kitty = PlacedGraphic(try Self.graphic(.kitty), at: Self.place)
        _ = encoder.change(to: kitty, isRepainted: false, move: move)
        #expect(!encoder.mustRepaint(for: nil))
        #expect(encoder.change(to: nil, isRepainted: false, move: move).before == kitty.graphic.removal)
        #expect(encoder.remove().isEmpty)

        let sixel = PlacedGraphic(try Self.graphic(.sixel), at: Self.place)
        _ = encoder.change(to: sixel, isRepainted: false, move: move)
        #expect(!encoder.mustRepaint(for: sixel))
        #expect(encoder.mustRepaint(for: nil))
        #expect(encoder.mustRepaint(for: PlacedGraphic(try Self.graphic(.sixel, "@"), at: Self.place)))
    }

    @Test func `before the screen is given back nothing is left`() throws {
        var encoder = GraphicEncoder()
        let kitty = PlacedGraphic(try Self.graphic(.kitty), at: Self.place)
        _ = encoder.change(to: kitty, isRepainted: false, move: move)
        #expect(encoder.remove() == kitty.graphic.removal)
        #expect(encoder.change(to: kitty, isRepainted: false, move: move).after.isEmpty == false)
    }
}
