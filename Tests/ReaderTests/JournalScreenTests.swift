import MailModel
import Reader
import Screen
import TestSupport
import Testing

/// `:journal` and `:status`.
@Suite struct JournalScreenTests {
    private static func line(
        _ row: Int64, _ kind: LocalChange.Kind, _ state: LocalChange.State, messages: Int = 1,
        target: String? = nil, error: String? = nil, subject: String? = "Nanoseconds, by the foot", attempts: Int = 1
    ) -> JournalLine {
        JournalLine(
            change: LocalChange(
                id: LocalChangeID(row), account: SampleMail.personal, kind: kind, folder: FolderID(1), uids: UIDSet(),
                uidValidity: nil, state: state, attempts: attempts, error: error,
                createdAt: SampleMail.now - 60 * (20 - row)), folder: "Inbox", target: target, messages: messages,
            subject: subject)
    }

    static let lines = [
        line(9, .move(to: FolderID(5)), .pending, messages: 1000, target: "Archive"),
        line(8, .setFlag(.system(.flagged), true), .sent),
        line(
            7, .move(to: FolderID(7)), .refused, messages: 2, target: "Lists/swift-evolution",
            error: "The server refused MOVE: Over quota.", attempts: 2),
        line(6, .setFlag(.system(.seen), false), .undone, messages: 3), line(5, .expunge, .done, messages: 12),
        line(4, .renameFolder(newName: "仕事 2026"), .done, messages: 0, subject: nil),
        line(3, .setFlag(.keyword("evil\u{1B}[31m"), true), .done, subject: "\u{1B}]0;owned\u{07}"),
    ]

    private func opened(_ columns: Int = 120, _ rows: Int = 40) -> ReaderRobot {
        var robot = ReaderRobot(columns, rows)
        robot.press(":")
        robot.type("journal")
        robot.press("Enter")
        return robot
    }

    @Test(arguments: [(40, 12), (80, 24), (120, 40)]) func `the journal at each size`(columns: Int, rows: Int) {
        var robot = opened(columns, rows)
        robot.send(.journalLines(Self.lines))
        robot.press("j j")
        expectScreen(robot.screen, "journal-\(columns)x\(rows)", styles: columns == 80)
    }

    @Test func `the journal is read when it opens, and again when it changes`() {
        var robot = opened()
        #expect(robot.last.contains(.loadJournal))
        #expect(robot.screen.text.contains("loading…"))
        robot.send(.journalLines([]))
        #expect(robot.screen.text.contains("Nothing was changed yet"))
        robot.send(.journal(pending: 1))
        #expect(robot.last == [.loadJournal])
        robot.press("Esc")
        robot.send(.journal(pending: 2))
        #expect(robot.last.isEmpty)
    }

    @Test func `r tries again what was refused, x cancels what waits`() {
        var robot = opened()
        robot.send(.journalLines(Self.lines))
        robot.press("x")
        #expect(robot.last == [.cancelChange(LocalChangeID(9))])
        robot.press("r")
        #expect(robot.last == [.syncNow])
        robot.press("j j r")
        #expect(robot.last == [.retryChange(LocalChangeID(7))])
        robot.press("j x r")
        #expect(robot.last.isEmpty)
        #expect(robot.status.contains("That is settled"))
    }

    @Test func `the selection stays on its entry while others come`() {
        var robot = opened()
        robot.send(.journalLines(Self.lines))
        robot.press("j j")
        robot.send(.journalLines([Self.line(10, .expunge, .pending)] + Self.lines))
        robot.press("r")
        #expect(robot.last == [.retryChange(LocalChangeID(7))])
    }

