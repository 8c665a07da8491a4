import MailModel
import Testing

@testable import MessageContent

/// Where the pictures that came with a message stand in its text.
@Suite struct EmbeddedPictureTests {
    private func placed(_ message: ReadableMessage) -> [String] {
        message.lines.flatMap(\.spans).compactMap { span in
            span.picture.map { "\(span.text) \($0.section) \($0.width)x\($0.height)" }
        }
    }

    private func read(_ source: String) -> ReadableMessage {
        MessageReader.readable(source: Array(source.replacing("\n", with: "\r\n").utf8))
    }

    private static func part(_ type: String, id: String = "", disposition: String = "", _ body: String = "x") -> String
    {
        "Content-Type: \(type)\n" + (id.isEmpty ? "" : "Content-ID: <\(id)>\n")
            + (disposition.isEmpty ? "" : "Content-Disposition: \(disposition)\n") + "\n\(body)\n"
    }

    private static func multipart(_ type: String, _ parts: String...) -> String {
        let mark = type.filter(\.isLetter)
        return "Content-Type: multipart/\(type); boundary=\(mark)\n\n" + parts.map { "--\(mark)\n\($0)" }.joined()
            + "--\(mark)--\n"
    }

    private static let html = part(
        "text/html",
        "<p>a <img src='cid:one@x' width=640 height=480> b</p><img src='cid:t%77o' alt=Two><img src=cid:none>")

    @Test func `a picture of the HTML is the part with that Content-ID, beside it`() {
        let message = read(
            Self.multipart(
                "related", Self.html, Self.part("image/png", id: "one@x"),
                Self.part("image/jpeg", id: "two", disposition: "inline; filename=two.jpg")))
        #expect(placed(message) == ["[picture] 2 640x480", "[picture: Two] 3 0x0"])
        #expect(message.lines.first?.text == "a [picture] b")
    }

    @Test func `what is no picture, or stands elsewhere, is not taken for one`() {
        let message = read(
            Self.multipart(
                "mixed", Self.multipart("related", Self.html, Self.part("text/html", id: "one@x")),
                Self.part("image/png", id: "two", disposition: "attachment")))
        #expect(placed(message).isEmpty)
    }

    @Test func `a picture that is not signed is not placed in the text that is`() {
        let signed = Self.multipart(
            "mixed",
            Self.multipart(
                "signed; protocol=\"application/pgp-signature\"", Self.html, Self.part("application/pgp-signature")),
            Self.part("image/png", id: "one@x", disposition: "attachment"))
        #expect(placed(read(signed)).isEmpty)
        // Nor where all of it is said to be related.
        let related = Self.multipart(
            "related",
            Self.multipart(
                "signed; protocol=\"application/pgp-signature\"", Self.html, Self.part("application/pgp-signature")),
            Self.part("image/png", id: "one@x"))
        #expect(placed(read(related)).isEmpty)
    }

    @Test func `pictures between the texts stand there, each once`() {
        let message = read(
            Self.multipart(
                "mixed", Self.part("text/plain", "one"), Self.part("image/png; name=gull.png", disposition: "inline"),
                Self.part("text/plain", "two"), Self.part("image/svg+xml"),
                Self.part("image/png", disposition: "attachment; filename=later.png")))
        #expect(placed(message) == ["[picture: gull.png] 2 0x0"])
        #expect(message.lines.map(\.text) == ["one", "", "[picture: gull.png]", "", "two"])
        #expect(message.attachments.map(\.section) == ["2", "4", "5"])
    }

    @Test func `a picture that the HTML has shown is not shown again below it`() {
        let message = read(
            Self.multipart("mixed", Self.html, Self.part("image/png", id: "one@x", disposition: "inline")))
        #expect(placed(message) == ["[picture] 2 640x480"])
    }

    @Test func `short cells beside each other flow where one is a picture`() {
        let table = Self.part("text/html", "<table><tr><td><img src=cid:one@x><td>Ada</table>")
        let message = read(Self.multipart("related", table, Self.part("image/png", id: "one@x")))
        #expect(placed(message) == ["[picture] 2 0x0"])
    }
}
