import MailModel
import Screen
import TestSupport
import Testing

@testable import Reader

/// The links of a message: listed, opened, copied, followed by the terminal.
@Suite struct LinkTests {
    private typealias Link = ReadableMessage.Link

    private static let links = [
        Link(number: 1, text: "the plate", target: "https://example.org/carry", host: "example.org"),
        Link(
            number: 2, text: "www.bank.example", target: "https://bank.example@evil.example/login?session=1",
            host: "evil.example",
            warnings: [.textNamesAnotherHost("www.bank.example"), .userInformation("bank.example")]),
        Link(
            number: 3, text: "Read more", target: "https://click.mailer.example/r?u=https%3A%2F%2Fnews.example%2F7",
            unwrapped: "https://news.example/7", host: "news.example"),
        Link(
            number: 4, text: "Anmelden", target: "https://xn--bcher-kva.example/", host: "xn--bcher-kva.example",
            warnings: [.punycode(decoded: "bücher.example")]),
        Link(number: 5, text: "mailto:ada@example.org", target: "mailto:ada@example.org"),
        Link(number: 12, text: "a file", target: "file:///etc/passwd"),
    ]

    private func opened(_ columns: Int = 80, _ rows: Int = 24) -> ReaderRobot {
        var letter = SampleMail.letter
        letter.links = LinkTests.links
        letter.lines = LinkTests.links.map { link in
            ReadableMessage.Line(
                kind: .text,
                spans: [ReadableMessage.Span(link.text, link: link.number), ReadableMessage.Span(" [\(link.number)]")])
        }
        letter.attachments = []
        letter.trackers = 3
        var robot = ReaderRobot(columns, rows)
        robot.readable = letter
        robot.press("Enter")
        return robot
    }

    @Test(arguments: [(40, 12), (80, 24), (120, 40), (200, 50)])
    func `links and their warnings at each size`(columns: Int, rows: Int) {
        var robot = opened(columns, rows)
        expectScreen(robot.screen, "link-text-\(columns)x\(rows)")
        robot.press("L j")
        expectScreen(robot.screen, "link-list-\(columns)x\(rows)", styles: columns == 80)
    }

    @Test func `a count before the key opens that link`() throws {
        var robot = opened()
        robot.press("1 L")
        #expect(robot.last == [.openAddress(try #require(OpenableAddress("https://example.org/carry")))])
        robot.press("7 L")
        #expect(robot.last.isEmpty)
        #expect(robot.status.contains("There is no link 7"))
    }

    @Test func `a redirector is left out when its link is opened`() throws {
        var robot = opened()
        robot.press("3 L")
        #expect(robot.last == [.openAddress(try #require(OpenableAddress("https://news.example/7")))])
    }

    @Test func `a link that may mislead is opened after a question only`() throws {
        var robot = opened()
        robot.press("2 L")
        #expect(robot.last.isEmpty)
        #expect(robot.screen.text.contains("leads to evil.example"))
        robot.press("n")
        #expect(robot.last.isEmpty)
        robot.press("2 L y")
        let address = try #require(OpenableAddress("https://bank.example@evil.example/login?session=1"))
        #expect(robot.last == [.openAddress(address)])
    }

    @Test func `only addresses of the web and of mail are opened`() {
        var robot = opened()
        robot.press("12L")
        #expect(robot.last.isEmpty)
        #expect(robot.status.contains("Only addresses of the web and of mail"))
    }

    @Test func `digits find a link in the list, Enter opens it, y copies where it leads`() throws {
        var robot = opened()
        robot.press("L 1 2")
        guard case .links(let list) = robot.state.popup else { return #expect(Bool(false), "no list") }
        #expect(list.current?.number == 12)
        robot.press("3 y")
        #expect(robot.last == [.copyToClipboard("https://news.example/7")])
        robot.press("L 5 Enter")
        #expect(robot.last == [.openAddress(try #require(OpenableAddress("mailto:ada@example.org")))])
    }

    @Test func `the terminal may follow links, but none that may mislead`() {
        let screen = opened().screen
        let addresses = (0..<24).flatMap { screen.hyperlinks(ofRow: $0) }.map(\.address)
        #expect(addresses.contains("https://example.org/carry"))
        #expect(addresses.contains("https://news.example/7"))
        #expect(!addresses.contains { $0.contains("evil") || $0.contains("xn--") || $0.contains("passwd") })
    }

    @Test func `a popup over a link hides it from the terminal too`() {
        var robot = opened()
        let before = (0..<24).flatMap { robot.screen.hyperlinks(ofRow: $0) }.count
        robot.press("?")
        let links = (0..<24).flatMap { robot.screen.hyperlinks(ofRow: $0) }
        #expect(links.count < before)
    }

    @Test(arguments: [
        ("https://example.org/a b", "https://example.org/a%20b"),
        ("HTTPS://example.org/ü", "https://example.org/%C3%BC"),
        ("https://evil.example\\@good.example/", "https://evil.example/@good.example/"),
        ("https://example.org/\u{1B}]8;;x\u{7}", "https://example.org/%1B]8;;x%07"),
        ("mailto:ada@example.org?subject=x\u{202E}y", "mailto:ada@example.org?subject=x%E2%80%AEy"),
        ("https://example.org/`id`$(id)", "https://example.org/%60id%60$(id)"),
    ])
    func `an address is spelt so that no program mistakes it`(address: String, spelt: String) {
        #expect(OpenableAddress(address)?.text == spelt)
    }

    @Test(arguments: [
        "file:///etc/passwd", "javascript:alert(1)", "--help", "", "https://", "data:text/html,x", "-o x https://a.b",
        "vnc://host", "/bin/sh",
    ])
    func `what is no address of the web or of mail is none`(address: String) {
        #expect(OpenableAddress(address) == nil)
    }

    @Test func `the real host is set off, whatever stands before it`() {
        let runs = LinkFacts.runs(of: LinkTests.links[1])
        #expect(runs.map(\.text) == ["https://bank.example@", "evil.example", "/login?session=1"])
        #expect(runs.allSatisfy { $0.link == nil })
    }
}
