import Foundation

/// Small messages for stories.
enum Letters {
    static func plain(_ subject: String, from: String = "Ada Lovelace <ada@example.org>", body: String = "Hello.")
        -> [UInt8]
    {
        Array(
            """
            From: \(from)\r
            To: Robin Vale <robin@example.org>\r
            Subject: \(subject)\r
            Date: Mon, 23 Nov 2026 09:14:00 +0100\r
            Message-ID: <\(identifier(subject))@example.org>\r
            MIME-Version: 1.0\r
            Content-Type: text/plain; charset=utf-8\r
            \r
            \(body)\r

            """.utf8)
    }

    static let withAttachment = withFile(
        "The drawing", Data([0, 1, 2, 3, 4]), name: "../carriage.bin", text: "See the drawing.")

    /// Octets of a file; no two stretches are alike, so that none can stand for another.
    static func content(_ count: Int) -> Data {
        (0..<UInt32(count / 4)).map { $0 &* 2_654_435_761 }.withUnsafeBytes { Data($0) }
    }

    static func withFile(
        _ subject: String, _ content: Data, name: String = "file.bin", text: String = "See the file."
    ) -> [UInt8] {
        let head = """
            From: Ada <ada@example.org>\r
            To: robin@example.org\r
            Subject: \(subject)\r
            Message-ID: <\(identifier(subject))@example.org>\r
            MIME-Version: 1.0\r
            Content-Type: multipart/mixed; boundary=b\r
            \r
            --b\r
            Content-Type: text/plain\r
            \r
            \(text)\r
            --b\r
            Content-Type: application/octet-stream; name="\(name)"\r
            Content-Disposition: attachment; filename="\(name)"\r
            Content-Transfer-Encoding: base64\r
            \r

            """
        let lines = content.base64EncodedData(options: [
            .lineLength76Characters, .endLineWithCarriageReturn, .endLineWithLineFeed,
        ])
        return Array(head.utf8) + Array(lines) + Array("\r\n--b--\r\n".utf8)
    }

    private static func identifier(_ subject: String) -> String { subject.filter { $0.isLetter || $0.isNumber } }

    /// HTML with a chequered picture of 16 pixels, and one that is none.
    static let illustrated: [UInt8] = Array(
        """
        From: Ada <ada@example.org>\r
        To: robin@example.org\r
        Subject: The chequered flag\r
        Message-ID: <flag@example.org>\r
        MIME-Version: 1.0\r
        Content-Type: multipart/related; boundary=b\r
        \r
        --b\r
        Content-Type: text/html\r
        \r
        <p>Above the flag.</p><img src="cid:flag" alt="flag">\r
        <p>Below the flag.</p><img src="cid:broken" alt="broken">\r
        --b\r
        Content-Type: image/png\r
        Content-ID: <flag>\r
        Content-Transfer-Encoding: base64\r
        \r
        iVBORw0KGgoAAAANSUhEUgAAABAAAAAQCAIAAACQkWg2AAAAJElEQVR42mPgEqmAo182InCES5xh\r
        EGogRhGy+GDUMBoPg0IDANSR8AEJHrcsAAAAAElFTkSuQmCC\r
        --b\r
        Content-Type: image/png\r
        Content-ID: <broken>\r
        \r
        no picture at all\r
        --b--\r

        """.utf8)

    /// Names and texts that would move the cursor, set the title and hide text, were they not made harmless.
    static let hostile = plain(
        "Free \u{1b}]0;owned\u{07}\u{1b}[2Jmoney\u{202e}gnp", from: "\"Eve\u{1b}[31m\" <eve@example.org>")
}
