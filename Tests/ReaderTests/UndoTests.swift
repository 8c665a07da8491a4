import MailModel
import Reader
import Screen
import TestSupport
import Testing

/// `u` and Ctrl-R: what is said, what is asked of the store, and where the cursor goes.
@Suite struct UndoTests {
    private func id(_ position: Int) -> MessageID { SampleMail.message(position).id }

    @Test(arguments: [
        ("d", "Moved 1 message to Trash; u undoes"), ("x j x a", "Moved 2 messages to Archive; u undoes"),
        ("s", "Took the star off 1 message; u undoes"), ("j U", "Marked 1 message as read; u undoes"),
        ("x j x s", "Starred 1 message; u undoes"),
    ])
    func `the notice after a change says what was done and how to take it back`(keys: String, notice: String) {
        var robot = ReaderRobot()
        robot.press(keys)
        #expect(robot.status.contains(notice))
    }

    @Test func `u and Ctrl-R ask the store in every pane`() {
        var robot = ReaderRobot()
        for keys in ["u", "Enter u", "q q u"] {
            robot.press(keys)
            #expect(robot.last.last == .undo)
        }
        robot.press("Ctrl-R")
        #expect(robot.last == [.redo])
    }

    @Test func `the cursor goes to what came back, and the notice says what it was`() {
        var robot = ReaderRobot()
        robot.press("5j d u G")
        let place = SampleMail.message(5).key
        robot.send(
            .history(
                .undo,
                .changed(
                    UndoneChange(kind: .move(to: FolderID(13)), messages: 1, places: [FolderID(1): place]))))

        #expect(robot.status.contains("Undone: moved 1 message to Trash; Ctrl-R does it again"))
        #expect(robot.state.list.cursor == 5)
        #expect(robot.state.reader.message == id(5))
    }

    @Test func `what came back in a folder that is not open leaves the cursor where it is`() {
        var robot = ReaderRobot()
        robot.press("7j")
        robot.send(
            .history(
                .undo,
                .changed(
                    UndoneChange(
                        kind: .move(to: FolderID(1)), messages: 3, places: [FolderID(5): SampleMail.message(2).key]))))

        #expect(robot.state.list.cursor == 7)
        #expect(robot.status.contains("Undone: moved 3 messages to"))
    }

    static let outcomes: [(HistoryStep, UndoOutcome, String)] = [
        (.undo, .nothing, "There is nothing to undo"), (.redo, .nothing, "There is nothing to do again"),
        (.undo, .impossible(.expunge), "Can't be undone: deleted messages for good; u undoes what was before it"),
        (.undo, .gone(.move(to: FolderID(5))), "Can't be undone: moved messages to Archive; what it was about is gone"),
        (
            .redo, .changed(UndoneChange(kind: .setFlag(.keyword("Work"), true), messages: 2, places: [:])),
            "Done again: set Work on 2 messages; u undoes"
        ),
    ]

    @Test(arguments: outcomes) func `every outcome is said`(
        _ outcome: (HistoryStep, UndoOutcome, String)
    ) {
        var robot = ReaderRobot()
        robot.send(.history(outcome.0, outcome.1))
        #expect(robot.status.contains(outcome.2))
    }

    @Test func `marking read by reading is no step of undo`() {
        var robot = ReaderRobot()
        robot.press("j Enter")
        #expect(robot.effects.contains(.applyUnasked(.setFlag(.system(.seen), true, [id(1)]))))
    }

    @Test func `what goes for good says so in its question`() {
        var robot = ReaderRobot(total: 20)
        robot.press("gt d")
        #expect(robot.screen.text.contains("There is no way back."))
        robot.press("n q G D")
        #expect(robot.screen.text.contains("There is no way back."))
    }
}
