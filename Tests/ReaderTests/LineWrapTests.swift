import Screen
import Testing

@testable import Reader

@Suite struct LineWrapTests {
    private func wrapped(_ text: String, _ columns: Int, indent: Int = 0) -> [String] {
        LineWrap(columns: columns, hangingIndent: indent).lines([ReaderDocument.Run(text, .plain)])
            .map { $0.runs.map(\.text).joined() }
    }

    @Test(arguments: [
        "", "a", "one two three four", "a-very-hyphenated-word here", "averyverylongwordthatcannotfit in",
        "来週の会議で説明します。", "mixed 会議 and ünïcode — with dashes", "git log --all -x xn--e1aw a - b",
        "   leading and trailing   ",
        "e\u{301}e\u{301}e\u{301} combining 👩‍👩‍👧‍👦👩‍👩‍👧‍👦 families",
    ])
    func `it breaks where the screen's own wrapping does`(text: String) {
        for columns in 4...24 {
            let expected = TextWrap(columns: columns).lines([TextSpan(text, 0)]).map { $0.map(\.text).joined() }
            #expect(wrapped(text, columns) == expected, "at \(columns) columns")
        }
    }

    @Test func `no line is wider than the columns`() {
        for columns in 4...40 {
            for line in wrapped(
                "mixed 会議 and ünïcode — https://example.org/averyverylongpath/indeed", columns, indent: 3)
            {
                #expect(TextWidth.width(of: line) <= columns)
            }
        }
    }

    @Test func `looks stay with their words across a break`() {
        let runs = [
            ReaderDocument.Run("plain ", .plain), ReaderDocument.Run("bold words", .strong),
            ReaderDocument.Run(" end", .plain),
        ]
        let lines = LineWrap(columns: 10).lines(runs)
        #expect(
            lines.map(\.runs) == [
                [ReaderDocument.Run("plain ", .plain), ReaderDocument.Run("bold", .strong)],
                [ReaderDocument.Run("words", .strong), ReaderDocument.Run(" end", .plain)],
            ])
    }

    @Test func `a long message is laid out as far as it is read`() {
        var letter = SampleMail.letter
        letter.lines = (1...20_000).map { SampleMail.text("line \($0)") }
        var robot = ReaderRobot(80, 24)
        robot.readable = letter
        robot.press("Enter")
        #expect(robot.state.reader.document.lines.count < 2000)
        for _ in 0..<60 { robot.press("PgDn") }
        #expect(robot.screen.text.contains("line 1262"))
        robot.press("G")
        #expect(robot.screen.text.contains("line 20000") && robot.screen.text.contains("carriage.pdf"))
    }
}
