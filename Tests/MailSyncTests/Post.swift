import DemoServer
import Foundation
import IMAPClient
import MailModel
import MailStore
import MailSync
import Testing

/// A message of our own, small or with a large attachment.
enum Post {
    static func message(_ number: Int, from: String = "ada@example.org", text: String? = nil) -> [UInt8] {
        Array(
            """
            From: Ada <\(from)>\r
            To: bob@example.org\r
            Subject: Letter \(number)\r
            Date: Mon, 02 Feb 2026 10:00:00 +0000\r
            Message-ID: <letter-\(number)@example.org>\r
            \r
            \(text ?? "This is the text of letter \(number).")\r

            """.utf8)
    }

    static func withAttachment(_ number: Int, octets: Int) -> [UInt8] {
        let line = String(repeating: "QUJD", count: 19)
        let lines = Array(repeating: line, count: max(1, octets / 78)).joined(separator: "\r\n")
        return Array(
            """
            From: ada@example.org\r
            To: bob@example.org\r
            Subject: Attached \(number)\r
            Message-ID: <attached-\(number)@example.org>\r
            MIME-Version: 1.0\r
            Content-Type: multipart/mixed; boundary="cut"\r
            \r
            --cut\r
            Content-Type: text/plain\r
            \r
            See the attached file.\r
            --cut\r
            Content-Type: application/octet-stream; name="data.bin"\r
            Content-Disposition: attachment; filename="data.bin"\r
            Content-Transfer-Encoding: base64\r
            \r
            \(lines)\r
            --cut--\r

            """.utf8)
    }

    static let now: Int64 = 1_770_000_000

    /// The usual folders, and so many letters in the inbox.
    static func maildrop(_ count: Int) -> Maildrop {
        var maildrop = Maildrop.empty()
        for number in 0..<count {
            maildrop.add(message(number), to: "INBOX", received: now + Int64(number))
        }
        return maildrop
    }
}
