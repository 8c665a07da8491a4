import Foundation
import MailModel
import Testing

@testable import MessageContent

private func summary(_ header: String) -> HeaderSummary { HeaderSummary.parse(Array(header.utf8)) }

@Test func `a plain header is read field by field`() {
    let header = summary(
        """
        FROM: "Ada Lovelace" <ada@example.org>\r
        To: charles@example.com,\r
        \tLady Byron <byron@example.com>\r
        Cc: \r
        Subject: Re: the\r
          engine\r
        Date: Mon, 23 Nov 2026 09:14:03 +0100\r
        Message-ID: <one@example.org>\r
        References: <zero@example.org> <half@example.org>\r
        In-Reply-To: <half@example.org>\r
        \r
        Subject: of the body\r\n
        """)

    #expect(header.from == [EmailAddress(name: "Ada Lovelace", address: "ada@example.org")])
    #expect(header.to.map(\.address) == ["charles@example.com", "byron@example.com"])
    #expect(header.to.map(\.name) == ["", "Lady Byron"])
    #expect(header.cc.isEmpty)
    #expect(header.subject == "Re: the engine")
    #expect(header.date == MailDate(seconds: 1_795_421_643, offsetMinutes: 60))
    #expect(header.messageID == "one@example.org")
    #expect(header.references == ["zero@example.org", "half@example.org"])
    #expect(header.inReplyTo == ["half@example.org"])
    #expect(!header.isUnreadable)
}

@Test(arguments: [
    ("=?utf-8?q?caf=C3=A9?=", "café"),
    ("=?utf-8?B?Y2Fmw6k=?= =?iso-8859-1?q?_bl=FC?=", "café blü"),
    ("=?ISO-2022-JP?B?GyRCMnE1RBsoQg==?=", "会議"),
    ("=?utf-8?q?=E2=82?= =?utf-8?q?=AC_5?=", "€ 5"),
    ("plain\t\t text", "plain text"),
    ("=?unknown-charset?q?abc?=", "abc"),
    ("=?utf-8?q?never closed", "=?utf-8?q?never closed"),
    ("naïve", "naïve"),
])
func `a subject is decoded`(raw: String, expected: String) {
    #expect(summary("Subject: \(raw)\r\n\r\n").subject == expected)
}

/// Every way to cut a text in up to three encoded words, each with its own padding.
private let cutTexts: [[String]] = ["a", "ab", "abc", "ن", "عن"].flatMap { first in
    ["x", "xy", "xyz", "نن"].flatMap { second in
        ["", "1", "12", "123"].map { [first, second, $0].filter { !$0.isEmpty } }
    }
}

/// RFC 2047 section 2, in base64.
private func word(_ octets: [UInt8], _ charset: String = "utf-8") -> String {
    "=?\(charset)?B?\(Data(octets).base64EncodedString())?="
}

@Test(arguments: ["\r\n ", " ", ""])
func `base64 words that follow each other are all read, whatever their padding`(separator: String) {
    for pieces in cutTexts {
        let text = pieces.joined()
        let words = pieces.map { word(Array($0.utf8)) }.joined(separator: separator)
        let header = summary(
            "Subject: \(words)\r\nFrom: \(words) <a@b.example>\r\nTo: \"\(words)\" <c@d.example>\r\n\r\n")

        #expect(header.subject == text)
        #expect(header.from.map(\.name) == [text])
        #expect(header.to.map(\.name) == [text])
    }
}

@Test func `a character that is cut in two base64 words is whole again`() {
    let euro = Array("€".utf8)

    for charset in ["utf-8", "UTF-8*de"] {
        let words = [word(Array(euro[..<1]), charset), word(Array(euro[1...]), charset)].joined(separator: " ")
        #expect(summary("Subject: 5 \(words) each\r\n\r\n").subject == "5 € each")
    }
}

