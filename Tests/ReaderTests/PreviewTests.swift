import MailModel
import Testing

@testable import Reader

/// The preview beside the list while the cursor moves.
@Suite struct PreviewTests {
    private func robotInAHurry() -> ReaderRobot {
        var robot = ReaderRobot(120, 40)
        robot.rests = false
        return robot
    }

    private func loads(_ effects: [Effect]) -> [MessageID] {
        effects.compactMap { if case .loadMessage(let id) = $0 { id } else { nil } }
    }

    @Test func `one step shows its message at once`() {
        var robot = robotInAHurry()

        robot.press("j")

        #expect(loads(robot.last) == [robot.state.list.current?.id].compactMap(\.self))
        #expect(robot.state.reader.message == robot.state.list.current?.id)
    }

    @Test func `rows that are passed in a run show no text, and ask for none`() {
        var robot = robotInAHurry()
        robot.press("j")
        let shown = robot.state.reader.message

        robot.press("j j j j")

        #expect(loads(robot.last).isEmpty)
        #expect(!robot.last.contains { if case .prefetch = $0 { true } else { false } })
        #expect(robot.state.reader.message == shown)
        #expect(
            robot.last.count { if case .awaitRest = $0 { true } else { false } } == 4, "each step begins the wait anew")
    }

    @Test func `where the cursor rests its message is shown`() {
        var robot = robotInAHurry()
        robot.press("j j j")

        robot.send(.cursorRested)

        #expect(robot.state.reader.message == robot.state.list.current?.id)
        #expect(loads(robot.last) == [robot.state.list.current?.id].compactMap(\.self))
    }

    @Test func `a message opened in a run is shown at once`() {
        var robot = robotInAHurry()
        robot.press("j j j")

        robot.press("Enter")

        #expect(robot.state.reader.message == robot.state.list.current?.id)
    }

    @Test func `nothing is awaited while the cursor stays`() {
        var robot = robotInAHurry()
        robot.press("j j")

        robot.send(.journal(pending: 3))

        #expect(!robot.last.contains { if case .awaitRest = $0 { true } else { false } })
    }
}
