import MailModel
import Testing

@testable import Reader

/// What a file is shown as, and what is made of its lines.
@Suite struct AttachedTextTests {
    @Test(arguments: [
        ("text/plain", "a.txt", AttachedFormat.plain), ("application/octet-stream", "fix.diff", .patch),
        ("text/x-patch", "", .patch), ("text/csv", "a", .table(separator: ",")), ("text/plain", "README.md", .markdown),
        ("application/json", "a", .source), ("application/octet-stream", "main.rs", .source),
        ("text/html", "a.html", .html), ("message/rfc822", "", .message), ("text/x-unknown", "a.unknown", .plain),
    ])
    func `a file's type or the end of its name says what it is`(type: String, name: String, format: AttachedFormat) {
        #expect(AttachedFormat(attachment(type, name)) == format)
    }

    @Test(arguments: [
        ("application/pdf", "a.pdf"), ("image/png", "a.png"), ("application/octet-stream", "md"),
        ("application/octet-stream", ""),
    ])
    func `what is no text is not shown as one`(type: String, name: String) {
        #expect(AttachedFormat(attachment(type, name)) == nil)
    }

    private func attachment(_ type: String, _ name: String) -> ReadableMessage.Attachment {
        ReadableMessage.Attachment(
            section: "2", filename: name, type: type, size: 1, isSizeExact: true, disposition: nil)
    }

    @Test func `a patch ends where its hunks are complete`() {
        var patch = PatchLines()
        let lines = [
            "--- a/x", "+++ b/x", "@@ -1 +1,2 @@", "-old", "+new", "+-- ", "-- ", "regards", "--- ", "- not a patch",
        ]
        #expect(
            lines.map { patch.part(of: $0) } == [.head, .head, .hunk, .removed, .added, .added, nil, nil, nil, nil])
    }

    @Test(arguments: [
        "@@ -99999999999999999999,1 +1 @@", "@@ -1,9223372036854775807 +1,9223372036854775807 @@", "@@ -, +, @@",
    ])
    func `counts that make no sense make no hunk of the rest`(head: String) {
        var patch = PatchLines()
        _ = patch.part(of: "--- a/x")
        _ = patch.part(of: head)
        #expect(patch.part(of: "a sentence") == nil)
    }

    @Test func `cells keep separators, quotes and line breaks that are quoted`() {
        let table = SeparatedTable(["a,\"b,c\",\"d \"\"e\"\"\"", "\"two", "lines\",x"], separator: ",")
        #expect(table.rows == [["a", "b,c", "d \"e\""], ["two lines", "x"]])
    }

    @Test func `a table of any shape has lines`() {
        #expect(SeparatedTable([], separator: ",").lines(columns: 80).isEmpty)
        #expect(SeparatedTable(["", "a,b,c,d", "\""], separator: ",").lines(columns: 80).count == 3)
        let wide = String(repeating: ",", count: 5_000)
        #expect(SeparatedTable([wide], separator: ",").rows.first?.count == SeparatedTable.mostColumns)
    }

    @Test func `marks without a partner stay`() {
        #expect(MarkdownLines.spans("2 * 3 ** 4 `x").map(\.text) == ["2 * 3 ** 4 `x"])
        #expect(MarkdownLines.spans("**a** *b* `c`").map(\.emphasis) == [.strong, [], .italic, [], .code])
        #expect(MarkdownLines.spans("snake_case_name").map(\.text) == ["snake_case_name"])
    }

    @Test(arguments: [("run.sh", true), ("a.tar.gz", false), ("report.PDF", false), ("x.DESKTOP", true), ("sh", false)])
    func `files that can act are told by the end of their names`(name: String, acts: Bool) {
        #expect(AttachmentWords.canAct(name) == acts)
    }

    @Test func `a long cell has the room that the pane has, and all it wants where lines are not wrapped`() {
        let remark = String(repeating: "word ", count: 20) + "end"
        let table = SeparatedTable(["Name,Remark,Amount", "Ada,\(remark),12"], separator: ",")
        func text(_ columns: Int?) -> [String] { table.lines(columns: columns).map { $0.runs.map(\.text).joined() } }

        #expect(text(200)[1].contains("word end") && text(200).count == 2)
        #expect(text(nil)[1].contains("word end"))
        #expect(text(60)[1].count == 60 && text(60)[1].contains("…") && text(60)[1].hasSuffix("12"))
        #expect(text(60).last == "⋯ long cells are cut; without wrapped lines they are whole")
    }

    private static let firstLines: [([String], Character)] = [
        (["Name;City", "Ada;London"], ";"), (["Name,City"], ","), (["\"a;b;c\",d"], ","), (["one"], ","),
        (["a\tb\tc"], "\t"), ([], ","), (["", "a;b"], ";"),
    ]

    @Test(arguments: firstLines)
    func `the separator is the one that parts the first line`(lines: [String], separator: Character) {
        #expect(SeparatedTable.separator(of: lines, declared: ",") == separator)
    }

    @Test func `rows of a table in Markdown are aligned, and what looks like one in code is not`() {
        let lines = MarkdownLines.lines(["| A | B |", "|---|:-:|", "| 1 | `x` |", "", "```", "| c |", "```", "a | b"])
        let rows = lines.compactMap { line -> TableRow? in
            if case .row(let row) = line.kind { row } else { nil }
        }
        #expect(rows.map { $0.cells.map { $0.map(\.text).joined() } } == [["A", "B"], ["1", "x"]])
        #expect(rows.map(\.isHeader) == [true, false])
        #expect(Set(rows.map(\.table)).count == 1)
        #expect(lines.last?.kind == .text)
    }
}
