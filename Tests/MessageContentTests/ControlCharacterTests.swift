import Testing

@testable import MessageContent

@Test(arguments: [
    ("red \u{1B}[31mtext\u{7}", "red [31mtext"),
    ("title \u{9D}0;x\u{9C} end\u{7F}", "title 0;x end"),
    ("\u{8}\u{0}\u{1E}a\u{85}b\u{80}c", "a\nbc"),
    ("\u{9B}\ttab", "        tab"),
    ("å\u{A0}¢ stay", "å\u{A0}¢ stay"),
])
func `no control character of plain text comes through`(text: String, shown: String) {
    let lines = TextLines.split(text, limit: 10).map { String(decoding: $0, as: UTF8.self) }
    #expect(lines.joined(separator: "\n") == shown)
    let plain = MessageReader.readable(
        source: Array("Subject: a\nContent-Type: text/plain; charset=utf-8\n\nx \(text)".utf8))
    #expect(!plain.plainText.unicodeScalars.contains { $0 != "\n" && $0.properties.generalCategory == .control })
}

@Test(arguments: [
    "<p>a&#27;[31mb&#155;c&#7;d&#127;</p>", "<pre>a\u{1B}b\u{9B}c</pre>",
    "<a href='http://x.example/'>l&#27;k\u{90}</a>",
])
func `no control character of HTML comes through`(html: String) {
    let source = "Subject: a\nContent-Type: text/html; charset=utf-8\n\n\(html)"
    let text = MessageReader.readable(source: Array(source.utf8)).plainText
    #expect(!text.isEmpty)
    #expect(!text.unicodeScalars.contains { $0 != "\n" && $0.properties.generalCategory == .control })
}
