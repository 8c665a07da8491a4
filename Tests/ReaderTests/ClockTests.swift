import MailModel
import Reader
import Screen
import Testing

/// A clock that is set back while the program runs.
@Suite struct ClockTests {
    @Test func `what is read is still marked read, and every screen is drawn`() {
        var settings = ReaderRobot.settings
        settings.markRead = .afterSeconds(2)
        var robot = ReaderRobot(120, 40, settings: settings)
        robot.press("j Enter")
        #expect(robot.changes.isEmpty)
        // An hour back.
        robot.send(.tick(now: SampleMail.now - 3_600, localTime: SampleMail.localTime))
        #expect(robot.changes.isEmpty)
        robot.send(.tick(now: SampleMail.now - 3_598, localTime: SampleMail.localTime))
        #expect(robot.changes.count == 1)
        robot.press("q q")
        #expect(robot.screen.text.contains("Ada Lovelace"))
    }

    @Test func `how long a link has been as it is never reads as nonsense`() {
        let link = AccountStatus.Link.offline(
            since: SampleMail.now, reason: "The connection was lost.", retryAt: SampleMail.now + 30)
        var robot = ReaderRobot(120, 40, link: link)
        robot.send(.tick(now: SampleMail.now - 86_400, localTime: SampleMail.localTime))
        #expect(robot.screen.text(ofRow: 0).contains("offline since"))
        #expect(!robot.screen.text(ofRow: 0).contains("-"))
        robot.press(":")
        robot.type("status")
        robot.press("Enter")
        #expect(robot.screen.text.contains("because"))
    }
}
