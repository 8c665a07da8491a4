import MailModel
import Testing

@testable import MessageContent

/// What others wrote into sentences of ours: no character of it ends, turns or colours a line.
@Suite struct HarmlessTextTests {
    private static let bad = [
        "\u{1}", "\u{1B}[31m", "\u{7}", "\u{8}", "\u{7F}", "\u{85}", "\u{9B}31m", "\u{2028}", "\u{2029}", "\u{61C}",
        "\u{200E}", "\u{200F}", "\u{202A}", "\u{202E}", "\u{2066}", "\u{2069}", "a\u{0}b",
    ]

    private static func isBad(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator: true
        default: scalar.isDirectionMark
        }
    }

    private func read(_ header: String, _ body: String) -> ReadableMessage {
        let context = ReadingContext(
            server: ReceivingServer(configured: "mx.example", host: ""),
            contacts: [EmailAddress(name: "Ada Wilson", address: "ada@wilson.example")])
        return MessageReader.readable(source: Array((header + "\r\n\r\n" + body).utf8), context: context)
    }

    /// Every text of a message that stands in a line, or in a sentence of the reader's.
    private func texts(_ message: ReadableMessage) -> [String] {
        var texts = message.lines.map(\.text) + message.defects
        for link in message.links {
            texts += [link.text, link.target, link.unwrapped ?? "", link.host]
            for warning in link.warnings {
                switch warning {
                case .textNamesAnotherHost(let text), .punycode(let text), .userInformation(let text):
                    texts.append(text)
                case .lookAlikeLetters, .numericHost, .encrypted: continue
                }
            }
        }
        for warning in message.senderWarnings {
            switch warning {
            case .nameIsAnotherAddress(let text), .repliesGoElsewhere(let text): texts.append(text)
            case .nameOfAnotherContact(let contact): texts += [contact.name, contact.address]
            }
        }
        if let list = message.list { texts += [list.name, list.identifier, list.oneClick ?? ""] + list.unsubscribe }
        if let found = message.authentication { texts += [found.server, found.signer] }
        return texts
    }

    private func expectHarmless(_ message: ReadableMessage, _ what: String) {
        for text in texts(message) {
            #expect(!text.unicodeScalars.contains(where: Self.isBad), "\(what): \(text.debugDescription)")
        }
    }

    @Test(arguments: [
        "FN", "FN;CHARSET=x", "ORG", "TITLE", "ROLE", "EMAIL", "TEL", "ADR", "URL", "BDAY", "NOTE",
        "item1.ADR;TYPE=home",
    ])
    func `no property of a contact`(property: String) {
        for bad in Self.bad {
            for value in ["a\(bad)b", ";;\(bad);\(bad)\\n\(bad)c", "tel:\(bad)1", bad] {
                expectHarmless(
                    read(
                        "Content-Type: text/vcard; charset=utf-8",
                        "BEGIN:VCARD\r\nFN:x\r\n\(property):\(value)\r\nEND:VCARD\r\n"), property)
            }
        }
        let quoted = "BEGIN:VCARD\r\n\(property);ENCODING=QUOTED-PRINTABLE:a=01=1B=5B=E2=80=AEb\r\nEND:VCARD\r\n"
        expectHarmless(read("Content-Type: text/vcard; charset=utf-8", quoted), property)
    }

    @Test(arguments: [
        "SUMMARY", "LOCATION", "DESCRIPTION", "ORGANIZER", "ORGANIZER;CN=%", "ATTENDEE", "ATTENDEE;CN=\"%\"",
        "ATTENDEE;PARTSTAT=%", "RRULE", "RRULE:FREQ=WEEKLY;BYDAY", "RRULE:FREQ=MONTHLY;BYMONTHDAY",
        "DTSTART;TZID=%", "DTEND;TZID=%", "METHOD", "STATUS", "SEQUENCE", "DURATION",
    ])
    func `no property of an event`(property: String) {
        for bad in Self.bad {
            let name = property.replacing("%", with: "a\(bad)b")
            let value = property.hasPrefix("DT") ? "20261123T091500" : "a\(bad)b"
            let separator = name.contains(":") ? "=" : ":"
            expectHarmless(
                read(
                    "Content-Type: text/calendar; charset=utf-8; method=REQUEST",
                    "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n\(name)\(separator)\(value)\r\nDTSTART;TZID=c\(bad)d:20261123T091500\r\nEND:VEVENT\r\n"
                ), property)
        }
    }

    @Test(arguments: [
        "Final-Recipient: rfc822; %", "Action: %", "Status: 5.1.1 %", "Diagnostic-Code: smtp; %", "Will-Retry-Until: %",
        "Disposition: manual-action/MDN-sent-manually; %",
    ])
    func `no field of a report`(field: String) {
        for bad in Self.bad {
            let report =
                "Reporting-MTA: dns; x\r\n\r\nAction: failed\r\nFinal-Recipient: rfc822; a@b\r\n"
                + field.replacing("%", with: "a\(bad)b")
            expectHarmless(read("Content-Type: message/delivery-status", report + "\r\n"), field)
        }
    }

    @Test(arguments: [
        "List-Id: % <%.example>", "List-Unsubscribe: <https://l.example/%>, <mailto:%@l.example>",
        "From: % ada@bank.example <x@evil.example>", "Reply-To: %@else%.example\r\nFrom: a@b.example",
        "Authentication-Results: mx.example; dkim=pass header.d=%.example",
        "From: Ada % Wilson <%@evil.example>",
    ])
    func `no field about sender and list`(field: String) {
        for bad in Self.bad {
            expectHarmless(read(field.replacing("%", with: bad), "text"), field)
            let word = Array(bad.utf8).map { "=" + PercentCoding.hex($0) }.joined()
            expectHarmless(read(field.replacing("%", with: "=?utf-8?q?\(word)?="), "text"), field)
        }
    }

    @Test(arguments: ["From", "To", "Cc", "Subject"])
    func `no field of a message within the message`(field: String) {
        for bad in Self.bad {
            expectHarmless(
                read("Content-Type: message/rfc822", "\(field): a\(bad)b <c@d.example>\r\n\r\ntext"), field)
        }
    }

    @Test func `no text, address or host of a link`() {
        for bad in Self.bad {
            for target in [
                "https://x.example/\(bad)", "https://\(bad)x.example/", "https://u\(bad)@x.example/", "mailto:\(bad)@x",
            ] {
                let message = read(
                    "Content-Type: text/html; charset=utf-8", "<a href=\"\(target)\">a</a>")
                expectHarmless(message, target)
                expectHarmless(
                    read(
                        "Content-Type: text/plain; charset=utf-8", "see \(target.replacing(bad, with: "%E2%80%AE")) x"),
                    target)
            }
            let worded = read(
                "Content-Type: text/html; charset=utf-8", "<a href='https://x.example/'>www.\(bad)bank.example</a>")
            for link in worded.links {
                #expect(!link.text.unicodeScalars.contains(where: Self.isBad))
            }
        }
    }

    @Test func `no name of a file within another file`() {
        for bad in Self.bad {
            let message = read(
                "Content-Type: text/plain; charset=utf-8", "begin 644 a\(bad)b.txt\r\n#0V%T\r\n`\r\nend\r\n")
            let controls = message.lines.flatMap { $0.text.unicodeScalars }.filter {
                $0.properties.generalCategory == .control
            }
            #expect(controls.isEmpty)
        }
    }
}
