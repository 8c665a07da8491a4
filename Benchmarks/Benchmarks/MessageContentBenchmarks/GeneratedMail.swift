/// Messages as they come, made here: no two of another number are the same.
enum GeneratedMail {
    private static let words = [
        "harbour", "review", "the", "of", "and", "ledger", "typography", "a", "engine", "meeting", "tide", "to",
        "lantern",
        "with", "for", "quarter", "garden", "in", "workshop", "saturday", "letters", "river", "is", "open", "again",
    ]

    private static func sentence(_ seed: Int, words count: Int) -> String {
        var state = UInt32(truncatingIfNeeded: seed &* 2_654_435_761 &+ 12_345)
        let chosen = (0..<count).map { _ -> String in
            state = state &* 1_664_525 &+ 1_013_904_223
            return words[Int(state >> 16) % words.count]
        }
        return chosen.joined(separator: " ").prefix(1).uppercased() + chosen.joined(separator: " ").dropFirst() + "."
    }

    /// A plain text of about 5.7 kB, with a quotation, links and a signature.
    static func plainText(_ number: Int) -> [UInt8] {
        var body = "Hello,\r\n\r\n"
        var paragraph = 0
        while body.utf8.count < 4_200 {
            for line in 0..<6 { body += sentence(number * 1_000 + paragraph * 10 + line, words: 11) + "\r\n" }
            body += "See https://docs.example/\(number)/\(paragraph)?view=full.\r\n\r\n"
            paragraph += 1
        }
        body += "On Monday, 23 November 2026, Ada Lindqvist wrote:\r\n"
        while body.utf8.count < 5_200 { body += "> " + sentence(body.utf8.count, words: 10) + "\r\n" }
        body += "\r\n-- \r\nBo Karlsson\r\nhttps://bo.example/\r\n"
        return Array((header(number, type: "text/plain; charset=utf-8", encoding: "8bit") + body).utf8)
    }

    /// A newsletter of about 200 kB as the large senders write them: tables within tables, every cell with its own style, links
    /// through a redirector, a style sheet for telephones, in quoted-printable.
    static func newsletter(_ number: Int, size: Int = 200_000) -> [UInt8] {
        var html = "<!DOCTYPE html><html><head><meta charset=\"utf-8\"><title>Harbour Weekly</title><style>"
        for rule in 0..<60 {
            html +=
                ".c\(rule) { font-family: Helvetica, Arial, sans-serif; font-size: \(12 + rule % 9)px; padding: 0 \(rule)px; }\n"
        }
        html += "@media only screen and (max-width: 600px) {"
        for rule in 0..<40 { html += ".m\(rule) { width: 100% !important; display: block !important; }\n" }
        html += "}</style></head><body style=\"margin:0;padding:0;background-color:#f4f4f4;\">"
        html += "<div style=\"display:none;max-height:0;overflow:hidden;\">\(sentence(number, words: 12))</div>"
        html +=
            "<table width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" role=\"presentation\"><tr><td align=\"center\">"
        var article = 0
        while encodedLength(html) < size - 2_000 {
            html += self.article(number * 1_000 + article)
            article += 1
        }
        html +=
            "<p class=\"c3\" style=\"font-size:11px;color:#999999;\">You received this email because you subscribed. "
        html += "<a href=\"https://click.example/u/\(number)\">Unsubscribe</a></p></td></tr></table>"
        html += "<img src=\"https://click.example/open/\(number)\" width=\"1\" height=\"1\" alt=\"\"></body></html>"
        let top = header(number, type: "text/html; charset=utf-8", encoding: "quoted-printable")
        return Array((top + quotedPrintable(html)).utf8)
    }

