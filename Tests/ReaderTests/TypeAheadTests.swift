import MailModel
@testable import Reader
import Screen
import Testing

/// Keys that are pressed before a list that was asked for is there: none is lost, none meets another message than meant.
@Suite struct TypeAheadTests {
    private func id(_ position: Int) -> MessageID { SampleMail.message(position).id }

    /// Rows of another order: what a store answers for conversations.
    private func threaded(_ request: WindowRequest) -> MessageWindow {
        var window = SampleMail.window(request)
        window.rows.reverse()
        return window
    }

    private func moved(_ robot: ReaderRobot) -> [[MessageID]] {
        robot.changes.compactMap { change in
            if case .move(let ids, _) = change { ids } else { nil }
        }
    }

    /// A reader whose store is slow from now on.
    private func slow(_ columns: Int = 120, _ rows: Int = 40, _ keys: String = "3j") -> ReaderRobot {
        var robot = ReaderRobot(columns, rows)
        robot.press(keys)
        robot.answers = false
        return robot
    }

    private func answer(_ robot: inout ReaderRobot, total: Int = 100_000) throws {
        let request = try #require(robot.state.list.requested)
        robot.send(.window(SampleMail.window(request, total: total)))
    }

    @Test(arguments: ["d", "s", "x", "Enter", "a", "J"]) func `a key right after T acts on the row that is seen`(
        key: String
    ) throws {
        var still = slow()
        still.press(key)
        var robot = slow()
        let before = robot.screen
        robot.press("T")
        #expect(robot.screen.text(ofRow: 4) == before.text(ofRow: 4))
        robot.press(key)

        #expect(robot.changes == still.changes)
        #expect(robot.state.list.selection.keys == still.state.list.selection.keys)
        #expect(robot.state.focus == still.state.focus)
        #expect(robot.state.reader.message == still.state.reader.message)
        let request = try #require(robot.state.list.requested)
        #expect(request.isThreaded)
        robot.send(.window(threaded(request)))
        #expect(robot.state.list.current?.id == still.state.list.current?.id)
    }

    @Test func `T twice before the answer leaves everything as it was`() throws {
        var robot = slow()
        robot.press("T T")
        #expect(robot.state.list.requested?.isThreaded == false)
        try answer(&robot)
        #expect(robot.state.list.cursor == 3)
    }

    @Test func `who goes on while conversations are put together comes to the message he went to`() throws {
        var robot = slow()
        robot.press("T")
        let asked = try #require(robot.state.list.requested)
        robot.press("5j")
        // The answer has not the message that the cursor is on by now: it is asked for.
        var window = threaded(asked)
        window.rows = Array(window.rows.filter { $0.id != id(8) }.prefix(20))
        robot.send(.window(window))
        #expect(robot.state.list.current?.id == id(8))
        let again = try #require(robot.state.list.requested)
        #expect(again.isThreaded && again != asked)
        robot.send(.window(threaded(again)))
        #expect(robot.state.list.current?.id == id(8))
    }

    @Test func `what is typed after a search acts on its hits, in the order typed`() throws {
        var robot = slow()
        robot.press("/")
        robot.type("engine")
        robot.press("Enter j d j s")
        #expect(robot.changes.isEmpty)
        // The rows before are still to be seen, with the cursor where it was.
        #expect(robot.state.list.cursor == 3)

        try answer(&robot, total: 14)

        #expect(moved(robot) == [[id(1)]])
        #expect(robot.changes.last == .setFlag(.system(.flagged), true, [id(3)]))
    }

    @Test func `down in a search that is typed goes over its hits`() throws {
        var robot = slow()
        robot.press("/")
        robot.type("en")
        robot.press("Down Down Enter d")
        try answer(&robot, total: 14)
        #expect(robot.state.popup == nil)
        #expect(moved(robot) == [[id(2)]])
    }

    @Test func `what is typed after opening a folder acts in that folder`() throws {
        var robot = slow(80, 24)
        let rows = { (robot: ReaderRobot) in (1...22).map { robot.screen.text(ofRow: $0).dropFirst() } }
        let before = rows(robot)
        robot.press("ga d")
        #expect(robot.changes.isEmpty)
        // No blank list for the moment between.
        #expect(rows(robot) == before)
        robot.press("?")

        try answer(&robot, total: 14)

        #expect(moved(robot) == [[id(0)]])
        #expect(robot.state.popup != nil)
    }

    @Test func `a key after a jump waits for the row it jumps to`() throws {
        var robot = slow()
        robot.press("G d")
        #expect(robot.changes.isEmpty)
        try answer(&robot)
        #expect(moved(robot) == [[id(99_999)]])
    }

    @Test func `a key after a jump to an unread message acts on that one`() throws {
        var robot = slow(80, 24, "gg")
        robot.press("190gg")
        try answer(&robot)
        // None is unread in what is loaded from here.
        let request = try #require(robot.state.list.requested)
        var window = SampleMail.window(request)
        for index in window.rows.indices { window.rows[index].flags = Flags(system: .seen) }
        robot.send(.window(window))
        robot.press("] d")
        #expect(robot.changes.isEmpty)
        try answer(&robot)
        #expect(moved(robot).count == 1)
        #expect(moved(robot).first?.first == robot.changes.lastMoved)
        let target = try #require(moved(robot).first?.first)
        #expect((1_000_000 - target.row) % 9 == 4)
    }

    @Test func `Esc lets go of what waits, and other panes go on`() throws {
        var robot = slow()
        robot.press("ga d Esc")
        #expect(robot.status.contains("still loading"))
        try answer(&robot, total: 14)
        #expect(robot.changes.isEmpty)

        robot.press("gi q j")
        #expect(robot.state.focus == .folders)
        #expect(robot.state.folders.cursor == 1)
    }

    @Test func `a list that never comes does not take the keys for ever`() {
        var robot = slow()
        robot.press("ga d")
        robot.send(.tick(now: SampleMail.now + 3, localTime: SampleMail.localTime))
        #expect(robot.status.contains("not done"))
        robot.press(":")
        #expect(robot.state.popup != nil)
    }

    @Test func `a folder without messages here yet says that they are loading`() throws {
        var robot = slow()
        robot.press("ga d")
        let request = try #require(robot.state.list.requested)
        robot.send(
            .window(MessageWindow(request: request, rows: [], offset: 0, total: 0, serverTotal: 500, unread: 0)))
        #expect(robot.status.contains("The messages are still loading"))
        #expect(robot.changes.isEmpty)
    }

    @Test func `a click on a row of the folder before does nothing`() throws {
        var robot = slow()
        robot.press("ga")
        robot.send(.input(.mouse(MouseEvent(kind: .press, button: .left, position: Point(column: 60, row: 8)))))
        try answer(&robot, total: 14)
        #expect(robot.state.list.cursor == 0)
    }
}

extension [ChangeRequest] {
    /// The message that was moved last.
    fileprivate var lastMoved: MessageID? {
        if case .move(let ids, _) = last { ids.first } else { nil }
    }
}
