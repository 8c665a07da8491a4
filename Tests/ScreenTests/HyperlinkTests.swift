import Screen
import Testing

@Suite struct HyperlinkTests {
    private func buffer() -> CellBuffer {
        var buffer = CellBuffer(size: Size(columns: 20, rows: 4))
        buffer.link(2..<12, ofRow: 1, to: "https://example.org/", number: 1)
        return buffer
    }

    @Test func `what is put over a link divides it`() {
        var buffer = buffer()
        buffer.put(Cell("日", width: 2), column: 5, row: 1)
        #expect(buffer.hyperlinks(ofRow: 1).map(\.columns) == [2..<5, 7..<12])
        for column in 0..<20 { buffer.put(Cell("x"), column: column, row: 1) }
        #expect(buffer.hyperlinks(ofRow: 1).isEmpty)
        #expect(
            buffer
                == {
                    var plain = buffer; plain.cursor = nil; return plain
                }())
    }

    @Test func `links move with their rows`() {
        var buffer = buffer()
        buffer.scroll(rows: 0..<4, by: 1)
        #expect(buffer.hyperlinks(ofRow: 0).map(\.columns) == [2..<12])
        #expect(buffer.hyperlinks(ofRow: 1).isEmpty)
    }

    @Test(arguments: ["", "https://a b", "https://a\u{1B}\\", "https://ä", String(repeating: "x", count: 2_001)])
    func `no address becomes part of a control sequence`(address: String) {
        #expect(Hyperlink(columns: 0..<4, address: address, number: 1) == nil)
        var buffer = CellBuffer(size: Size(columns: 20, rows: 4))
        buffer.link(0..<4, ofRow: 0, to: address, number: 1)
        #expect(buffer.hyperlinks(ofRow: 0).isEmpty)
    }

    @Test func `a link outside of the frame is none`() {
        var buffer = CellBuffer(size: Size(columns: 20, rows: 4))
        buffer.link(15..<90, ofRow: 0, to: "https://a.example/", number: 1)
        buffer.link(0..<3, ofRow: 9, to: "https://a.example/", number: 1)
        buffer.link(40..<50, ofRow: 1, to: "https://a.example/", number: 1)
        #expect(buffer.hyperlinks(ofRow: 0).map(\.columns) == [15..<20])
        #expect(buffer.hyperlinks(ofRow: 9).isEmpty && buffer.hyperlinks(ofRow: 1).isEmpty)
    }
}