    @Test(arguments: [(40, 12), (80, 24)]) func `the status at each size`(columns: Int, rows: Int) {
        var robot = ReaderRobot(columns, rows)
        var live = AccountStatus(
            account: SampleMail.personal, link: .live, roundTripMilliseconds: 38, bytesReceived: 1_234_567,
            bytesSent: 4_100, pendingChanges: 2)
        live.turns = 17
        live.rung = .quickResync
        live.folderRungs = [FolderID(1): .quickResync, FolderID(7): .condstore]
        live.extensions = [
            "CONDSTORE", "ENABLE", "ESEARCH", "IDLE", "LIST-STATUS", "LITERAL+", "MOVE", "QRESYNC", "UIDPLUS",
        ]
        robot.send(.accountStatus(live))
        robot.send(
            .accountStatus(
                AccountStatus(
                    account: AccountID("work"),
                    link: .offline(
                        since: SampleMail.now - 3000, reason: "The connection was lost.", retryAt: SampleMail.now + 40),
                    bytesReceived: 12_000, bytesSent: 900, pendingChanges: 3)))
        robot.press(":")
        robot.type("status")
        robot.press("Enter")
        #expect(robot.last.contains(.loadFigures))
        robot.send(
            .figures(
                StoreFigures(
                    octets: 81_000_000, freeOctets: 2_000_000, folders: 13, messages: 127_000, texts: 812,
                    waitingChanges: 5, refusedChanges: 1)))
        expectScreen(robot.screen, "status-\(columns)x\(rows)")
    }

    @Test func `a server that owes an answer is not called live`() {
        var robot = ReaderRobot()
        var status = AccountStatus(account: SampleMail.personal, link: .live, roundTripMilliseconds: 38)
        #expect(!robot.state.wantsSeconds)

        status.silentSince = SampleMail.now - 7
        robot.send(.accountStatus(status))

        #expect(robot.screen.text(ofRow: 0).contains("no answer for 7 s"))
        #expect(!robot.screen.text(ofRow: 0).contains("live"))
        #expect(robot.state.wantsSeconds)
        status.silentSince = nil
        robot.send(.accountStatus(status))
        #expect(robot.screen.text(ofRow: 0).contains("live"))
    }

    @Test func `an account that is offline says when it tries again`() {
        let link = AccountStatus.Link.offline(
            since: SampleMail.now - 3000, reason: "Gone.", retryAt: SampleMail.now + 40)
        let robot = ReaderRobot(link: link)
        #expect(robot.screen.text(ofRow: 0).contains("retrying in 40 s"))
        #expect(robot.state.wantsSeconds)
    }

    @Test func `asked to stay offline, the dollar key says so`() {
        var settings = ReaderRobot.settings
        settings.isOffline = true
        var robot = ReaderRobot(
            settings: settings, link: .offline(since: SampleMail.now, reason: "as asked for", retryAt: nil))
        robot.press("$")
        #expect(robot.last.isEmpty)
        #expect(robot.status.contains("start without --offline"))
    }

    @Test func `the first line says how the link stands, what it cost and whether it is metered`() {
        var robot = ReaderRobot(120, 30)
        var status = AccountStatus(
            account: SampleMail.personal, link: .live, roundTripMilliseconds: 38, bytesReceived: 1_234_567)
        status.turns = 17
        status.isMetered = true
        robot.send(.accountStatus(status))
        let line = robot.screen.text(ofRow: 0)
        for words in ["● live", "38 ms", "⇣ 1.2 MB", "17 turns", "metered"] { #expect(line.contains(words)) }
    }

    @Test func `metered is switched on and off by its name`() {
        var robot = ReaderRobot()
        robot.press(":")
        robot.type("metered")
        robot.press("Enter")
        #expect(robot.last.contains(.setMetered(true)))
        #expect(robot.status.contains("Only what is asked for"))
        var status = AccountStatus(account: SampleMail.personal, link: .live)
        status.isMetered = true
        robot.send(.accountStatus(status))
        robot.press(":")
        robot.type("metered")
        robot.press("Enter")
        #expect(robot.last.contains(.setMetered(false)))
    }
}
