import MailModel
import Reader
import Screen
import TestSupport
import Testing

/// Whole screens, recorded as text: look at the files in `Screens`.
@Suite struct ScreenTests {
    static let sizes = [(40, 12), (80, 24), (120, 40), (200, 50)]

    @Test(arguments: sizes) func `the inbox at each size`(columns: Int, rows: Int) {
        let robot = ReaderRobot(columns, rows)
        expectScreen(robot.screen, "inbox-\(columns)x\(rows)", styles: columns == 80 || columns == 120)
    }

    @Test(arguments: sizes) func `an opened message at each size`(columns: Int, rows: Int) {
        var robot = ReaderRobot(columns, rows)
        robot.press("Enter")
        expectScreen(robot.screen, "message-\(columns)x\(rows)", styles: columns == 80)
    }

    @Test(arguments: sizes) func `the folders at each size`(columns: Int, rows: Int) {
        var robot = ReaderRobot(columns, rows)
        robot.press("q j j")
        expectScreen(robot.screen, "folders-\(columns)x\(rows)")
    }

    @Test(arguments: sizes) func `help at each size`(columns: Int, rows: Int) {
        var robot = ReaderRobot(columns, rows)
        robot.press("?")
        expectScreen(robot.screen, "help-\(columns)x\(rows)")
    }

    @Test(arguments: sizes) func `the command palette at each size`(columns: Int, rows: Int) {
        var robot = ReaderRobot(columns, rows)
        robot.press(":")
        robot.type("next")
        expectScreen(robot.screen, "palette-\(columns)x\(rows)")
    }

    @Test(arguments: sizes) func `moving with the folder finder at each size`(columns: Int, rows: Int) {
        var robot = ReaderRobot(columns, rows)
        robot.press("x j x m")
        robot.type("mu")
        expectScreen(robot.screen, "finder-\(columns)x\(rows)")
    }

    @Test(arguments: sizes) func `searching while typing at each size`(columns: Int, rows: Int) {
        var robot = ReaderRobot(columns, rows)
        robot.press("/")
        robot.total = 14
        robot.type("engine car")
        expectScreen(robot.screen, "search-\(columns)x\(rows)")
    }

    @Test(arguments: sizes) func `the first sync with its progress at each size`(columns: Int, rows: Int) {
        var robot = ReaderRobot(columns, rows, answers: false)
        if let request = robot.state.list.requested {
            var window = SampleMail.window(request, total: 14)
            window.serverTotal = 100_000
            robot.send(.window(window))
        }
        robot.send(
            .accountStatus(
                AccountStatus(
                    account: SampleMail.personal, link: .live, roundTripMilliseconds: 140, bytesReceived: 58_000,
                    progress: AccountStatus.Progress(title: "Inbox", done: 23_400, total: 100_000))))
        expectScreen(robot.screen, "progress-\(columns)x\(rows)")
    }

    @Test(arguments: sizes) func `offline at each size`(columns: Int, rows: Int) {
        let link = AccountStatus.Link.offline(
            since: SampleMail.now - 3000, reason: "The server closed the connection.", retryAt: nil)
        var robot = ReaderRobot(columns, rows, answers: false, link: link)
        if let request = robot.state.list.requested {
            var window = SampleMail.window(request, total: 14)
            window.serverTotal = 100_000
            robot.send(.window(window))
        }
        robot.press("j")
        expectScreen(robot.screen, "offline-\(columns)x\(rows)")
    }

    @Test(arguments: [(80, 24), (120, 40)]) func `without colours everything can be told apart`(columns: Int, rows: Int)
    {
        var robot = ReaderRobot(columns, rows, settings: ReaderSettings(isMonochrome: true))
        robot.press("j x j v j")
        expectScreen(robot.screen, "monochrome-\(columns)x\(rows)", styles: true)
    }

    @Test(arguments: [(40, 12), (80, 24), (120, 40)]) func `attachments and links`(columns: Int, rows: Int) {
        var robot = ReaderRobot(columns, rows)
        robot.press("Enter A j")
        expectScreen(robot.screen, "attachments-\(columns)x\(rows)")
        robot.press("Esc L")
        expectScreen(robot.screen, "links-\(columns)x\(rows)")
        robot.press("Esc A s")
        expectScreen(robot.screen, "save-\(columns)x\(rows)")
    }

    @Test func `quotations unfold`() {
        var robot = ReaderRobot(80, 40)
        robot.press("Enter Q")
        expectScreen(robot.screen, "quotes-80x40")
    }

    @Test(arguments: [(40, 12), (80, 24)]) func `what can follow a prefix`(columns: Int, rows: Int) {
        var robot = ReaderRobot(columns, rows)
        robot.press("g")
        robot.send(.paused)
        expectScreen(robot.screen, "prefix-\(columns)x\(rows)")
    }

    @Test(arguments: [(40, 12), (80, 24)]) func `deleting a folder says what goes with it`(columns: Int, rows: Int) {
        var robot = ReaderRobot(columns, rows)
        robot.press("q G k k k D")
        expectScreen(robot.screen, "delete-folder-\(columns)x\(rows)")
    }

    @Test func `several accounts are sections`() {
        let work = AccountID("work")
        let more = [
            SampleMail.folder(40, "INBOX", .inbox, total: 9, unread: 4, account: work),
            SampleMail.folder(41, "Sent Items", .sent, total: 9, account: work),
            SampleMail.folder(42, "Projects", total: 9, account: work),
            SampleMail.folder(43, "Projects/Engine", total: 9, unread: 1, account: work),
        ]
        var robot = ReaderRobot(120, 40, folders: SampleMail.folders + more)
        robot.send(.accountStatus(AccountStatus(account: work, link: .stopped(reason: "The password was refused."))))
        robot.send(.notice(Notice("work: the password was refused; $ tries again", kind: .error)))
        expectScreen(robot.screen, "accounts-120x40")
    }

    @Test(arguments: [(40, 12), (120, 40)]) func `nothing there yet`(columns: Int, rows: Int) {
        let connecting = ReaderRobot(columns, rows, folders: [], answers: false, link: .connecting)
        expectScreen(connecting.screen, "connecting-\(columns)x\(rows)")
        let empty = ReaderRobot(columns, rows, total: 0)
        expectScreen(empty.screen, "empty-\(columns)x\(rows)")
        let loading = ReaderRobot(columns, rows, answers: false)
        expectScreen(loading.screen, "loading-\(columns)x\(rows)")
    }

    @Test func `the dark theme has its colours`() {
        var settings = ReaderRobot.settings
        settings.theme = .dark
        expectScreen(ReaderRobot(80, 24, settings: settings).screen, "dark-80x24", styles: true)
    }
}
