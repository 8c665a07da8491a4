import MailModel
import Testing

@testable import MessageContent

/// Structures that are not what they say, parts that are elsewhere, names in pieces.
@Suite struct BrokenStructureTests {
    private func readable(_ header: String, _ body: String) -> ReadableMessage {
        MessageReader.readable(source: Array("\(header)\r\n\r\n\(body)".utf8))
    }

    @Test(arguments: ["multipart/mixed", "multipart/mixed; boundary=\"b", "multipart/alternative; boundary=other"])
    func `a message whose boundary is missing or broken shows its text`(type: String) {
        let message = readable(
            "From: a@b.example\r\nContent-Type: \(type)", "--zz\r\nContent-Type: text/plain\r\n\r\nhello\r\n--zz--\r\n")

        #expect(message.lines.contains { $0.text == "hello" })
        #expect(message.defects.contains { $0.contains("none was found") })
    }

    @Test func `a message of parts without a body is just empty`() {
        let message = readable("Content-Type: multipart/mixed; boundary=b", "")

        #expect(message.lines.isEmpty)
    }

    @Test func `an external body is listed, and said to be elsewhere`() {
        let message = readable(
            "Content-Type: multipart/mixed; boundary=b",
            """
            --b\r
            \r
            hi\r
            --b\r
            Content-Type: message/external-body; access-type=URL; URL="https://x.example/file"\r
            \r
            Content-Type: text/html\r
            \r
            \r
            --b--
            """)

        #expect(message.lines.map(\.text) == ["hi"])
        #expect(message.links.isEmpty)
        #expect(message.attachments.map(\.type) == ["message/external-body"])
        #expect(message.defects == ["Part 2 is kept elsewhere (URL); it is not fetched."])
    }

    @Test func `a piece of a message says so`() {
        let message = readable("Content-Type: message/partial; id=\"a@b\"; number=2; total=3", "the rest of it")

        #expect(message.attachments.map(\.type) == ["message/partial"])
        #expect(message.defects.contains { $0.contains("piece number 2") })
    }

    @Test(arguments: [
        ("name*1*=%20two; name*0*=utf-8''%E2%82%ACone", "€one two"),
        ("name*0=\"long\"; name*1=\"er.txt\"", "longer.txt"),
        ("name*=iso-8859-1'de'gr%FC%DFe.txt; name=x.txt", "grüße.txt"),
        ("name=\"it's 'quoted'.txt\"", "it's 'quoted'.txt"),
        ("name=unquoted name.pdf", "unquoted name.pdf"), ("name=\"=?utf-8?Q?=E2=82=AC.txt?=\"", "€.txt"),
    ])
    func `names in pieces are put together`(parameters: String, name: String) {
        let message = readable(
            "Content-Type: multipart/mixed; boundary=b",
            "--b\r\nContent-Type: application/x; \(parameters)\r\n\r\nx\r\n--b--")

        #expect(message.attachments.map(\.filename) == [name])
    }

    @Test func `the better form of a name counts, as servers hand both on`() {
        let part = PartTree(
            section: "1", type: "application/x", parameters: ["name": "x.txt", "name*": "utf-8''%E2%82%AC.txt"])

        #expect(MessageReader.attachments(of: part).map(\.filename) == ["€.txt"])
    }
}
