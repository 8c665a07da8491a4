import Testing

@testable import Screen

@Suite struct CanvasTests {
    @Test func `text is put at its place and says how far it went`() {
        var canvas = Canvas(size: Size(columns: 12, rows: 3))

        let used = canvas.put("日本 ok", at: Point(column: 2, row: 1))

        #expect(used == 7)
        #expect(canvas.buffer.text == "\n  日本 ok\n")
        #expect(canvas.buffer[2, 1].width == 2)
        #expect(canvas.buffer[3, 1].isContinuation)
    }

    @Test func `text ends at the right edge with an ellipsis`() {
        var canvas = Canvas(size: Size(columns: 6, rows: 1))

        let used = canvas.put("anticipating", at: Point(column: 1, row: 0))

        #expect(used == 5)
        #expect(canvas.buffer.text == " anti…")
    }

    @Test func `text without room or row is not put`() {
        var canvas = Canvas(size: Size(columns: 4, rows: 1))

        let places = [Point(column: 4, row: 0), Point(column: 0, row: 1), Point(column: 0, row: -1)]
        let used = places.map { canvas.put("a", at: $0) } + [canvas.put("a", at: Point(column: 0, row: 0), width: 0)]

        #expect(used == [0, 0, 0, 0])
        #expect(canvas.buffer.text == "")
    }

    @Test func `a wide character is not cut by the end of its field`() {
        var canvas = Canvas(size: Size(columns: 6, rows: 1))

        canvas.put("日本", at: Point(column: 0, row: 0), width: 3, ellipsis: false)
        canvas.put("x", at: Point(column: 5, row: 0))

        #expect(canvas.buffer.text == "日   x")
    }

    @Test(arguments: [(-1, " 本"), (1, " 日"), (2, "")])
    func `a wide character at the edge of a part leaves a blank`(column: Int, inside: String) {
        var canvas = Canvas(size: Size(columns: 5, rows: 1))

        canvas.draw(in: Rect(column: 1, row: 0, columns: 3, rows: 1)) { part in
            part.put("日本", at: Point(column: column, row: 0), ellipsis: false)
        }

        #expect(canvas.buffer.text(ofRow: 0).dropFirst() == inside[...])
        #expect(canvas.buffer[4, 0] == .blank)
    }

    @Test func `what overwrites half of a wide character blanks the other half`() {
        var canvas = Canvas(size: Size(columns: 6, rows: 1))
        canvas.put("日本語", at: Point(column: 0, row: 0))

        canvas.put("x", at: Point(column: 1, row: 0))
        canvas.put("y", at: Point(column: 4, row: 0))

        #expect(canvas.buffer.text == " x本y")
    }

    @Test func `parts within parts clip at all their edges`() {
        var canvas = Canvas(size: Size(columns: 8, rows: 4))

        canvas.draw(in: Rect(column: 2, row: 1, columns: 4, rows: 2)) { outer in
            outer.draw(in: Rect(column: 1, row: 1, columns: 9, rows: 9)) { inner in
                inner.fill(with: "#")
                inner.showCursor(at: Point(column: 1, row: 0))
                inner.showCursor(at: Point(column: 5, row: 0))
            }
        }

        #expect(canvas.buffer.text == "\n\n   ###\n")
        #expect(canvas.buffer.cursor == Point(column: 4, row: 2))
    }

    @Test func `nothing hostile gets into a cell`() {
        var canvas = Canvas(size: Size(columns: 20, rows: 2))

        canvas.put("\u{1B}[2J\u{202E}x", at: Point(column: 0, row: 0))
        canvas.fill(Rect(column: 0, row: 1, columns: 2, rows: 1), with: "\u{1B}")

        #expect(canvas.buffer.text == "␛[2J‹U+202E›x\n")
    }

    @Test func `trailing text ends in the last column of its field`() {
        var canvas = Canvas(size: Size(columns: 10, rows: 1))

        canvas.putTrailing("9:14", at: Point(column: 2, row: 0), width: 7)

        #expect(canvas.buffer.text == "     9:14")
    }

    @Test func `restyling leaves the characters`() {
        var canvas = Canvas(size: Size(columns: 4, rows: 1))
        canvas.put("日a", at: Point(column: 0, row: 0), style: .bold)

        canvas.restyle(Rect(column: 0, row: 0, columns: 2, rows: 1)) { $0.attributes.insert(.reverse) }

        #expect(canvas.buffer.text == "日a")
        #expect(canvas.buffer[0, 0].style.attributes == [.bold, .reverse])
        #expect(canvas.buffer[1, 0].style.attributes == [.bold, .reverse])
        #expect(canvas.buffer[2, 0].style == .bold)
    }
}
