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
    ("<img src='https://u@cats.example:8443/a.png' alt='A cat'>", ["[picture: A cat, cats.example]"]),
    ("<img src=cid:1 alt=''> <img src=CID:2 alt=Gulls>", ["[picture] [picture: Gulls]"]),
    (
        "<table><tr><th>Item<th>Price<tr><td>Tea<td>3.50<tr><td>Scones<td>12.00</table>",
        ["Item    Price", "Tea      3.50", "Scones  12.00"]
    ),
    ("<table role=presentation><tr><td>left<td>right</table>", ["left  right"]),
    (
        "<table role=presentation><tr><td>Tea<td>£3<tr><td>Scones<td>£12<tr><td><b>Total</b><td>£15</table>",
        ["Tea      £3", "Scones  £12", "Total   £15"]
    ),
    (
        "<table><tr><td><h4>To</h4>Ada<br>Leith<td><h4>From</h4>Leo<br>Dover</table>",
        ["To     From", "Ada    Leo", "Leith  Dover"]
    ),
    (
        "<table><tr><td>one<br>two<br>three<br>four<br>five<br>six<br>seven<td>a</table>",
        ["one", "two", "three", "four", "five", "six", "seven", "", "a"]
    ),
    ("<div style='padding:20px 0'>a</div><div>b</div><div style='margin-top:1em'>c</div>", ["a", "", "b", "", "c"]),
    ("<p style='margin:0'>a</p><p style='margin:0'>&nbsp;</p><p style='margin:0'>b</p>", ["a", "", "b"]),
    ("a<table><tr><td height=20 style='line-height:20px'>&nbsp;</table>b", ["a", "", "b"]),
    ("<style>.x{color:red}.y p{display:none} .z,p.w{margin:0}</style><p class=w>a</p><p class=z>b</p>", ["a", "b"]),
    ("<p>a<o:p></o:p></p><![if !supportLists]><p>b<o:p>&nbsp;</o:p></p><![endif]>", ["a", "", "b"]),
    ("<p><span style='mso-list:Ignore'>·&nbsp;&nbsp;</span>one</p>", [" • one"]),
    ("<p><span style='mso-list:Ignore'>2)&nbsp;</span>two</p>", [" 2) two"]),
    ("<ul style='list-style:none'><li>a<li>b</ul>", ["a", "b"]),
    ("was <s>18:30</s> <span style='text-decoration:line-through'>late</span>", ["was ~~18:30~~ ~~late~~"]),
    ("<div>a</div><div style='border:none;border-top:solid #E1E1E1 1.0pt'><b>From:</b> b</div>", ["a", "", "From: b"]),
    ("<p>________________</p>x", ["", "", "x"]),
    ("<a href='https://a.example/'>https://a.example/</a>", ["https://a.example/"]),
    ("<a href='https://a.example/'><img src=x alt='Shop'></a> <img src=y alt=star width=16>", ["Shop [1] star"]),
    (
        "<input type=radio checked> yes <input value=Ada> <select><option>a<option selected>b</select>"
            + "<textarea></textarea> <button>Go</button><input type=hidden value=t>",
        ["[x] yes [Ada] [b ▾][________] [Go]"]
    ),
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
    "<p style='visibility:hidden'>x</p>", "<!-- x -->", "<style>.hide{display:none}</style><p class='a hide'>x</p>",
    "<style><!-- p.gone, #it { display : none !important } --></style><p class=gone style='display:block'>x</p>",
    "<span style='font-size:1px;color:#fff'>x</span>", "<div>&#847;&zwnj;&nbsp;&#847;&zwnj;&nbsp;</div>",
])
func `what is hidden is left out`(html: String) {
    #expect(rendered(html + "<p>seen</p>").lines == ["seen"])
}

@Test func `tracking pixels are counted and not shown`() {
    let result = rendered("<img src=t width=1 height=1 alt=t><img src=u style='width:0px'>text")

    #expect(result.lines == ["text"])
    #expect(result.trackers == 2)
}

@Test func `what only keeps things apart is no tracker`() {
    #expect(rendered("<img src=t width=1 height=30 alt=''>text").trackers == 0)
    #expect(rendered("<img src=t width=600 height=1>text").trackers == 0)
    #expect(rendered("<img src=t width=0 height=0>text").trackers == 1)
}

@Test func `rules for other screens are left out`() {
    let sheet = "<style>@media only screen and (max-width:600px){.a{display:none}.b{x:y}}</style>"

    #expect(rendered(sheet + "<p class=a>seen</p>").lines == ["seen"])
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
