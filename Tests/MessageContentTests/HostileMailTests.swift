import MailModel
import Testing

@testable import MessageContent

/// Mail that is made to hurt: each is read to a bounded result, its defect named, its first words shown.
@Suite struct HostileMailTests {
    private func readable(_ header: String, _ body: [UInt8]) -> ReadableMessage {
        MessageReader.readable(source: Array((header + "\r\n\r\n").utf8) + body)
    }

    private func repeated(_ text: String, _ count: Int) -> [UInt8] {
        let bytes = Array(text.utf8)
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count * count)
        for _ in 0..<count { result += bytes }
        return result
    }

    /// What every message must come to, whatever it is.
    private func check(_ message: ReadableMessage) {
        // And those that say what was left out.
        #expect(message.lines.count <= MessageComposer.maximumLines + 11)
        #expect(message.lines.reduce(0) { $0 + $1.text.utf8.count } <= 3 * MessageComposer.maximumText)
        #expect(message.attachments.count <= 10_100)
        #expect(message.links.count <= 10_000)
        #expect(message.defects.count <= 101)
        let hasControl = message.lines.contains { line in
            line.text.unicodeScalars.contains { $0.properties.generalCategory == .control }
        }
        #expect(!hasControl)
    }

    /// What was left out is said among the defects, and below the text; both say where to see the rest.
    private func expectCut(_ message: ReadableMessage, _ words: String) {
        #expect(message.defects.contains { $0.contains(words) && $0.contains("source (V") })
        #expect(message.lines.suffix(10).contains { $0.text.contains(words) && $0.text.contains("source (V") })
    }

    @Test func `parts nested ten thousand deep are read as far as a hundred`() {
        let deep = (0..<10_000).map { "Content-Type: multipart/mixed; boundary=b\($0)\r\n\r\n--b\($0)\r\n" }.joined()

        let message = MessageReader.readable(
            source: Array((deep + "Content-Type: text/plain\r\n\r\nin the depth\r\n").utf8))

        check(message)
        expectCut(message, "nested")
    }

    @Test func `a hundred thousand parts are read as far as ten thousand`() {
        let parts = repeated("--b\r\nContent-Type: application/x\r\n\r\nx\r\n", 100_000)

        let message = readable(
            "Content-Type: multipart/mixed; boundary=b",
            Array("--b\r\n\r\nfirst\r\n".utf8) + parts + Array("--b--".utf8))

        check(message)
        #expect(message.lines.first?.text == "first")
        expectCut(message, "10000 parts")
    }

    @Test func `parts beyond the bound never reach the parser`() {
        let part = Array("--b\r\nContent-Type: application/x\r\n\r\nx\r\n".utf8)
        let source =
            Array("Content-Type: multipart/mixed; boundary=b\r\n\r\n".utf8)
            + repeated(String(decoding: part, as: UTF8.self), 300)

        let end = PartGuard.end(of: source, maximumParts: 100)

        #expect(end == source.count - 200 * part.count)
        #expect(source[end...].starts(with: part))
        #expect(PartGuard.end(of: source, maximumParts: 300) == source.count)
    }

    @Test(arguments: [
        "--- a/file\n+++ b/file\n", "-- \nAda\n", "-----\nwords of a text\n", "--option  what it does\n", "-",
    ])
    func `lines of a text begin no part`(text: String) {
        let source = repeated(text, 300)
        #expect(PartGuard.end(of: source, maximumParts: 100) == source.count)
    }

    @Test func `more texts than are shown are in the part tree`() {
        let message = readable(
            "Content-Type: multipart/mixed; boundary=b", repeated("--b\r\n\r\nword\r\n", 200) + Array("--b--".utf8))

        check(message)
        #expect(message.lines.last?.text.contains("part tree (P") == true)
        #expect(message.structure?.children.count == 200)
    }

    @Test func `three megabytes of text are cut at two`() {
        let message = readable("Content-Type: text/plain", repeated("a line of words\r\n", 180_000))

        check(message)
        expectCut(message, "longer than 2 MiB")
    }

    @Test(arguments: ["base64", "quoted-printable"])
    func `the size of a file is counted without its encoding`(encoding: String) throws {
        let line = encoding == "base64" ? String(repeating: "QUFB", count: 19) : String(repeating: "=41", count: 19)
        let body =
            "--b\r\n\r\ntext\r\n--b\r\nContent-Type: application/x\r\nContent-Transfer-Encoding: \(encoding)\r\n\r\n"

        let source =
            Array("Content-Type: multipart/mixed; boundary=b\r\n\r\n\(body)".utf8)
            + repeated(line + (encoding == "base64" ? "\r\n" : "=\r\n"), 3_000) + Array("--b--".utf8)

        let message = MessageReader.readable(source: source)

        let saved = try #require(MessageReader.part(section: "2", ofSource: source)).bytes
        #expect(saved.count >= 3_000 * (encoding == "base64" ? 57 : 19))
        #expect(saved.allSatisfy { $0 == UInt8(ascii: "A") })
        #expect(message.attachments.map(\.size) == [saved.count])
        #expect(message.attachments.map(\.isSizeExact) == [true])
    }

    @Test(arguments: ["Subject: ", "To: ", "From: \"", "References: ", "Received: ", "Content-Type: text/plain; x="])
    func `a header of a megabyte is cut`(start: String) {
        let message = readable(start + String(repeating: "<a@b.example> ", count: 75_000), Array("text".utf8))

        check(message)
        #expect(message.subject.utf8.count <= 70_000)
        #expect(message.to.count <= 1_000)
        #expect(message.references.count <= 100)
        #expect(message.lines.map(\.text) == ["text"])
    }

    @Test func `a hundred thousand header fields are walked once`() {
        let message = readable(
            String(repeating: "X-A: b\r\n", count: 100_000) + "Subject: at the end", Array("text".utf8))

        #expect(message.subject == "at the end")
        #expect(message.lines.map(\.text) == ["text"])
    }

    @Test func `fifty megabytes of HTML in one element are cut`() {
        let message = readable(
            "Content-Type: text/html", Array("<p>first words ".utf8) + repeated("word and ", 5_600_000))

        check(message)
        #expect(message.lines.first?.text.hasPrefix("first words") == true)
        expectCut(message, "HTML is too long")
    }

    @Test(arguments: [
        "<div>", "<table><tr><td>", "<blockquote>", "<ul><li>", "<b>", "<a href='https://x.example/'>",
        "<p style='color:red'>",
        "<table><tr><td>a<td>", "<style>.a{", "<!--", "<select><option>", "<font size=7>", "<o:p>", "<![if x]>",
    ])
    func `HTML nested a hundred thousand deep is read`(tag: String) {
        let message = readable(
            "Content-Type: text/html", Array("<p>first</p>".utf8) + repeated(tag, 100_000) + Array("last".utf8))

        check(message)
        #expect(message.lines.first?.text == "first")
    }

    @Test func `a style sheet of ten thousand rules is read as far as two thousand`() {
        let rules = (0..<10_000).map { ".c\($0){display:none}" }.joined()

        let message = readable("Content-Type: text/html", Array("<style>\(rules)</style><p class=c9999>seen</p>".utf8))

        #expect(message.lines.map(\.text) == ["seen"])
    }

    @Test func `a table of a hundred thousand cells flows`() {
        let message = readable(
            "Content-Type: text/html", Array("<table><tr>".utf8) + repeated("<td colspan=99999>x", 100_000))

        check(message)
        #expect(message.lines.first?.text == "x")
    }

    @Test(arguments: ["text/plain", "text/html"])
    func `NULs, lone surrogates and broken UTF-8 leave the words`(type: String) {
        let broken: [UInt8] = [0, 0xED, 0xA0, 0x80, 0xFF, 0xC0, 0x80, 0xF4, 0x90, 0x80, 0x80, 0]

        let message = readable("Content-Type: \(type); charset=utf-8", Array("one".utf8) + broken + Array("two".utf8))

        check(message)
        #expect(message.plainText.hasPrefix("one"))
        #expect(message.plainText.contains("two"))
    }

    @Test(arguments: [
        "\u{1B}[31mred", "\u{1B}]8;;https://evil.example\u{7}click", "\u{1B}P+q544e\u{1B}\\", "\u{9B}2J",
        "\u{9D}0;title\u{9C}",
        "\u{90}1$r\u{9C}", "\r\u{8}\u{8}over", "\u{7F}\u{E}\u{F}",
    ])
    func `no escape sequence comes through from anywhere`(sequence: String) {
        let header = """
            From: "\(sequence)" <a@b.example>\r
            Subject: \(sequence)\r
            Content-Type: multipart/mixed; boundary=b
            """
        let body = """
            --b\r
            \r
            \(sequence)\r
            --b\r
            Content-Type: text/html\r
            \r
            <p title="\(sequence)">\(sequence)</p><img alt="\(sequence)"><a href="https://x.example/\(sequence)">\(sequence)</a>\r
            --b\r
            Content-Type: text/calendar\r
            \r
            BEGIN:VEVENT\r
            DTSTART:20261123T091500Z\r
            SUMMARY:\(sequence)\r
            END:VEVENT\r
            --b\r
            Content-Type: image/png; name="../\(sequence).png"\r
            \r
            x\r
            --b--
            """

        let message = readable(header, Array(body.utf8))

        check(message)
        for attachment in message.attachments {
            let name = MessageReader.safeFilename(attachment.filename)
            #expect(!name.unicodeScalars.contains { $0.properties.generalCategory == .control || $0 == "/" })
        }
    }

    @Test(arguments: ["1\u{90}", "\u{85}a", "o\u{9B}2J", "\u{202E}1."])
    func `no control character comes through the bullets of a list`(bullet: String) {
        let message = readable(
            "Content-Type: text/html; charset=utf-8",
            Array("<p><span style='mso-list:Ignore'>\(bullet)</span>words</p>".utf8))

        check(message)
        #expect(message.lines.first?.text.contains("words") == true)
        #expect(message.lines.first?.text.unicodeScalars.contains("\u{202E}") == false)
    }

    @Test func `direction marks are kept out of file names`() {
        let name = MessageReader.safeFilename("invoice\u{202E}fdp.exe")

        #expect(name == "invoicefdp.exe")
    }

    @Test(arguments: [
        "../../etc/passwd", "..\\..\\boot.ini", "/etc/passwd", "....//x", "a/../../b", "C:\\x", "-rf", "~/.ssh/id",
        ".bashrc", "a\0b",
        "..", "/", "",
    ])
    func `a name with a path is only its last part`(name: String) {
        let safe = MessageReader.safeFilename(name)

        #expect(!safe.isEmpty && !safe.contains("/") && !safe.contains("\\") && !safe.contains("\0"))
        #expect(!safe.hasPrefix(".") && !safe.hasPrefix("-") && !safe.hasPrefix("~"))
    }

    @Test func `encodings within each other are taken off once`() {
        // Base64 of a message in base64, and so on: a container has no encoding of its own (RFC 2045 section 6.4).
        var source = "Content-Type: text/plain\r\n\r\ninner\r\n"
        for _ in 0..<50 {
            source = "Content-Type: message/rfc822\r\nContent-Transfer-Encoding: base64\r\n\r\n" + source
        }

        let message = MessageReader.readable(source: Array(source.utf8))

        check(message)
    }

    @Test(arguments: ["quoted-printable", "base64", "x-uuencode"])
    func `no encoding makes more of a message than it is`(encoding: String) {
        let body = repeated("=41=\r\nQUFB\r\nM#0V%T\r\n", 20_000)

        let message = readable("Content-Transfer-Encoding: \(encoding)", body)

        check(message)
        #expect(message.plainText.utf8.count <= body.count)
    }

    @Test func `a winmail that announces gigabytes gives what is there`() {
        let header: [UInt8] = [0x78, 0x9F, 0x3E, 0x22, 1, 0]
        let claim: [UInt8] = [2, 0x0F, 0x80, 6, 0, 0xFF, 0xFF, 0xFF, 0x7F] + Array("tiny".utf8)

        let message = readable("Content-Type: application/ms-tnef", header + claim)

        check(message)
        #expect(message.attachments.first?.type == "application/ms-tnef")
    }

    @Test func `a picture that is announced as vast is only its words`() {
        let message = readable(
            "Content-Type: text/html",
            Array("<p>before</p><img src=cid:x width=100000 height=100000 alt='vast'><p>after</p>".utf8))

        #expect(message.lines.map(\.text) == ["before", "", "[picture: vast]", "", "after"])
    }

    @Test func `numbers beyond all bounds do no harm`() {
        let message = readable(
            "Content-Type: text/html",
            Array(
                ("<ol start=99999999999999999999><li value=-9223372036854775808>a</ol>"
                    + "<table><tr><td colspan=9223372036854775807 height=1e999 style='padding:1e308in;margin:-9e99px'>b<td>c</table>"
                    + "<img width=9e999 height=-1 alt=d>").utf8))

        check(message)
        #expect(message.plainText.contains("a"))
        #expect(message.plainText.contains("b"))
    }
}
