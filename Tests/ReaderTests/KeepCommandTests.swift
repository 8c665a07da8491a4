import MailModel
import Testing

@testable import Reader

/// `:keep`: what it asks for, and what it says.
struct KeepCommandTests {
    private static let inbox = SampleMail.folders[0].id
    private static let archive = SampleMail.folders[4].id

    private func keep(_ robot: inout ReaderRobot) {
        robot.press(":")
        robot.type("keep")
        robot.press("Enter")
    }

    private func status(
        _ link: AccountStatus.Link = .live, _ change: (inout AccountStatus) -> Void = { _ in }
    ) -> Event {
        var status = AccountStatus(account: SampleMail.personal, link: link)
        change(&status)
        return .accountStatus(status)
    }

    @Test func `all texts of the open folder are asked for, and no more of them when it is given again`() {
        var robot = ReaderRobot()
        keep(&robot)
        #expect(robot.last.contains(.keepTexts(Self.inbox)))
        #expect(robot.status.contains("All texts of Inbox are fetched for reading offline"))

        robot.send(status { $0.keeping = [Self.inbox] })
        keep(&robot)
        #expect(robot.last.contains(.stopKeeping(Self.inbox)))
        #expect(robot.status.contains("No more texts of Inbox are fetched"))
    }

    @Test func `where folders have the focus it is the one under the cursor`() throws {
        var robot = ReaderRobot(160, 40)
        while robot.state.focus != .folders { robot.press("Tab") }
        for _ in 0..<20 where robot.state.folders.current?.id != Self.archive { robot.press("j") }
        keep(&robot)
        #expect(robot.last.contains(.keepTexts(Self.archive)))
    }

    @Test(arguments: [
        (AccountStatus.Link.offline(since: 0, reason: "gone", retryAt: nil), false, "as soon as there is a connection"),
        (.connecting, false, "as soon as there is a connection"), (.live, true, "though the link is metered"),
    ])
    func `what the user may not expect is said`(_ link: AccountStatus.Link, isMetered: Bool, words: String) {
        var robot = ReaderRobot()
        robot.send(status(link) { $0.isMetered = isMetered })
        keep(&robot)
        #expect(robot.last.contains(.keepTexts(Self.inbox)))
        #expect(robot.status.contains(words), "\(robot.status)")
    }

    @Test func `beside another Martlet, and offline as asked for, it says why not`() {
        var robot = ReaderRobot(link: .elsewhere)
        keep(&robot)
        #expect(!robot.last.contains(.keepTexts(Self.inbox)))
        #expect(robot.status.contains("Another Martlet keeps this account in step"))

        var settings = ReaderRobot.settings
        settings.isOffline = true
        var offline = ReaderRobot(settings: settings)
        keep(&offline)
        #expect(!offline.last.contains(.keepTexts(Self.inbox)))
        #expect(offline.status.contains("Offline, as asked for"))
    }

    @Test func `it is cancelled as other long work is, and then the key leaves the program again`() {
        var robot = ReaderRobot()
        robot.send(status { $0.keeping = [Self.archive] })
        robot.press("Ctrl-C")
        #expect(robot.last.contains(.stopKeeping(nil)) && !robot.last.contains(.quit))
        robot.send(status())
        robot.press("Ctrl-C")
        #expect(robot.last.contains(.quit))
    }

    @Test(arguments: [
        (
            KeptTexts(number: 1, folder: "Archive", fetched: 1_200, missing: 0, end: .whole),
            "are here, 1,200 of them new"
        ),
        (KeptTexts(number: 1, folder: "Archive", fetched: 0, missing: 0, end: .whole), "were here already"),
        (KeptTexts(number: 1, folder: "Archive", fetched: 12, missing: 3, end: .whole), "3 could not be had"),
        (
            KeptTexts(number: 1, folder: "Archive", fetched: 12, missing: 3_000, end: .limit(octets: 1_000_000_000)),
            "3,000 texts of Archive are not here: text-limit (1.0 GB) is reached"
        ),
    ])
    func `how it ended is told once`(_ kept: KeptTexts, words: String) {
        var robot = ReaderRobot()
        robot.send(status { $0.kept = kept })
        #expect(robot.status.contains(words), "\(robot.status)")
        robot.press("j")
        robot.send(status { $0.kept = kept })
        #expect(!robot.status.contains(words))
    }
}
