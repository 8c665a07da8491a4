import Testing

@testable import Screen

@Suite struct CellBufferTests {
    @Test func `cells outside are blank and take nothing`() {
        var buffer = CellBuffer(size: Size(columns: 2, rows: 1))

        let hadRoom = [
            buffer.put(Cell("x"), column: 2, row: 0), buffer.put(Cell("日", width: 2), column: 1, row: 0),
        ]

        #expect(hadRoom == [false, false])
        #expect(buffer[9, 9] == .blank)
        #expect(buffer.row(3).isEmpty)
        #expect(buffer == CellBuffer(size: Size(columns: 2, rows: 1)))
    }

    @Test(arguments: [(-3, -1), (1_000_000, 1_000_000), (0, 0)])
    func `nonsense for a size gives a frame all the same`(columns: Int, rows: Int) {
        let buffer = CellBuffer(size: Size(columns: columns, rows: rows))

        #expect(buffer.size.columns <= 1_000 && buffer.size.rows <= 1_000)
        #expect(buffer.text.allSatisfy { $0 == "\n" })
    }

    @Test(arguments: [(1, "a\nc\nd\n\ne"), (-1, "a\n\nb\nc\ne"), (9, "a\n\n\n\ne")])
    func `rows scroll within their range`(distance: Int, text: String) {
        var canvas = Canvas(size: Size(columns: 1, rows: 5))
        for (row, letter) in "abcde".enumerated() { canvas.put(String(letter), at: Point(column: 0, row: row)) }
        var buffer = canvas.buffer

        buffer.scroll(rows: 1..<4, by: distance)

        #expect(buffer.text == text)
    }

    @Test(arguments: [
        Cell("a"), Cell("b", style: .bold), Cell("b", style: .plain.foreground(.named(1))),
        Cell("b", style: .plain.background(.named(1))), Cell("b", style: .plain.foreground(.indexed(1))),
        Cell("日", width: 2),
    ])
    func `cells that differ have other fingerprints`(cell: Cell) {
        var one = CellBuffer(size: Size(columns: 2, rows: 1))
        one.put(Cell("b"), column: 0, row: 0)
        var other = one
        other.put(cell, column: 0, row: 0)

        #expect(one.fingerprints.first != other.fingerprints.first)
    }
}
