import MailModel
import Testing

@testable import MessageContent

@Suite struct HTMLColorTests {
    private func spans(_ html: String) -> [String] {
        var links = LinkCollector()
        return HTMLText.render(html, limit: 1_000, links: &links).lines.flatMap(\.spans).map { span in
            [span.text, Self.digits(span.foreground), Self.digits(span.background)].joined(separator: "|")
        }
    }

    private static func digits(_ color: TextColor?) -> String {
        guard let color else { return "" }
        return [color.red, color.green, color.blue].map {
            $0 < 16 ? "0" + String($0, radix: 16) : String($0, radix: 16)
        }
        .joined()
    }

    @Test(arguments: [
        ("#f00", "ff0000"), ("#FF8800", "ff8800"), ("#f008", "ff0000"), ("#f001", ""), ("#ff000010", ""),
        ("red", "ff0000"), ("DarkSlateBlue", "483d8b"), ("rgb(255, 0,10)", "ff000a"),
        ("rgb(100% 0% 0% / 80%)", "ff0000"),
        ("rgba(1,200,3,.2)", ""), ("rgb(999,-5,0)", "ff0000"), ("rgb(1,2)", ""), ("rgb(nan,1,2)", ""), ("rgb(", ""),
        ("transparent", ""), ("inherit", ""), ("#ff", ""), ("#gggggg", ""), ("", ""), ("url(#f00)", ""),
        ("f00f00", "f00f00"),
        ("none repeat #ff0000", "ff0000"),
    ])
    func `a colour is read as CSS writes it`(value: String, expected: String) {
        #expect(Self.digits(HTMLColor.parse(value.lowercased())) == expected)
    }

    @Test(arguments: [
        (
            "<p style='color:red'>a <b>b</b> <i style='color:#333'>c</i></p>",
            ["a|ff0000|", " b|ff0000|", " c||"]
        ),
        ("<font color=Blue>a</font>b", ["a|0000ff|", "b||"]),
        ("<style>.w{color:#c00}</style><span class=w>a</span>", ["a|cc0000|"]),
        // The grounds of pages, boxes and cells are not painted; markers are.
        (
            "<body bgcolor=red><div style='background:red'>a<span style='background-color:#ff0'>b</span></div>",
            ["a||", "b||ffff00"]
        ),
        ("<mark>a</mark>", ["a||ffff00"]),
        // White on white, and black: the page's own.
        ("<span style='color:#fff;background:#fff'>a</span>", ["a||"]),
        // Links have a look of their own.
        ("<a href='https://a.example' style='color:red'>a</a>", ["a||", " ||", "[1]||"]),
    ])
    func `words have the colours of their elements`(html: String, expected: [String]) {
        #expect(spans(html) == expected)
    }

    @Test(arguments: [
        ("<p>abc</p>", [false]), ("<p>שלום abc</p>", [true]), ("<p>12 (שלום)</p>", [true]),
        ("<p>abc שלום</p>", [false]),
        ("<p dir=rtl>abc</p>", [true]), ("<p dir=ltr>שלום</p>", [false]),
        ("<div dir=rtl><p dir=auto>abc</p></div>", [false]),
        ("<p style='direction:rtl'>abc</p>", [true]), ("<p>٣ مرحبا</p>", [true]), ("<p>123</p>", [false]),
        ("<p dir=rtl>a<br>b</p>c", [true, true, false]), ("<ul dir=rtl><li>a</ul>", [true]),
        ("<div dir=rtl><table role=presentation><tr><td>a<td>b</table></div>", [true]),
        ("<table dir=rtl border=1><tr><td>a<td>b<tr><td>c<td>d</table>", [true, true]),
    ])
    func `a line begins at the right by its element, or else by its first letter`(html: String, expected: [Bool]) {
        var links = LinkCollector()
        let lines = HTMLText.render(html, limit: 1_000, links: &links).lines
        #expect(lines.filter { $0.spans.contains { !$0.text.isEmpty } }.map(\.isRightToLeft) == expected)
    }
}
