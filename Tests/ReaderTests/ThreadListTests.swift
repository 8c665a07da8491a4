import MailModel
import Screen
import TestSupport
import Testing

@testable import Reader

/// The list by conversations.
@Suite struct ThreadListTests {
    /// What the robot's store answers, with depths.
    private func threaded(_ columns: Int, _ rows: Int) throws -> ReaderRobot {
        var robot = ReaderRobot(columns, rows)
        robot.press("T")
        let request = try #require(robot.state.list.requested)
        #expect(request.isThreaded)
        #expect(robot.effects.contains(.rememberThreads(true)))
        var window = SampleMail.window(request)
        window.depths = window.rows.indices.map { [0, 1, 2, 1, 0, 0, 1, 2, 9][$0 % 9] }
        robot.send(.window(window))
        return robot
    }

    @Test(arguments: [(40, 12), (80, 24), (120, 40), (200, 50)])
    func `conversations at each size`(columns: Int, rows: Int) throws {
        expectScreen(try threaded(columns, rows).screen, "threads-\(columns)x\(rows)")
    }

    @Test func `the cursor stays on its message both ways`() throws {
        var robot = ReaderRobot(80, 24)
        robot.press("j j j")
        let message = robot.state.list.window?.rows[3].id
        robot.press("T")
        if case .around(let key, _) = robot.state.list.requested?.anchor {
            #expect(key.id == message)
        } else {
            #expect(Bool(false), "it asks for another place")
        }
        robot.press("T")
        #expect(robot.state.list.requested?.isThreaded == false)
    }

    @Test func `another folder is shown the same way`() throws {
        var robot = try threaded(80, 24)
        robot.press("gs")
        #expect(robot.state.list.requested?.isThreaded == true)
    }

    @Test func `a search has no conversations`() throws {
        var robot = try threaded(80, 24)
        robot.press("/")
        robot.type("carry")
        robot.press("Enter T")
        #expect(robot.status.contains("A search has no conversations"))
        #expect(robot.state.list.requested?.isThreaded == false)
    }

    @Test func `a range takes what lies between on the screen`() throws {
        var robot = try threaded(80, 24)
        robot.press("j v j j d")
        guard case .move(let ids, _) = robot.changes.last else { return #expect(Bool(false), "nothing moved") }
        #expect(ids == [1, 2, 3].map { SampleMail.message($0).id })
    }
}
