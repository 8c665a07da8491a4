import MailModel
import Testing

@testable import MessageContent

private func inspected(_ target: String, text: String = "here") -> ReadableMessage.Link {
    LinkInspector.inspected(.init(number: 1, text: text, target: target))
}

@Test(
    arguments: [
        ("https://bank.example/login", "here", []),
        ("https://bank.example/login", "www.bank.example", []),
        ("https://click.bank.example/x", "https://www.bank.example/login", []),
        (
            "https://bank.example.evil.example.org/", "bank.example",
            [.textNamesAnotherHost("bank.example")]
        ),
        ("https://one.co.uk/", "other.co.uk", [.textNamesAnotherHost("other.co.uk")]),
        ("https://evil.example.org/", "http://intranet/login", [.textNamesAnotherHost("intranet")]),
        ("https://files.example.org/1", "report.pdf", []),
        ("https://bank.example@evil.example.org/", "here", [.userInformation("bank.example")]),
        (
            "https:\\\\evil.example.org\\@bank.example", "bank.example",
            [.textNamesAnotherHost("bank.example")]
        ),
        ("http://192.0.2.7/", "here", [.numericHost]),
        ("http://0x7f000001/", "here", [.numericHost]),
        ("http://[2001:db8::1]:8080/", "here", [.numericHost]),
        ("https://xn--mnchen-3ya.example/", "here", [.punycode(decoded: "münchen.example")]),
        ("https://xn--80ak6aa92e.com/", "here", [.punycode(decoded: "аррӏе.com"), .lookAlikeLetters]),
        ("https://pаypal.example/", "here", [.lookAlikeLetters]),
        ("https://xn--999999999999.example/", "here", [.punycode(decoded: "xn--999999999999.example")]),
        ("mailto:ada@example.org", "bank.example", []),
    ] as [(String, String, [LinkWarning])])
func `what could mislead about a link is said`(
    target: String, text: String, expected: [LinkWarning]
) {
    #expect(inspected(target, text: text).warnings == expected)
}

@Test(arguments: [
    (
        "https://www.google.com/url?sa=t&q=https%3A%2F%2Fa.example%2Fb%3Fc%3Dd&x=1",
        "https://a.example/b?c=d"
    ),
    (
        "https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fa.example%2F&data=1",
        "https://a.example/"
    ),
    ("https://urldefense.com/v3/__https://a.example/b__;!!x!y$", "https://a.example/b"),
    ("https://urldefense.proofpoint.com/v2/url?u=https-3A__a.example_b&d=x", "https://a.example/b"),
    (
        "https://l.facebook.com/l.php?u=https%3A%2F%2Fwww.google.com%2Furl%3Fq%3Dhttps%253A%252F%252Fa.example%252F",
        "https://a.example/"
    ),
])
func `a redirector's address is unwrapped without the network`(target: String, expected: String) {
    let link = inspected(target)

    #expect(link.unwrapped == expected)
    #expect(link.host == "a.example")
}

@Test(arguments: [
    "https://a.example/?url=https%3A%2F%2Fb.example", "https://www.google.com/url?q=javascript%3Ax()",
    "https://www.google.com/url?q=https%3A%2F%2Fb.example%0Ax",
    "https://www.google.com/search?q=https%3A%2F%2Fb.example",
])
func `what is no redirector stays as it is`(target: String) {
    #expect(inspected(target).unwrapped == nil)
}

@Test(arguments: [
    ("https://bank%0A.example/", "bank.example"), ("https://a%20%20.example", "a.example"),
    ("https://[::1%0d%1b]/", "::1%0d%1b"),
    ("https://[::1\u{85}\u{202E}]/", "::1"), ("https://b\u{3000}c.example/", "bc.example"),
])
func `no white space and no control character gets into a host`(target: String, host: String) {
    #expect(inspected(target).host == host)
}

@Test(arguments: ["%C2%85", "%E2%80%AE", "%E3%80%80", "%00", "%0A"])
func `a redirector's target with what no address has is left wrapped`(character: String) {
    let link = inspected("https://www.google.com/url?q=https://x.example/\(character)y")

    #expect(link.unwrapped == nil)
    #expect(link.host == "www.google.com")
}

@Test func `the links of a message are inspected`() {
    let message = MessageReader.readable(
        source: Array(
            "Content-Type: text/html\r\n\r\n<a href='http://192.0.2.1/'>bank.example</a>\r\n".utf8))

    #expect(message.links.first?.warnings == [.textNamesAnotherHost("bank.example"), .numericHost])
    #expect(message.links.first?.host == "192.0.2.1")
}
