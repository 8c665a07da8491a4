import MailModel
import Testing

@testable import MessageContent

private func rendered(_ html: String) -> (lines: [String], links: [ReadableMessage.Link], trackers: Int) {
    var links = LinkCollector()
    let result = HTMLText.render(html, limit: 10_000, links: &links)
    return (result.lines.map(\.text), links.links, result.trackers)
}

@Test(arguments: [
    ("<p>one\n  two</p><p>three</p>", ["one two", "", "three"]),
    ("a<br>b<br><br>c", ["a", "b", "", "c"]),
    ("<h1>Title</h1>text", ["Title", "", "text"]),
    ("<ul><li>a<ul><li>b</ul><li>c</ul>", [" • a", "    ◦ b", " • c"]),
    ("<ol start=9><li>a<li>b</ol>", [" 9. a", "10. b"]),
    ("<blockquote>a<blockquote>b</blockquote></blockquote>c", ["> a", ">", ">> b", "", "c"]),
    ("<pre>a\n  b\tc</pre>", ["a", "  b     c"]),
    ("a&nbsp;&nbsp;b&shy;c&#8203;d &amp; &euro;", ["a  bcd & €"]),
    ("<div>a<div>b</div>c</div>", ["a", "b", "c"]),
    ("<div>a</div><hr><div>b</div>", ["a", "", "b"]),
    ("<img src=x alt='A cat'> <img src=y alt=''> <img src=cid:1>", ["[picture: A cat] [picture]"]),
    (
        "<table><tr><th>Item<th>Price<tr><td>Tea<td>3.50<tr><td>Scones<td>12.00</table>",
        ["Item    Price", "Tea      3.50", "Scones  12.00"]
    ),
    ("<table role=presentation><tr><td>left<td>right</table>", ["left", "right"]),
    ("<b>bold <i>both", ["bold both"]),
    ("<p>می‌خواهم</p>", ["می‌خواهم"]),
])
func `HTML becomes lines`(html: String, expected: [String]) {
    #expect(rendered(html).lines == expected)
}

@Test(arguments: [
    "<style>p{}</style>", "<script>x()</script>", "<head><title>t</title></head>", "<div style='display: none'>x</div>",
    "<div style='DISPLAY:none !important'>x</div>", "<span style='font-size:0'>x</span>",
    "<div style='max-height:0px;overflow:hidden'>x</div>", "<p style='opacity:0'>x</p>", "<p hidden>x</p>",
    "<p style='visibility:hidden'>x</p>", "<!-- x -->", "<div>&#847;&zwnj;&nbsp;&#847;&zwnj;&nbsp;</div>",
])
func `what is hidden is left out`(html: String) {
    #expect(rendered(html + "<p>seen</p>").lines == ["seen"])
}

@Test func `tracking pixels are counted and not shown`() {
    let result = rendered("<img src=t width=1 height=1 alt=t><img src=u style='width:0px'>text")

    #expect(result.lines == ["text"])
    #expect(result.trackers == 2)
}

@Test func `a child may undo the size of its container`() {
    #expect(rendered("<td style='font-size:0px'><div style='font-size:14px'>seen</div></td>").lines == ["seen"])
}

@Test func `links are numbered once for each target`() {
    let result = rendered(
        "See <a href='https://a.example/'>the <b>site</b></a>, <a href='https://b.example/'>another</a> or "
            + "<a href='https://a.example/'>the first</a>, not <a href='javascript:x()'>this</a> or <a href='#x'>that</a>."
    )

    #expect(result.lines == ["See the site [1], another [2] or the first [1], not this or that."])
    #expect(result.links.map(\.target) == ["https://a.example/", "https://b.example/"])
    #expect(result.links.map(\.text) == ["the site", "another"])
}

@Test func `emphasis and headings are marked`() {
    var links = LinkCollector()
    let lines = HTMLText.render("<h2>T</h2><p>a <b>b</b> <em>c</em> <code>d</code></p>", limit: 100, links: &links)
        .lines

    #expect(lines.first?.kind == .heading(level: 2))
    let emphasis = lines.last?.spans.filter { $0.text != " " }.map(\.emphasis)
    #expect(emphasis == [[], .strong, .italic, .code])
}

@Test(arguments: [
    String(repeating: "<div>", count: 10_000), String(repeating: "<table><tr><td>", count: 5_000),
    String(repeating: "<ul><li>", count: 5_000), String(repeating: "<blockquote>", count: 5_000),
    String(repeating: "<b><i><a href=http://x.example>", count: 5_000), "<<<<>>>><p", "<p title='", "&#xFFFFFFFF;&#0;",
])
func `hostile markup loses no text`(markup: String) {
    let lines = rendered(markup.hasSuffix("'") ? "deep" + markup : markup + ">deep").lines

    #expect(lines.contains { $0.contains("deep") })
}
