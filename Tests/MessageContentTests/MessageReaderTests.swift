import MailModel
import Testing

@testable import MessageContent

private func readable(_ source: String) -> ReadableMessage {
    MessageReader.readable(source: Array(source.replacing("\n", with: "\r\n").utf8))
}

private let mixed = """
    From: ada@example.org
    Subject: three things
    Content-Type: multipart/mixed; boundary=outer

    --outer
    Content-Type: multipart/alternative; boundary=inner

    --inner
    Content-Type: text/plain; charset=utf-8

    the plain text
    --inner
    Content-Type: text/html

    <p>the <b>rich</b> text</p>
    --inner--
    --outer
    Content-Type: application/pdf
    Content-Transfer-Encoding: base64
    Content-Disposition: attachment; filename*=utf-8''%C3%BCber.pdf

    SGVsbG8=
    --outer
    Content-Type: message/rfc822

    From: Charles <charles@example.com>
    Subject: within

    the inner text
    --outer--
    """

@Test func `a message of several parts shows its texts and lists its files`() {
    let message = readable(mixed)

    #expect(message.subject == "three things")
    #expect(
        message.plainText == """
            the plain text


            From: Charles <charles@example.com>
            Subject: within

            the inner text

            """)
    #expect(
        message.attachments == [
            .init(
                section: "2", filename: "über.pdf", type: "application/pdf", size: 5, isSizeExact: true,
                disposition: "attachment")
        ])
    #expect(message.defects.isEmpty)
}

@Test func `sections are numbered as IMAP numbers them`() throws {
    let structure = try #require(readable(mixed).structure)

    #expect(structure.leaves.map(\.section) == ["1.1", "1.2", "2", "3"])
    #expect(structure.part("3.1")?.type == "text/plain")
    #expect(MessageReader.hasAttachments(structure))
    #expect(MessageReader.sectionsToFetch(structure) == ["1.1", "1.2", "3.HEADER", "3.1"])
}

@Test func `a message read from fetched parts is that read from its source`() throws {
    let source = Array(mixed.replacing("\n", with: "\r\n").utf8)
    let whole = MessageReader.readable(source: source)
    let structure = try #require(whole.structure)
    let parsed = try #require(ParsedSource(source))
    var parts: [String: [UInt8]] = [:]
    for section in MessageReader.sectionsToFetch(structure) { parts[section] = parsed.content(of: section) }

    let pieces = MessageReader.readable(headers: HeaderSummary.parse(source), structure: structure, parts: parts)

    #expect(pieces.lines == whole.lines)
    #expect(pieces.attachments.map(\.filename) == ["über.pdf"])
    #expect(pieces.attachments.map(\.isSizeExact) == [false])
}

@Test func `a part of a file is decoded`() throws {
    let source = Array(mixed.replacing("\n", with: "\r\n").utf8)

    let part = try #require(MessageReader.part(section: "2", ofSource: source))

    #expect(String(decoding: part.bytes, as: UTF8.self) == "Hello")
    #expect(part.part.filename == "über.pdf")
    #expect(MessageReader.part(section: "9", ofSource: source) == nil)
}

@Test func `long plain text is fetched without its HTML twin`() {
    let structure = PartTree(
        section: "", type: "multipart/alternative",
        children: [
            PartTree(section: "1", type: "text/plain", size: 5_000),
            PartTree(section: "2", type: "text/html", size: 50_000),
        ])

    #expect(MessageReader.sectionsToFetch(structure) == ["1"])
    #expect(!MessageReader.hasAttachments(structure))
}

@Test(arguments: ["", "  \n", "Your mail client does not support HTML.", "View it in your browser: https://x.example/"])
func `HTML is shown where the plain text is only a note`(plain: String) {
    let message = readable(
        "Content-Type: multipart/alternative; boundary=b\n\n--b\nContent-Type: text/plain\n\n\(plain)\n--b\n"
            + "Content-Type: text/html\n\n<h1>Hello</h1>\n--b--\n")

    #expect(message.plainText == "Hello\n")
}

@Test func `flowed text is joined and its marks are kept`() {
    let message = readable(
        "Content-Type: text/plain; format=flowed; delsp=yes\n\n>> one \n>> two\n split \nword\n-- \nAda\n")

    #expect(message.lines.map(\.text) == [">> onetwo", "splitword", "-- ", "Ada"])
    #expect(message.lines.map(\.kind) == [.quote(depth: 2), .text, .signature, .signature])
}

