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

/// How the list scrolls while a key is held down.
@Suite struct HeldKeyScrollTests {
    private func tops(_ choice: Layout.Choice, rests: Bool, key: String, times: Int) -> [Int] {
        var settings = ReaderRobot.settings
        settings.layout.choice = choice
        var robot = ReaderRobot(120, 40, settings: settings)
        robot.press("500gg")
        robot.rests = rests
        robot.send(.cursorRested)
        return (0..<times).map { _ in
            robot.press(key)
            return robot.state.list.top
        }
    }

    @Test(arguments: [Layout.Choice.two, .three]) func `beside other panes it turns pages, and shows every row`(
        choice: Layout.Choice
    ) throws {
        for key in ["j", "k"] {
            let tops = tops(choice, rests: false, key: key, times: 200)
            let steps = zip(tops.dropFirst(), tops).map { abs($0 - $1) }.filter { $0 > 0 }
            let page = try #require(steps.max())
            #expect(steps.count < 40 && steps.dropFirst(2).allSatisfy { $0 == page })
        }
    }

    @Test func `over the whole width, or key by key, it goes row by row`() {
        for (choice, rests) in [(Layout.Choice.one, false), (.two, true)] {
            let tops = tops(choice, rests: rests, key: "j", times: 100)
            #expect(zip(tops.dropFirst(), tops).allSatisfy { $0 - $1 <= 1 })
        }
    }
}
