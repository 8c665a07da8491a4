import MailModel
import Screen
import TestSupport
import Testing

@testable import Reader

/// Who says that a message is from whom it says, and how a list is left.
@Suite struct SenderTests {
    private func opened(
        _ columns: Int = 80, _ rows: Int = 24, facts: MessageFacts = MessageFacts(),
        _ change: (inout ReadableMessage) -> Void
    ) throws -> ReaderRobot {
        var letter = SampleMail.letter
        change(&letter)
        var robot = ReaderRobot(columns, rows)
        robot.readable = letter
        robot.press("Enter")
        robot.send(.facts(try #require(robot.state.reader.message), facts))
        return robot
    }

    @Test(arguments: [(40, 12), (80, 24), (120, 40), (200, 50)])
    func `what speaks for the sender and against him, at each size`(columns: Int, rows: Int) throws {
        let facts = MessageFacts(
            isFirstFromSender: true, namesake: EmailAddress(name: "Ada Lovelace", address: "ada@lovelace.example"),
            conversation: 3)
        let robot = try opened(columns, rows, facts: facts) { letter in
            letter.authentication = MailAuthentication(
                server: "mx.example.net", spf: .pass, dkim: .fail, dmarc: .permerror, signer: "example.org")
            letter.senderWarnings = [
                .nameIsAnotherAddress("ceo@bank.example"), .repliesGoElsewhere("evil\u{202E}.example"),
            ]
            letter.list = MailingList(
                identifier: "engine.lists.example.org", name: "Analytical Engine",
                unsubscribe: ["https://lists.example.org/leave"])
            letter.trackers = 2
        }
        expectScreen(robot.screen, "sender-\(columns)x\(rows)")
    }

    @Test(arguments: [
        (
            MailAuthentication(server: "a", spf: .pass, dkim: .pass, dmarc: .pass, signer: "example.org"),
            "✓ DKIM example.org, SPF, DMARC"
        ),
        (MailAuthentication(server: "a", spf: MailAuthentication.Result.none), ""),
        (MailAuthentication(server: "a", spf: .softfail, dmarc: .fail), "! SPF failed softly, DMARC failed"),
        (MailAuthentication(server: "a", spf: .pass, dkim: .temperror), "✓ SPF · ! DKIM could not be checked"),
    ])
    func `results are one short line`(found: MailAuthentication, line: String) throws {
        let robot = try opened { $0.authentication = found }
        let shown = robot.state.reader.document.lines.map { $0.runs.map(\.text).joined() }
        #expect(line.isEmpty ? !shown.contains { $0.contains("SPF") } : shown.contains(line))
    }

    @Test func `leaving a list asks first, and says what goes where`() throws {
        var robot = try opened { letter in
            letter.list = MailingList(
                identifier: "x", unsubscribe: ["https://lists.example.org/page"],
                oneClick: "https://user@lists.example.org/leave?id=7")
        }
        robot.press("X")
        #expect(robot.last.isEmpty)
        #expect(robot.screen.text.contains("One request goes to lists.example.org"))
        #expect(robot.screen.text.contains("Nobody vouches"))
        robot.press("n")
        #expect(robot.last.isEmpty)
        robot.press("X y")
        #expect(robot.last == [.leaveList(try #require(OpenableAddress("https://user@lists.example.org/leave?id=7")))])
    }

    @Test(arguments: ["http://lists.example.org/leave", "ftp://x", "javascript:x"])
    func `no request goes out without TLS`(oneClick: String) throws {
        var robot = try opened { letter in
            letter.list = MailingList(
                identifier: "x", unsubscribe: ["mailto:leave@lists.example.org?subject=leave"], oneClick: oneClick)
        }
        robot.press("X")
        #expect(robot.screen.text.contains("A letter to leave@lists.example.org"))
        robot.press("y")
        #expect(
            robot.last == [.openAddress(try #require(OpenableAddress("mailto:leave@lists.example.org?subject=leave")))])
    }

    @Test func `without a way out there is none`() throws {
        var robot = try opened { $0.list = MailingList(identifier: "x") }
        robot.press("X")
        #expect(robot.status.contains("names no way to leave"))
    }
}