@Test func `quotations, signature, tabs and addresses of fixed text are found`() {
    let message = readable(
        "Subject: x\n\n> > old\n> less old\na\tb\nsee https://example.org/a_(b), and https://example.org/a_(b).\n-- \nAda\n"
    )

    #expect(message.lines.map(\.kind) == [.quote(depth: 2), .quote(depth: 1), .text, .text, .signature, .signature])
    #expect(message.lines[2].text == "a       b")
    #expect(message.links.map(\.target) == ["https://example.org/a_(b)"])
    #expect(message.lines[3].spans.compactMap(\.link) == [1, 1])
    #expect(message.lines[3].text == "see https://example.org/a_(b), and https://example.org/a_(b).")
}

@Test func `no line holds a line end, whatever ends lines`() {
    let message = readable("Subject: x\n\na\u{2028}b\u{85}c\u{0}\u{0C}d")

    #expect(message.lines.map(\.text) == ["a", "b", "c", "d"])
}

@Test(arguments: [
    (String(repeating: "Content-Type: message/rfc822\n\n", count: 10_000), "nested"),
    ((0..<10_000).map { "Content-Type: multipart/mixed; boundary=b\($0)\n\n--b\($0)\n" }.joined(), "nested"),
    ("just some words, no header", "no readable header"),
    ("Content-Type: text/plain; charset=martian\n\nhi", "unknown"),
    ("Content-Transfer-Encoding: base64\n\n!!!!SGVsbG8", "not clean base64"),
    ("Content-Type: text/html\n\n" + String(repeating: "<b>x", count: 500_000), "too long"),
])
func `hostile and broken mail is shown with its defect`(source: String, defect: String) {
    let message = readable(source)

    #expect(message.defects.contains { $0.contains(defect) }, "\(message.defects)")
    #expect(!message.lines.isEmpty)
}

@Test(arguments: [
    "To: " + String(repeating: "a:", count: 200_000) + "\n\ntext",
    "From: " + String(repeating: "(", count: 200_000) + "\n\ntext",
    "Subject: " + String(repeating: "=?utf-8?q?a?= ", count: 50_000) + "\n\ntext",
    "X: " + String(repeating: "\u{0}", count: 100_000) + "\n\ntext",
    "Content-Type: multipart/mixed; boundary=never\n\nContent-Type: text/plain\n\ntext",
])
func `hostile headers do no harm`(source: String) {
    let message = readable(source)

    #expect(message.plainText.hasSuffix("text\n") || message.structure?.isMultipart == true)
}

@Test func `an empty source is an empty message`() {
    let message = MessageReader.readable(source: [])

    #expect(message.lines.isEmpty)
    #expect(message.attachments.isEmpty)
}

@Test(arguments: [
    ("name=\"W\"", "filename=\"W\""), ("name=\"W\"", "filename=plain.pdf"), ("name=\"W\"", "size=1"),
    ("x=y", "filename=\"W\""),
])
func `file names in several base64 words are whole`(type: String, disposition: String) {
    // "Rech", "nung", "en.pdf", each with its own padding.
    let words = "=?utf-8?B?UmVjaA==?= =?utf-8?B?bnVuZw==?=\r\n =?utf-8?B?ZW4ucGRm?="
    let message = readable(
        """
        Content-Type: application/pdf; \(type.replacing("W", with: words))
        Content-Disposition: attachment; \(disposition.replacing("W", with: words))

        x
        """)

    #expect(message.attachments.map(\.filename) == [disposition.contains("plain") ? "plain.pdf" : "Rechnungen.pdf"])

    let structure = PartTree(section: "1", type: "image/png", filename: words)
    #expect(MessageReader.attachments(of: structure).map(\.filename) == ["Rechnungen.pdf"])
}

@Test func `names of a structure from a server are decoded`() {
    let structure = PartTree(
        section: "", type: "multipart/mixed",
        children: [
            PartTree(section: "1", type: "image/png", filename: "=?utf-8?q?=C3=BCber.png?="),
            PartTree(section: "2", type: "image/png", parameters: ["name*0*": "utf-8''%E2%82", "name*1*": "%AC.png"]),
        ])

    #expect(MessageReader.attachments(of: structure).map(\.filename) == ["über.png", "€.png"])
}
