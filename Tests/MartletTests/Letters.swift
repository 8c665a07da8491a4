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
            Message-ID: <\(subject.filter { $0.isLetter || $0.isNumber })@example.org>\r
            MIME-Version: 1.0\r
            Content-Type: text/plain; charset=utf-8\r
            \r
            \(body)\r

            """.utf8)
    }

    static let withAttachment: [UInt8] = Array(
        """
        From: Ada <ada@example.org>\r
        To: robin@example.org\r
        Subject: The drawing\r
        Message-ID: <drawing@example.org>\r
        MIME-Version: 1.0\r
        Content-Type: multipart/mixed; boundary=b\r
        \r
        --b\r
        Content-Type: text/plain\r
        \r
        See the drawing.\r
        --b\r
        Content-Type: application/octet-stream; name="../carriage.bin"\r
        Content-Disposition: attachment; filename="../carriage.bin"\r
        Content-Transfer-Encoding: base64\r
        \r
        AAECAwQ=\r
        --b--\r

        """.utf8)

    /// Octets of a file; no two stretches are alike, so that none can stand for another.
    static func content(_ count: Int) -> Data {
        (0..<UInt32(count / 4)).map { $0 &* 2_654_435_761 }.withUnsafeBytes { Data($0) }
    }

    static func withFile(_ subject: String, _ content: Data) -> [UInt8] {
        let head = """
            From: Ada <ada@example.org>\r
            To: robin@example.org\r
            Subject: \(subject)\r
            Message-ID: <\(subject)@example.org>\r
            MIME-Version: 1.0\r
            Content-Type: multipart/mixed; boundary=b\r
            \r
            --b\r
            Content-Type: text/plain\r
            \r
            See the file.\r
            --b\r
            Content-Type: application/octet-stream; name="file.bin"\r
            Content-Disposition: attachment; filename="file.bin"\r
            Content-Transfer-Encoding: base64\r
            \r

            """
        let lines = content.base64EncodedData(options: [
            .lineLength76Characters, .endLineWithCarriageReturn, .endLineWithLineFeed,
        ])
        return Array(head.utf8) + Array(lines) + Array("\r\n--b--\r\n".utf8)
    }

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
