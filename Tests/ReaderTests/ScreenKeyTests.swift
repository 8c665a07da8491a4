import MailModel
import Reader
import Screen
import Testing

/// What keys and the mouse do to the screen itself.
@Suite struct ScreenKeyTests {
    @Test(arguments: [(40, 1), (80, 1), (99, 1), (100, 2), (149, 2), (150, 3), (200, 3)])
    func `the layout follows the width`(columns: Int, panes: Int) {
        let text = ReaderRobot(columns, 40).screen.text
        let bars = text.split(separator: "\n")[1].count { $0 == "│" }
        let hasLine = text.contains("├")
        #expect((bars, hasLine) == (panes == 3 ? 2 : panes == 2 ? 1 : 0, panes == 2))
    }

    @Test func `z chooses a layout, which is remembered`() {
        var robot = ReaderRobot(120, 40)
        robot.press("z1")
        #expect(robot.last.contains(.rememberLayout(Layout(choice: .one))))
        #expect(!robot.screen.text.contains("│"))
        robot.press("z3")
        #expect(robot.state.layout.choice == .three)
    }

    @Test func `a layout without room says how much it needs`() {
        var robot = ReaderRobot(40, 12)
        robot.press("z2")
        #expect(robot.status.contains("needs 60 columns"))
        #expect(robot.state.layout.choice == .automatic)
    }

    @Test func `greater and less move the border of the pane in focus`() {
        var robot = ReaderRobot(120, 40)
        robot.press("q > >")
        #expect(robot.state.layout.folderColumns == 28)
        robot.press("<")
        #expect(robot.state.layout.folderColumns == 26)
        robot.press("Tab >")
        #expect(robot.state.layout.listHeightPercent == 44)
    }

    @Test func `the mouse drags a border, and lets it be remembered once`() {
        var robot = ReaderRobot(120, 40)
        robot.send(.input(.mouse(MouseEvent(kind: .press, position: Point(column: 24, row: 9)))))
        robot.send(.input(.mouse(MouseEvent(kind: .drag, position: Point(column: 30, row: 9)))))
        #expect(robot.last.isEmpty)
        robot.send(.input(.mouse(MouseEvent(kind: .release, position: Point(column: 30, row: 9)))))
        #expect(robot.last == [.rememberLayout(Layout(folderColumns: 30))])
        robot.send(.input(.mouse(MouseEvent(kind: .press, position: Point(column: 60, row: 16)))))
        robot.send(.input(.mouse(MouseEvent(kind: .drag, position: Point(column: 60, row: 21)))))
        #expect(robot.screen.text(ofRow: 21).contains("├"))
    }

    @Test func `a click selects, a second opens, the wheel scrolls what is under it`() {
        var robot = ReaderRobot(120, 40)
        robot.send(.input(.mouse(MouseEvent(kind: .press, position: Point(column: 50, row: 4)))))
        #expect(robot.state.list.cursor == 3)
        robot.send(.input(.mouse(MouseEvent(kind: .doubleClick, position: Point(column: 50, row: 4)))))
        #expect(robot.state.focus == .reader)
        robot.send(.input(.mouse(MouseEvent(kind: .wheelDown, button: .none, position: Point(column: 50, row: 4)))))
        #expect(robot.state.list.top == 3)
        robot.send(.input(.mouse(MouseEvent(kind: .press, position: Point(column: 5, row: 2)))))
        #expect(robot.state.focus == .folders && robot.state.folders.cursor == 1)
    }

    @Test func `the mouse can be turned off`() {
        var settings = ReaderRobot.settings
        settings.usesMouse = false
        var robot = ReaderRobot(120, 40, settings: settings)
        robot.send(.input(.mouse(MouseEvent(kind: .press, position: Point(column: 50, row: 4)))))
        #expect(robot.state.list.cursor == 0)
    }

    @Test func `in one pane Enter goes deeper and q back`() {
        var robot = ReaderRobot(80, 24)
        robot.press("Enter")
        #expect(robot.state.focus == .reader && robot.screen.text.contains("anticipating"))
        robot.press("J")
        #expect(robot.state.list.cursor == 1 && robot.state.focus == .reader)
        robot.press("q")
        #expect(robot.state.focus == .messages)
        robot.press("q j Enter")
        #expect(robot.state.folders.open == FolderID(2) && robot.state.focus == .messages)
    }

