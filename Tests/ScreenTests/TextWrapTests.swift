import Testing

@testable import Screen

@Suite struct TextWrapTests {
    struct Example: CustomTestStringConvertible, Sendable {
        let text: String
        let columns: Int
        var indent = 0
        let lines: [String]

        var testDescription: String { text }
    }

    @Test(arguments: [
        Example(text: "", columns: 10, lines: [""]),
        Example(text: "fits", columns: 4, lines: ["fits"]),
        Example(text: "the carry works", columns: 9, lines: ["the carry", "works"]),
        Example(text: "the   carry", columns: 5, lines: ["the", "carry"]),
        Example(text: "  indented text", columns: 10, lines: ["  indented", "text"]),
        Example(text: "well-known words", columns: 8, lines: ["well-", "known", "words"]),
        Example(text: "git log --all", columns: 11, lines: ["git log", "--all"]),
        Example(text: "is xn--e1aw", columns: 9, lines: ["is", "xn--e1aw"]),
        Example(text: "tar -x file", columns: 6, lines: ["tar -x", "file"]),
        Example(text: "tar -x", columns: 5, lines: ["tar", "-x"]),
        Example(text: "anticipating", columns: 5, lines: ["antic", "ipati", "ng"]),
        Example(text: "a anticipating", columns: 5, lines: ["a", "antic", "ipati", "ng"]),
        Example(text: "日本語の文", columns: 5, lines: ["日本", "語の", "文"]),
        Example(text: "ab日本", columns: 3, lines: ["ab", "日", "本"]),
        Example(text: "👨‍👩‍👧👨‍👩‍👧", columns: 2, lines: ["👨‍👩‍👧", "👨‍👩‍👧"]),
        Example(text: "one two three four", columns: 9, indent: 3, lines: ["one two", "three", "four"]),
    ])
    func `lines break where a reader expects it`(example: Example) {
        let wrap = TextWrap(columns: example.columns, hangingIndent: example.indent)

        let lines = wrap.lines([TextSpan(example.text, Style.plain)])

        #expect(lines.map { $0.map(\.text).joined() } == example.lines)
    }

    @Test func `looks stay with their words`() {
        let spans = [TextSpan("see ", Style.plain), TextSpan("the engine", .bold), TextSpan(" now", .plain)]

        let lines = TextWrap(columns: 8).lines(spans)

        #expect(
            lines == [
                [TextSpan("see ", .plain), TextSpan("the", .bold)],
                [TextSpan("engine", .bold)],
                [TextSpan("now", .plain)],
            ])
    }
}
