import MailModel
import Testing

@testable import MessageContent

private let uuencoded = """
    Subject: files

    Here it is:
    begin 644 ../../hello.txt
    #0V%T
    `
    end
    and after

    """

@Test func `a uuencoded file in a text is an attachment`() throws {
    let source = Array(uuencoded.utf8)

    let message = MessageReader.readable(source: source)

    #expect(message.lines.map(\.text) == ["Here it is:", "[file: ../../hello.txt]", "and after"])
    #expect(message.attachments.map(\.section) == ["1/1"])
    #expect(message.attachments.map(\.size) == [3])
    let part = try #require(MessageReader.part(section: "1/1", ofSource: source))
    #expect(String(decoding: part.bytes, as: UTF8.self) == "Cat")
    #expect(MessageReader.safeFilename("../../hello.txt") == "hello.txt")
}

@Test(arguments: [
    "begin 644 x\nno data here at all, this is a sentence\nend\n", "begin 644 x\n#0V%T\n", "begin again\nend\n",
    "begin 9999 x\n#0V%T\nend\n", "to begin 644 x\nend\n",
])
func `what only looks uuencoded stays text`(body: String) {
    let message = MessageReader.readable(source: Array(("Subject: x\n\n" + body).utf8))

    #expect(message.attachments.isEmpty)
    #expect(message.plainText == body)
}

@Test func `an external body is listed and never followed`() throws {
    let message = MessageReader.readable(
        source: Array(
            """
            Content-Type: multipart/mixed; boundary=b

            --b

            see the file
            --b
            Content-Type: message/external-body; access-type=URL; URL="https://evil.example/x"; name="../x"

            Content-Type: text/html
            Content-ID: <1@x>

            <p>phantom</p>
            --b
            Content-Type: message/external-body; access-type=local-file; name="/etc/passwd"

            Content-Type: text/plain

            --b--
            """.utf8))

    #expect(message.plainText == "see the file\n")
    #expect(message.links.isEmpty)
    #expect(message.attachments.map(\.type) == ["message/external-body", "message/external-body"])
}