    @Test func `Space pages through the text and goes on to the next unread message`() {
        var robot = ReaderRobot(80, 12)
        robot.press("Enter Space")
        #expect(robot.state.reader.scroll > 0 && robot.state.list.cursor == 0)
        robot.press("Space Space Space")
        #expect(robot.state.list.cursor == 1 && robot.state.focus == .reader)
    }

    @Test func `a notice stays until a key is pressed and is kept`() {
        var robot = ReaderRobot()
        robot.send(.notice(Notice("The server refused the move: no such folder.", kind: .error)))
        #expect(robot.status.contains("! The server refused the move"))
        robot.send(.tick(now: SampleMail.now + 60, localTime: SampleMail.localTime))
        #expect(robot.status.contains("refused"))
        robot.press("j")
        #expect(!robot.status.contains("refused"))
        robot.press(":")
        robot.type("messages")
        robot.press("Enter")
        #expect(robot.screen.text.contains("! The server refused the move"))
    }

    @Test func `a pause after a prefix shows what can follow, and Esc takes it back`() {
        var robot = ReaderRobot()
        robot.press("g")
        #expect(robot.last == [.pause(milliseconds: 400)])
        #expect(!robot.screen.text.contains("any folder…"))
        robot.send(.paused)
        #expect(robot.screen.text.contains("any folder…"))
        robot.press("Esc")
        #expect(!robot.screen.text.contains("any folder…") && robot.state.focus == .messages)
    }

    @Test func `the palette performs what is chosen, and says why it can't`() {
        var robot = ReaderRobot()
        robot.press(":")
        robot.type("three")
        robot.press("Enter")
        #expect(robot.state.layout.choice == .three)
        robot.press("Ctrl-P")
        robot.type("new-folder")
        #expect(robot.screen.text.contains("works in the folders"))
        robot.press("Enter")
        #expect(robot.state.popup == nil && robot.status.contains("works in the folders"))
    }

    @Test func `a collapsed folder counts what it hides`() {
        var robot = ReaderRobot(80, 24)
        robot.press("q 5j Space")
        #expect(robot.screen.text(ofRow: 6).hasPrefix(" ▸ Lists"))
        #expect(robot.screen.text(ofRow: 6).hasSuffix("41"))
        #expect(!robot.screen.text.contains("mutt-users"))
    }

    @Test(arguments: ["c", "r", "R", "f"]) func `keys kept for writing mean nothing yet`(key: String) {
        var robot = ReaderRobot()
        robot.press(key)
        #expect(robot.status.contains("\(key) means nothing here"))
    }

    @Test func `a size of nothing draws nothing and breaks nothing`() {
        var robot = ReaderRobot()
        for size in [Size(columns: 0, rows: 0), Size(columns: 1, rows: 1), Size(columns: 7, rows: 3)] {
            robot.send(.input(.resize(size)))
            robot.press("Enter ? Esc : Esc m Esc / Esc q")
            robot.send(.paused)
            #expect(robot.screen.size == size)
        }
    }

    @Test func `no control character reaches a cell, whatever a server or a message says`() {
        let hostile = "\u{1B}[2J\u{9B}31m\u{202E}\u{0}\u{7F}"
        var folder = SampleMail.folder(1, "INBOX", .inbox, total: 3, unread: 3)
        folder.name = hostile
        let other = SampleMail.folder(2, hostile, total: 3)
        var robot = ReaderRobot(120, 40, total: 20, folders: [folder, other])
        var letter = SampleMail.letter
        letter.subject = hostile
        letter.defects = [hostile]
        letter.lines = [SampleMail.text(hostile), SampleMail.text(hostile, .quote(depth: 2))]
        letter.links = [ReadableMessage.Link(number: 1, text: hostile, target: hostile)]
        letter.attachments[0].filename = hostile
        robot.readable = letter
        robot.send(.notice(Notice(hostile, kind: .error)))
        for keys in ["j Enter", "A", "Esc L", "Esc gf", "Esc : m", "Esc q q j D", "n e"] {
            robot.press(keys)
            for scalar in robot.screen.text.unicodeScalars where scalar != "\n" {
                let category = scalar.properties.generalCategory
                #expect(
                    category != .control && category != .format, "U+\(String(scalar.value, radix: 16)) after \(keys)")
            }
        }
    }
}