    private static func article(_ seed: Int) -> String {
        let link =
            "https://click.example/track/\(seed)/eyJhbGciOiJIUzI1NiJ9\(seed)dGhlIHJlc3Qgb2YgYSBsb25nIG1hcms?utm_source=weekly&amp;utm_medium=email"
        let cell =
            "font-family:Helvetica,Arial,sans-serif;font-size:16px;line-height:24px;color:#333333;padding:0 24px 12px 24px;"
        var html =
            "<table width=\"600\" class=\"m\(seed % 40)\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\" role=\"presentation\" "
        html +=
            "style=\"background-color:#ffffff;border-collapse:collapse;margin:0 auto;\">\n<tr>\n<td class=\"c\(seed % 60)\" style=\"\(cell)\">"
        html +=
            "<a href=\"\(link)&amp;n=1\" style=\"text-decoration:none;\"><img src=\"https://img.example/\(seed).jpg\" width=\"552\" "
        html += "alt=\"\(sentence(seed, words: 4))\" style=\"display:block;width:100%;border:0;\"></a></td>\n</tr>\n"
        html +=
            "<tr><td class=\"c\(seed % 60)\" style=\"\(cell)font-weight:bold;\"><h2 style=\"margin:0 0 8px 0;font-size:22px;\">"
        html +=
            "<a href=\"\(link)&amp;n=2\" style=\"color:#1155cc;text-decoration:none;\">\(sentence(seed + 1, words: 7))</a></h2></td></tr>\n"
        html += "<tr><td style=\"\(cell)\"><p style=\"margin:0 0 12px 0;\">\(sentence(seed + 2, words: 40))&nbsp;"
        html +=
            "<strong>\(sentence(seed + 3, words: 3))</strong> \(sentence(seed + 4, words: 30)) \u{201C}\(sentence(seed + 5, words: 8))\u{201D}</p></td></tr>\n"
        html += "<tr><td style=\"\(cell)\"><table role=\"presentation\" cellpadding=\"0\" cellspacing=\"0\"><tr>"
        html += "<td style=\"border-radius:4px;background-color:#1155cc;padding:8px 16px;\">"
        html +=
            "<a href=\"\(link)&amp;n=3\" style=\"color:#ffffff;font-size:14px;\">Read more</a></td></tr></table></td></tr>\n</table>\n"
        return html
    }

    /// So many parts, all but the first files.
    static func parts(_ count: Int) -> [UInt8] {
        var source = Array(
            (header(0, type: "multipart/mixed; boundary=b", encoding: "7bit") + "--b\r\n\r\nfirst\r\n").utf8)
        let part = Array("--b\r\nContent-Type: application/x\r\n\r\nx\r\n".utf8)
        source.reserveCapacity(source.count + part.count * count + 10)
        for _ in 0..<count { source += part }
        return source + Array("--b--\r\n".utf8)
    }

    /// HTML of one paragraph of so many octets.
    static func oneElement(_ size: Int) -> [UInt8] {
        var source = Array((header(0, type: "text/html", encoding: "8bit") + "<p>first words ").utf8)
        source.reserveCapacity(size + 1_000)
        let words = Array("word and ".utf8)
        while source.count < size { source += words }
        return source
    }

    private static func header(_ number: Int, type: String, encoding: String) -> String {
        var text = ""
        for hop in 0..<6 {
            text += "Received: from relay\(hop).example by mx\(hop).example with ESMTPS id 4ABC\(number)\(hop);\r\n"
            text += "\tMon, 23 Nov 2026 09:15:0\(hop) +0100\r\n"
        }
        text += "From: \"Ada Lindqvist\" <ada@harbour.example>\r\nTo: Bo Karlsson <bo@example.org>\r\n"
        text +=
            "Subject: =?utf-8?q?Harbour_Weekly_=E2=80=93_number_\(number)?=\r\nDate: Mon, 23 Nov 2026 09:15:00 +0100\r\n"
        text += "Message-ID: <\(number)@harbour.example>\r\nMIME-Version: 1.0\r\n"
        return text + "Content-Type: \(type)\r\nContent-Transfer-Encoding: \(encoding)\r\n\r\n"
    }

    private static func encodedLength(_ text: String) -> Int {
        text.utf8.reduce(0) { $0 + ($1 == UInt8(ascii: "=") || $1 >= 0x80 ? 3 : 1) } * 78 / 75
    }

    private static func quotedPrintable(_ text: String) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        var result: [UInt8] = []
        var column = 0
        for byte in text.utf8 {
            if byte == 10 {
                result += [13, 10]
                column = 0
                continue
            }
            if column > 72 {
                result += [UInt8(ascii: "="), 13, 10]
                column = 0
            }
            if byte == UInt8(ascii: "=") || byte >= 0x80 {
                result += [UInt8(ascii: "="), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
                column += 3
            } else {
                result.append(byte)
                column += 1
            }
        }
        return String(decoding: result, as: UTF8.self)
    }
}
