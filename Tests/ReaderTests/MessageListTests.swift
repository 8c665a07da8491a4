import MailModel
import Reader
import Screen
import Testing

@Suite struct MessageListTests {
    @Test func `opening shows the newest rows of the inbox and asks for no more than some screens`() {
        let robot = ReaderRobot(80, 24)
        #expect(robot.effects.contains(.openFolder(FolderID(1))))
        #expect(robot.effects.contains(.rememberFolder(FolderID(1))))
        guard case .observeWindow(let request)? = robot.effects.first(where: \.isObservation) else {
            Issue.record("No window was asked for")
            return
        }
        #expect(request.folder == FolderID(1) && request.anchor == .newest)
        #expect((100...1000).contains(request.count))
    }

    @Test func `j moves at once and asks for nothing while rows are near`() {
        var robot = ReaderRobot(80, 24)
        robot.press("j")
        #expect(robot.state.list.cursor == 1)
        #expect(robot.lastObservations == 0)
    }

    @Test func `a count moves so many rows`() {
        var robot = ReaderRobot(80, 24)
        robot.press("12j")
        #expect(robot.state.list.cursor == 12)
        robot.press("5k")
        #expect(robot.state.list.cursor == 7)
        robot.press("3gg")
        #expect(robot.state.list.cursor == 2)
    }

    @Test func `holding j down walks through a folder of 100,000 without a row that is not there`() {
        var robot = ReaderRobot(80, 24)
        for step in 1...1000 {
            robot.send(.input(.key(.character("j"))))
            #expect(robot.state.list.cursor == step)
            guard !robot.screen.text.contains("loading") else {
                Issue.record("Row \(step) was not there")
                return
            }
        }
        // Far fewer questions than rows.
        #expect(robot.effects.filter(\.isObservation).count < 20)
    }

    @Test func `G goes to the oldest message and gg back to the newest`() {
        var robot = ReaderRobot(80, 24)
        robot.press("G")
        #expect(robot.state.list.cursor == 99_999)
        #expect(robot.state.list.requested?.anchor == .oldest)
        #expect(robot.status.contains("100,000 of 100,000"))
        robot.press("gg")
        #expect(robot.state.list.cursor == 0)
        #expect(robot.screen.text.contains("Ada Lovelace"))
    }

    @Test func `rows not loaded yet say so and are never blank`() {
        var robot = ReaderRobot(80, 24)
        robot.answers = false
        robot.press("50000G")
        #expect(robot.state.list.cursor == 49_999)
        for row in 1...22 { #expect(robot.screen.text(ofRow: row).contains("loading…")) }
    }

    @Test func `the cursor stays on its message when mail arrives above`() {
        var robot = ReaderRobot(80, 24)
        robot.press("5j")
        var news = SampleMail.message(0)
        news.id = MessageID(2_000_000)
        news.received = MailDate(seconds: SampleMail.now)
        news.subject = "Just in"
        let before = robot.state.list.window?.rows[5].id
        robot.deliver(news)
        #expect(robot.state.list.cursor == 6)
        #expect(robot.state.list.window?.rows[6].id == before)
        // At the top of the list the new row comes into view.
        #expect(robot.screen.text(ofRow: 1).contains("Just in"))
    }

    @Test func `further down the screen stands still when mail arrives above`() {
        var robot = ReaderRobot(80, 24)
        robot.press("40j")
        let before = (1...22).map { robot.screen.text(ofRow: $0) }
        var news = SampleMail.message(0)
        news.id = MessageID(2_000_000)
        news.received = MailDate(seconds: SampleMail.now)
        robot.deliver(news)
        #expect((1...22).map { robot.screen.text(ofRow: $0) } == before)
        #expect(robot.state.list.cursor == 41)
    }

    @Test func `a window of a request no longer wanted is left alone`() {
        var robot = ReaderRobot(80, 24)
        let stale = WindowRequest(folder: FolderID(1), search: "old", anchor: .newest, count: 10)
        let before = robot.state
        robot.send(.window(SampleMail.window(stale, total: 3)))
        #expect(robot.state == before)
    }

    @Test func `a message that vanished leaves the cursor on the next older one`() {
        var robot = ReaderRobot(80, 24)
        robot.press("3j")
        guard let request = robot.state.list.requested else { return }
        var window = SampleMail.window(request, total: 100)
        window.rows.remove(at: 3)
        window.total -= 1
        robot.send(.window(window))
        #expect(robot.state.list.cursor == 3)
        #expect(robot.screen.text(ofRow: 4).contains("build@ci.example"))
    }

    @Test func `neighbours of the cursor are asked for ahead, once`() {
        var robot = ReaderRobot(120, 40)
        robot.press("j")
        let ids = [2, 3, 4, 0].map { SampleMail.message($0).id }
        #expect(robot.last.contains(.prefetch(ids)))
        robot.send(.tick(now: SampleMail.now + 1, localTime: SampleMail.localTime))
        #expect(robot.last.isEmpty)
    }

    @Test func `the next unread is found beyond the loaded rows`() {
        var robot = ReaderRobot(80, 24)
        robot.press("9gg ]")
        #expect(robot.state.list.cursor == 22)
        for _ in 0..<60 { robot.press("]") }
        #expect(robot.state.list.cursor == 22 + 60 * 9)
        for _ in 0..<59 { robot.press("[") }
        #expect(robot.state.list.cursor == 31)
    }

    @Test func `without more unread here the next folder with news opens`() {
        var robot = ReaderRobot(80, 24, total: 9)
        robot.press("G ]")
        #expect(robot.effects.contains(.openFolder(FolderID(8))))
        #expect(robot.state.folders.open == FolderID(8))
    }

    @Test func `a search narrows with every letter, Enter keeps it and q lets go`() {
        var robot = ReaderRobot(80, 24)
        robot.press("4j")
        robot.press("/")
        robot.type("en")
        #expect(robot.effects.compactMap(\.searched) == ["e", "en"])
        robot.press("Enter")
        #expect(robot.state.popup == nil && robot.state.list.search == "en")
        #expect(robot.status.contains("/en"))
        robot.press("q")
        #expect(robot.state.list.search == nil)
    }

    @Test func `Esc brings back the list and its place`() {
        var robot = ReaderRobot(80, 24)
        robot.press("7j /")
        robot.type("engine")
        robot.press("Esc")
        #expect(robot.state.list.search == nil)
        #expect(robot.state.list.cursor == 7)
        #expect(robot.state.popup == nil)
    }

    @Test func `pasted text never acts as keys`() {
        var robot = ReaderRobot(80, 24)
        robot.send(.input(.paste("dddd\nGd")))
        #expect(robot.changes.isEmpty && robot.state.list.cursor == 0)
        robot.press("/")
        robot.send(.input(.paste("two\nlines")))
        #expect(robot.state.list.search == "two lines")
    }
}

extension ReaderRobot {
    /// How many windows the last keys asked for.
    fileprivate var lastObservations: Int { last.filter(\.isObservation).count }
}

extension Effect {
    var isObservation: Bool {
        if case .observeWindow = self { true } else { false }
    }

    /// What an observation was narrowed to.
    var searched: String? {
        if case .observeWindow(let request) = self { request.search } else { nil }
    }
}
