import MailModel
import Reader
import Screen
import Testing

/// What keys do to messages and folders.
@Suite struct ChangeTests {
    private func id(_ position: Int) -> MessageID { SampleMail.message(position).id }

    @Test(arguments: [
        ("d", FolderID(13)), ("a", FolderID(5)), ("!", FolderID(12)), ("Del", FolderID(13)),
    ])
    func `a key moves the message to its folder and the cursor to the next`(key: String, target: FolderID) {
        var robot = ReaderRobot()
        robot.press(key)
        #expect(robot.changes == [.move([id(0)], to: target)])
        #expect(robot.state.list.cursor == 1)
        robot.press(key)
        #expect(robot.changes.last == .move([id(1)], to: target))
    }

    @Test func `s and U set a flag where one of the messages lacks it`() {
        var robot = ReaderRobot()
        robot.press("s j s U")
        #expect(
            robot.changes == [
                .setFlag(.system(.flagged), false, [id(0)]), .setFlag(.system(.flagged), true, [id(1)]),
                .setFlag(.system(.seen), true, [id(1)]),
            ])
    }

    @Test func `commands act on the selection`() {
        var robot = ReaderRobot()
        robot.press("x j j x d")
        #expect(robot.changes == [.move([id(0), id(2)], to: FolderID(13))])
        #expect(robot.state.list.selection.isEmpty)
        #expect(robot.state.list.cursor == 3)
    }

    @Test func `v selects a range and Space row by row`() {
        var robot = ReaderRobot()
        robot.press("j v j j a")
        #expect(robot.changes == [.move([id(1), id(2), id(3)], to: FolderID(5))])
        robot = ReaderRobot()
        robot.press("Space Space U")
        #expect(robot.changes == [.setFlag(.system(.seen), true, [id(0), id(1)])])
    }

    @Test func `all messages of a long list are selected, up to a limit, and a range that was open is let go`() {
        var robot = ReaderRobot(total: 1_400)
        robot.press("v j *")
        #expect(robot.state.list.selection.count == 1_400)
        #expect(robot.status.contains("All 1,400 messages of the list are selected"))
        robot.press("a")
        #expect(robot.changes.count == 1)
        #expect(robot.status.contains("Moved 1,400 messages to Archive; u undoes"))

        robot = ReaderRobot(total: 100_000)
        robot.press("*")
        #expect(robot.state.list.selection.count == 10_000)
        #expect(robot.status.contains("Selected the newest 10,000 messages, of 100,000"))
    }

    @Test func `an answer for a list that is no longer open selects nothing`() {
        var robot = ReaderRobot(total: 1_400, answers: false)
        robot.send(.selected(SampleMail.window(WindowRequest(folder: FolderID(5), count: 9))))
        #expect(robot.state.list.selection.isEmpty)
    }

    @Test func `Esc lets go of a selection before it leaves the list`() {
        var robot = ReaderRobot()
        robot.press("x Esc")
        #expect(robot.state.list.selection.isEmpty && robot.state.focus == .messages)
        robot.press("Esc")
        #expect(robot.state.focus == .folders)
        robot.press("Esc")
        #expect(!robot.last.contains(.quit))
        robot.press("q")
        #expect(robot.last.contains(.quit))
    }

    @Test func `in the trash d asks first and only y deletes for good`() {
        var robot = ReaderRobot(total: 20)
        robot.press("gt d n")
        #expect(robot.changes.isEmpty)
        robot.press("d Enter")
        #expect(robot.changes.isEmpty)
        robot.press("d y")
        #expect(robot.changes == [.expunge([id(0)])])
    }

    @Test func `m finds a folder by some of its letters, and offers it first the next time`() {
        var robot = ReaderRobot()
        robot.press("m")
        robot.type("evol")
        robot.press("Enter")
        #expect(robot.changes == [.move([id(0)], to: FolderID(7))])
        robot.press("m Enter")
        #expect(robot.changes.last == .move([id(1)], to: FolderID(7)))
        robot.press("C Enter")
        #expect(robot.changes.last == .copy([id(2)], to: FolderID(7)))
    }

    @Test func `a key without its folder says why and does nothing`() {
        let folders = SampleMail.folders.filter { $0.role != .archive }
        var robot = ReaderRobot(folders: folders)
        robot.press("a")
        #expect(robot.changes.isEmpty)
        #expect(robot.status.contains("has no folder for archived mail"))
        robot.press("j")
        #expect(!robot.status.contains("archived"))
    }

    @Test func `quirk 33: where there is no archive, mail is archived into the folder of all mail`() {
        let folders = SampleMail.folders.map { folder in
            folder.role == .archive ? SampleMail.folder(5, "[Gmail]/All Mail", .all) : folder
        }
        var robot = ReaderRobot(folders: folders)
        robot.press("a")
        #expect(robot.changes == [.move([id(0)], to: FolderID(5))])
    }

    @Test func `opening a message marks it read once its text is there`() {
        var robot = ReaderRobot()
        robot.readable = nil
        robot.press("j Enter")
        #expect(robot.changes.isEmpty)
        robot.send(.message(id(1), .ready(SampleMail.letter)))
        #expect(robot.changes == [.setFlag(.system(.seen), true, [id(1)])])
        robot.press("j j")
        #expect(robot.changes.count == 1)
    }

    @Test func `marking read can wait or be off`() {
        var settings = ReaderRobot.settings
        settings.markRead = .afterSeconds(3)
        var robot = ReaderRobot(settings: settings)
        robot.press("j Enter")
        #expect(robot.changes.isEmpty && robot.state.wantsSeconds)
        robot.send(.tick(now: SampleMail.now + 3, localTime: SampleMail.localTime))
        #expect(robot.changes.count == 1)
        settings.markRead = .never
        robot = ReaderRobot(settings: settings)
        robot.press("j Enter")
        robot.send(.tick(now: SampleMail.now + 60, localTime: SampleMail.localTime))
        #expect(robot.changes.isEmpty)
    }

    @Test func `folders are made, renamed, subscribed and deleted`() {
        var robot = ReaderRobot()
        robot.press("q n")
        robot.type("Engines")
        robot.press("Enter G k k e Ctrl-U")
        robot.type("Work")
        robot.press("Enter - D")
        #expect(robot.screen.text.contains("Its 88 messages"))
        robot.press("y")
        #expect(
            robot.changes == [
                .createFolder(SampleMail.personal, name: "Engines"), .renameFolder(FolderID(11), newName: "Work"),
                .subscribe(FolderID(11), false), .deleteFolder(FolderID(11)),
            ])
    }

    @Test func `the inbox can neither be renamed nor deleted`() {
        var robot = ReaderRobot()
        robot.press("q D")
        #expect(robot.status.contains("can't be deleted") && robot.state.popup == nil)
        robot.press("e")
        #expect(robot.status.contains("can't be renamed"))
    }

    @Test func `an attachment is saved under a harmless name, and overwrites nothing unasked`() {
        var robot = ReaderRobot()
        robot.press("Enter A j s")
        robot.press("Enter")
        let path = "~/Downloads/drawinggnp.png"
        #expect(robot.last == [.saveAttachment(id(0), section: "3", path: path, overwrite: false)])
        let request = AttachmentRequest(message: id(0), section: "3", path: path)
        robot.send(.attachmentExists(request))
        #expect(robot.screen.text.contains("exists already"))
        robot.press("y")
        #expect(robot.last == [.saveAttachment(id(0), section: "3", path: path, overwrite: true)])
        robot.send(.attachmentProgress(name: "drawing", received: 44_000, total: 88_000))
        #expect(robot.screen.text.contains("44 KB of 88 KB"))
        robot.send(.attachmentSaved(path: path))
        #expect(robot.status.contains("Saved ~/Downloads"))
    }

    @Test func `an attachment that goes on says where, and one that ended what is kept`() {
        var robot = ReaderRobot()
        robot.send(.attachmentGoesOn(name: "film.mp4", reached: 31_000_000, total: 50_000_000))
        #expect(robot.status.contains("film.mp4 goes on at 31 MB of 50 MB"))
        #expect(robot.screen.text.contains("Saving film.mp4"))
        robot.send(.attachmentInterrupted(reason: "It broke.", kept: 40_000_000, total: 50_000_000, days: 7))
        #expect(robot.status.contains("! It broke. 40 MB of 50 MB are kept for 7 days: save it again to go on."))
        #expect(!robot.screen.text.contains("Saving film.mp4"))
    }

    @Test func `what is to be saved while something is saved waits for it`() {
        var robot = ReaderRobot()
        robot.press("Enter")
        robot.send(.attachmentProgress(name: "film.mp4", received: 1, total: 2))
        robot.press("A j s")
        robot.press("Enter")
        #expect(robot.status.contains("It is saved after film.mp4"))
        #expect(!robot.last.contains { if case .saveAttachment = $0 { true } else { false } })
        robot.send(.attachmentSaved(path: "film.mp4"))
        let path = "~/Downloads/drawinggnp.png"
        #expect(robot.last == [.saveAttachment(id(0), section: "3", path: path, overwrite: false)])
    }

    @Test func `a save on a lost line says what it waits for`() {
        var robot = ReaderRobot()
        robot.send(.attachmentProgress(name: "film.mp4", received: 12_000_000, total: 50_000_000))
        #expect(robot.screen.text.contains("Saving film.mp4"))
        let link = AccountStatus.Link.offline(since: 0, reason: "the line is cut", retryAt: nil)
        robot.send(.accountStatus(AccountStatus(account: SampleMail.personal, link: link)))
        #expect(robot.screen.text.contains("film.mp4 waits for the server"))
        #expect(robot.screen.text.contains("12 MB of 50 MB"))
    }

    @Test func `saving all goes one after the other`() {
        var robot = ReaderRobot()
        robot.press("Enter S S")
        robot.press("Enter")
        let first = AttachmentRequest(message: id(0), section: "2", path: "~/Downloads/carriage.pdf")
        #expect(robot.last == [.saveAttachment(first.message, section: "2", path: first.path, overwrite: false)])
        robot.send(.attachmentSaved(path: "x"))
        #expect(
            robot.last == [
                .saveAttachment(id(0), section: "3", path: "~/Downloads/drawinggnp.png", overwrite: false)
            ])
    }

    @Test func `the dollar key asks for news, or connects again where the line is cut`() {
        var robot = ReaderRobot()
        robot.press("$")
        #expect(robot.last == [.syncNow])
        robot = ReaderRobot(link: .offline(since: 0, reason: "gone", retryAt: nil))
        robot.press("$")
        #expect(robot.last == [.reconnect])
    }

    @Test func `y copies the text and L a link`() {
        var robot = ReaderRobot()
        robot.press("y")
        #expect(robot.last == [.copyToClipboard(SampleMail.letter.plainText)])
        robot.press("L y")
        #expect(robot.last == [.copyToClipboard("https://example.org/carry")])
    }
}