/// What senders mean by the names of charsets, as in texts (WHATWG encoding standard, section 4.2).
@Test(
    arguments: [
        ("iso-8859-1", [0x93, 0x71, 0x94, 0x20, 0x80], "“q” €"), ("gb2312", [0xE9, 0x46], "镕"),
        ("eucgb2312_cn", [0xCD, 0xA8], "通"), ("shift_jis", [0x87, 0x40], "①"), ("ks_c_5601-1987", [0x8C, 0x63], "똠"),
        ("us-ascii", [0xC3, 0xA9], "é"), ("nonsense", [0xC3, 0xA9], "é"), ("ISO-8859-15*de", [0xA4], "€"),
    ] as [(String, [UInt8], String)])
func `words are read in the charset that is meant`(charset: String, octets: [UInt8], text: String) {
    let quoted = "=?\(charset)?q?" + octets.map { "=" + String($0, radix: 16, uppercase: true) }.joined() + "?="
    for word in [word(octets, charset), quoted] {
        let header = summary("Subject: \(word)\r\nFrom: \(word) <a@b.example>\r\n\r\n")

        #expect(header.subject == text)
        #expect(header.from.map(\.name) == [text])
    }
}

@Test func `what only looks like base64 words stays`() {
    for text in ["=?a?B? =?b?B?", "=?=?=?", "a =? b =? c ?B?", "=?utf-8?B?YQ==? =?utf-8?B?Yg==?"] {
        #expect(summary("Subject: \(text)\r\n\r\n").subject == text)
    }
}

@Test func `raw bytes that are not UTF-8 are read as windows-1252`() {
    let bytes = Array("Subject: caf".utf8) + [0xE9, 0x20, 0x93, 0x94] + Array("\r\n\r\n".utf8)

    #expect(HeaderSummary.parse(bytes).subject == "café “”")
}

@Test(arguments: [
    ("ada@example.org (Ada Lovelace)", [EmailAddress(name: "Ada Lovelace", address: "ada@example.org")]),
    (
        "Friends: a@b.example, c@d.example;",
        [
            EmailAddress(name: "", address: "a@b.example"), EmailAddress(name: "", address: "c@d.example"),
        ]
    ),
    ("=?utf-8?q?J=C3=B6rg?= <j@example.org>", [EmailAddress(name: "Jörg", address: "j@example.org")]),
    ("\"Lovelace, Ada\" <ada@example.org>", [EmailAddress(name: "Lovelace, Ada", address: "ada@example.org")]),
    ("\"Ada \\\"A\\\" L\" <ada@example.org>", [EmailAddress(name: "Ada \"A\" L", address: "ada@example.org")]),
    ("Whoever", [EmailAddress(name: "Whoever", address: "")]),
])
func `an address field is read`(raw: String, expected: [EmailAddress]) {
    #expect(summary("From: \(raw)\r\n\r\n").from == expected)
}

@Test(arguments: [
    ("Thu, 1 Jan 1970 00:00:00 +0000", 0, 0),
    ("1 Jan 70 00:00 GMT", 0, 0),
    ("Mon, 23 Nov 2026 09:14:03 -0830 (comment)", 1_795_455_843, -510),
    ("Tue, 29 Feb 2000 23:59:60 EST", 951_886_800, -300),
])
func `a date keeps its offset`(raw: String, seconds: Int64, offset: Int) {
    #expect(summary("Date: \(raw)\r\n\r\n").date == MailDate(seconds: seconds, offsetMinutes: offset))
}

@Test(arguments: ["", "yesterday", "99 Foo 2020", ":::::"])
func `what is no date is none`(raw: String) {
    #expect(summary("Date: \(raw)\r\n\r\n").date == nil)
}

@Test func `long lists are cut`() {
    let ids = (0..<500).map { "<\($0)@example.org>" }.joined(separator: " ")
    let people = (0..<3_000).map { "p\($0)@example.org" }.joined(separator: ", ")
    let header = summary("References: \(ids)\r\nTo: \(people)\r\n\r\n")

    #expect(header.references.count == 100)
    #expect(header.references.first == "0@example.org")
    #expect(header.references.last == "499@example.org")
    #expect(header.to.count == 1_000)
}

@Test func `bytes without any field are unreadable and nothing is nothing`() {
    #expect(summary("no field here\r\n").isUnreadable)
    #expect(!summary("\r\n").isUnreadable)
    #expect(!summary("").isUnreadable)
}
