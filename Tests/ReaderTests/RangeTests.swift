import MailModel
import Screen
import Testing

@testable import Reader

/// `v` over rows that are not loaded.
@Suite struct RangeTests {
    private func id(_ position: Int) -> MessageID { SampleMail.message(position).id }

    private func moved(_ robot: ReaderRobot) -> Set<MessageID> {
        guard case .move(let ids, _) = robot.changes.last else { return [] }
        return Set(ids)
    }

    @Test(arguments: [false, true]) func `from here to the end all go, whatever is loaded`(isUpwards: Bool) {
        var robot = ReaderRobot(120, 40, total: 5_000)
        robot.press(isUpwards ? "G v 1501gg" : "1501gg v G")
        #expect(robot.status.contains("3,500 selected"))
        robot.press("d")
        #expect(moved(robot) == Set((1_500..<5_000).map(id)))
        #expect(robot.status.contains("Moved 3,500 messages to Trash; u undoes"))
    }

    @Test func `what was selected before stays, and nothing is counted twice`() {
        var robot = ReaderRobot(120, 40, total: 5_000)
        robot.press("x 3j x 1000gg v 2000gg v")
        #expect(robot.state.list.selection.count == 1_003)
        #expect(robot.status.contains("1,003 selected"))
    }

    @Test func `keys typed ahead of a long range act after it`() throws {
        var robot = ReaderRobot(120, 40, total: 5_000)
        robot.press("gg v G")
        robot.answers = false
        robot.press("d")
        #expect(robot.changes.isEmpty)
        robot.press("u")
        let range = try #require(robot.effects.compactMap(\.range).last)
        robot.send(.selectedRange(SampleMail.messages(in: range)))
        #expect(moved(robot).count == 5_000)
        #expect(robot.last.last == .undo)
    }

    @Test func `Esc lets a range go that is still being read`() throws {
        var robot = ReaderRobot(120, 40, total: 5_000)
        robot.press("gg v G")
        robot.answers = false
        robot.press("d Esc")
        let range = try #require(robot.effects.compactMap(\.range).last)
        robot.send(.selectedRange(SampleMail.messages(in: range)))
        #expect(robot.changes.isEmpty && robot.state.list.selection.isEmpty)
    }

    @Test func `of a range larger than is changed at one time nothing goes unasked`() {
        var robot = ReaderRobot(120, 40, total: 100_000)
        robot.press("11gg v G d")
        #expect(robot.changes.isEmpty)
        #expect(robot.status.contains("Selected 10,000 of the 99,990 messages of the range"))
        #expect(robot.state.list.selection[id(10)] != nil && robot.state.list.selection[id(10_009)] != nil)
        robot.press("d")
        #expect(moved(robot).count == 10_000)
    }

    @Test func `in the text a change is about that message alone, and the range stays open`() {
        var robot = ReaderRobot(120, 40, total: 5_000)
        robot.press("v j j Enter d")
        #expect(moved(robot) == [id(2)])
        #expect(robot.state.list.rangeStart != nil)
    }
}

extension Effect {
    fileprivate var range: MessageRange? {
        if case .selectRange(let range) = self { range } else { nil }
    }
}
