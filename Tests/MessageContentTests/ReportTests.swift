import MailModel
import Testing

@testable import MessageContent

@Test(arguments: [
    (
        "Final-Recipient: rfc822; a@b.example\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 no such user",
        "Not delivered to a@b.example: there is no such mailbox; 550 no such user."
    ),
    (
        "Final-Recipient: rfc822;a@b.example\nAction: delivered\nStatus: 2.0.0",
        "Delivered to a@b.example."
    ),
    (
        "Original-Recipient: rfc822;a@b.example\nAction: delayed\nStatus: 4.4.1\nWill-Retry-Until: Mon, 23 Nov 2026 09:14",
        "Not yet delivered to a@b.example: the server does not answer. The server tries until Mon, 23 Nov 2026 09:14."
    ),
    (
        "Final-Recipient: rfc822;a@b.example\nDisposition: manual-action/MDN-sent-manually; displayed",
        "Opened by a@b.example."
    ),
    ("Action: failed", "Not delivered to an unnamed recipient."),
])
func `a report is told in plain words`(report: String, expected: String) {
    #expect(DeliveryReport.sentences(of: Array(report.utf8)) == [expected])
}

@Test func `a message that came back says what became of it`() {
    let message = MessageReader.readable(
        source: Array(
            """
            Content-Type: multipart/report; report-type=delivery-status; boundary=b

            --b
            Content-Type: message/delivery-status

            Reporting-MTA: dns; mail.example

            Final-Recipient: rfc822; a@b.example
            Action: failed
            Status: 5.2.2

            Final-Recipient: rfc822; c@d.example
            Action: relayed

            --b--

            """.utf8))

    #expect(
        message.lines.map(\.text) == [
            "Not delivered to a@b.example: the mailbox is full.",
            "Passed on for c@d.example to a server that sends no reports.",
        ])
    #expect(message.attachments.map(\.type) == ["message/delivery-status"])
}

@Test func `the first of two content types counts`() {
    let message = MessageReader.readable(
        source: Array(
            "Content-Type: text/html\nSubject: x\nContent-type: text/plain\n\n<b>rich</b>\n".utf8))

    #expect(message.structure?.type == "text/html")
    #expect(message.plainText == "rich\n")
}

@Test func `blocked trackers are counted`() {
    let message = MessageReader.readable(
        source: Array(
            "Content-Type: text/html\n\ntext<img src=http://t.example/x width=1 height=1>\n".utf8))

    #expect(message.trackers == 1)
}

@Test func `only the topmost word of the own server about the sender counts`() {
    let header = Array(
        """
        Authentication-Results: mx.example.org 1; spf=pass (a; b) smtp.mailfrom=a@b.example;\r
         dkim=fail header.d=x.example; dkim=pass header.d=b.example; dmarc=pass header.from=b.example\r
        Authentication-Results: mx.example.org; dmarc=fail\r
        \r\n
        """.utf8)

    #expect(
        AuthenticationResults.parse(header: header, trusting: "MX.example.org")
            == MailAuthentication(
                server: "mx.example.org", spf: .pass, dkim: .pass, dmarc: .pass, signer: "b.example"))
    #expect(AuthenticationResults.parse(header: header, trusting: "other.example") == nil)
    #expect(AuthenticationResults.parse(header: Array("From: a\r\n\r\n".utf8), trusting: "x") == nil)
}
