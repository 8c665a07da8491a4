import MailModel
import Screen
import TestSupport
import Testing

@testable import Reader

/// More of a message than its text: headers, source, parts, files, and what other programs are given of it.
@Suite struct PieceTests {
    private typealias Attachment = ReadableMessage.Attachment

    private static func file(_ section: String, _ name: String, _ type: String, size: Int = 900) -> Attachment {
        Attachment(
            section: section, filename: name, type: type, size: size, isSizeExact: true, disposition: "attachment")
    }

    private static let patch = file("2", "0001-carry.patch", "text/x-patch")
    private static let files = [
        patch, file("3", "notes.md", "text/markdown"), file("4", "turns.csv", "text/csv"),
        file("5", "engine.swift", "application/octet-stream"),
        file("6", "carriage.pdf", "application/pdf", size: 412_000),
        file("7/1", "run me.sh", "application/octet-stream"),
    ]

    static let patchText = """
        diff --git a/engine.swift b/engine.swift
        index 3f1c..9b2e 100644
        --- a/engine.swift
        +++ b/engine.swift
        @@ -1,4 +1,4 @@ struct Engine
         struct Engine {
        -    var turns = 10
        +    var turns = 1
             var columns = 40
         }
        -- \u{20}
        2.39.2
        """.split(separator: "\n").map(String.init)

    private func opened(_ columns: Int = 80, _ rows: Int = 24) -> ReaderRobot {
        var letter = SampleMail.letter
        letter.attachments = PieceTests.files
        letter.defects = ["The charset “x-klingon” is unknown; read as UTF-8.", "The message has no date."]
        letter.structure = PartTree(
            section: "", type: "multipart/mixed",
            children: [
                PartTree(
                    section: "1", type: "multipart/alternative",
                    children: [
                        PartTree(
                            section: "1.1", type: "text/plain", parameters: ["charset": "utf-8"],
                            encoding: "quoted-printable", size: 2_300),
                        PartTree(section: "1.2", type: "text/html", encoding: "base64", size: 14_800),
                    ]),
                PartTree(
                    section: "2", type: "text/x-patch", size: 900, disposition: "attachment",
                    filename: "0001-carry\u{202E}.patch"),
            ])
        var robot = ReaderRobot(columns, rows)
        robot.readable = letter
        robot.press("Enter")
        return robot
    }

    private func message(_ robot: ReaderRobot) throws -> MessageID { try #require(robot.state.reader.message) }

    /// Opens a file of the message and answers with its lines.
    private func viewing(_ file: Attachment, _ lines: [String], _ columns: Int = 80, _ rows: Int = 24) throws
        -> ReaderRobot
    {
        var robot = opened(columns, rows)
        let place = try #require(PieceTests.files.firstIndex(of: file))
        robot.press("A " + String(repeating: "j ", count: place) + "Enter")
        let id = try message(robot)
        #expect(robot.last == [.loadPiece(id, .attachment(section: file.section))])
        robot.send(.piece(id, .attachment(section: file.section), .text(lines, isCut: false)))
        return robot
    }

    // MARK: Views

    @Test(arguments: [(40, 12), (80, 24), (120, 40), (200, 50)])
    func `all headers at each size`(columns: Int, rows: Int) throws {
        var robot = opened(columns, rows)
        robot.press("H")
        let id = try message(robot)
        #expect(robot.last == [.loadPiece(id, .header)])
        robot.send(
            .piece(
                id, .header,
                .fields([
                    .init(name: "Return-Path", body: "<ada@example.org>"),
                    .init(
                        name: "Received",
                        body:
                            "from mail.example.org (mail.example.org [192.0.2.1]) by mx.example.net with ESMTPS id 4711 for <me@example.org>; Mon, 23 Nov 2026 09:14:02 +0000"
                    ),
                    .init(name: "Subject", body: "Re: the engine's \u{1B}[31mcarry mechanism"),
                ])))
        expectScreen(robot.screen, "headers-\(columns)x\(rows)")
        robot.press("H")
        #expect(!robot.screen.text.contains("Return-Path"))
    }

    @Test func `the source as it was sent, asked for once`() throws {
        var robot = opened()
        robot.press("V")
        let id = try message(robot)
        #expect(robot.last == [.loadPiece(id, .source)])
        #expect(robot.screen.text.contains("loading…"))
        robot.send(.piece(id, .source, .text(["Subject: =?utf-8?q?x?=", "", "Body\u{1B}[2J"], isCut: true)))
        expectScreen(robot.screen, "source-80x24")
        robot.press("V V")
        #expect(robot.last.isEmpty, "it is there")
        robot.press("q")
        #expect(robot.state.focus == .reader, "the first step back is to the text")
        #expect(robot.screen.text.contains("The anticipating carriage"))
    }

    @Test func `what can't be fetched says why, and is asked for again`() throws {
        var robot = opened()
        robot.press("V")
        let id = try message(robot)
        robot.send(.piece(id, .source, .failed("The server is not reachable.")))
        #expect(robot.screen.text.contains("! The server is not reachable."))
        robot.press("V V")
        #expect(robot.last == [.loadPiece(id, .source)])
    }

    @Test func `a piece of another message changes nothing`() {
        var robot = opened()
        robot.press("V")
        robot.send(.piece(MessageID(1), .source, .text(["x"], isCut: false)))
        #expect(robot.screen.text.contains("loading…"))
    }

    @Test func `the parts as a tree`() {
        var robot = opened()
        robot.press("P")
        expectScreen(robot.screen, "parts-80x24")
    }

    @Test func `defects are counted, and told on demand`() {
        var robot = opened()
        #expect(robot.screen.text.contains("2 defects (E)"))
        #expect(!robot.screen.text.contains("klingon"))
        robot.press("E")
        #expect(robot.screen.text.contains("! The charset “x-klingon” is unknown"))
    }

    @Test func `long lines run out of the pane, and the pane goes after them`() {
        var robot = opened(80, 30)
        robot.press("w")
        #expect(!robot.screen.text.contains("it saves nine turns"))
        robot.press("5zl")
        #expect(robot.screen.text.contains("it saves nine turns"))
        robot.press("5zh")
        #expect(robot.state.reader.choices.left == 0)
        robot.press("w J")
        #expect(robot.state.reader.choices.wraps)
    }

    @Test func `the text is as wide as the settings say`() {
        var settings = ReaderRobot.settings
        settings.textWidth = 40
        var robot = ReaderRobot(120, 40, settings: settings)
        robot.press("Enter z1")
        #expect(robot.state.reader.document.lines.dropFirst(6).allSatisfy { $0.runs.map(\.text).joined().count <= 44 })
    }

    // MARK: Files

    @Test(arguments: [(40, 12), (80, 24), (120, 40), (200, 50)])
    func `files at each size`(columns: Int, rows: Int) {
        var robot = opened(columns, rows)
        robot.press("A Space j Space")
        expectScreen(robot.screen, "files-\(columns)x\(rows)")
    }

    @Test func `a patch has its colours`() throws {
        expectScreen(try viewing(PieceTests.patch, PieceTests.patchText).screen, "patch-80x24", styles: true)
    }

    @Test func `a patch in a letter has them too`() {
        var robot = opened(80, 40)
        var letter = SampleMail.letter
        letter.lines = [SampleMail.text("- a list"), SampleMail.text("+ another"), SampleMail.text("")]
        letter.lines += PieceTests.patchText.map { SampleMail.text($0) }
        robot.readable = letter
        robot.press("J K")
        let looks = robot.state.reader.document.lines.compactMap { $0.runs.first }
        #expect(looks.first { $0.text == "- a list" }?.look == .plain)
        #expect(looks.first { $0.text == "-    var turns = 10" }?.look == .removed)
        #expect(looks.first { $0.text == "+    var turns = 1" }?.look == .added)
        #expect(looks.first { $0.text.hasPrefix("@@") }?.look == .hunk)
    }

    @Test func `Markdown is shown as it is meant`() throws {
        let lines = [
            "# Notes", "", "The *carry* is **done**, see `engine.swift` and snake_case_names.", "", "- first",
            "  - second", "1. one", "> quoted", "```", "let x = 1 * 2 * 3", "```", "---", "2 * 3 * 4 = **",
        ]
        expectScreen(try viewing(PieceTests.files[1], lines).screen, "markdown-80x24", styles: true)
    }

    @Test(arguments: [(40, 12), (80, 24)])
    func `a table has its columns`(columns: Int, rows: Int) throws {
        let lines = [
            "Column,Turns,Remark", "1,10,\"carries, then stops\"", "2,1200,\"said \"\"no\"\"\"", "仕事,7,", "4,3,\"two",
            "lines\"",
        ]
        expectScreen(
            try viewing(PieceTests.files[2], lines, columns, rows).screen, "table-\(columns)x\(rows)",
            styles: columns == 80)
    }

    @Test func `a program has the numbers of its lines`() throws {
        let lines = ["struct Engine {"] + (1...9).map { "    var column\($0) = \($0)" } + ["}"]
        expectScreen(try viewing(PieceTests.files[3], lines).screen, "program-80x24")
    }

    @Test func `a message within a message is read as one`() throws {
        var robot = opened()
        let inner = PieceTests.file("8", "letter.eml", "message/rfc822")
        var letter = SampleMail.letter
        letter.attachments = [inner]
        robot.readable = letter
        robot.press("J A Enter")
        let id = try message(robot)
        var within = SampleMail.letter
        within.subject = "The letter within"
        robot.send(.piece(id, .attachment(section: "8"), .readable(within)))
        #expect(robot.screen.text.contains("The letter within"))
    }

    @Test func `what is no text is saved by Enter`() {
        var robot = opened()
        robot.press("A j j j j Enter")
        #expect(robot.screen.text.contains("Save to"))
    }

    @Test func `chosen files are saved together`() throws {
        var robot = opened()
        robot.press("A x j j x s")
        #expect(robot.screen.text.contains("Save all 2 into the folder"))
        robot.press("Enter")
        let id = try message(robot)
        #expect(
            robot.last == [
                .saveAttachment(id, section: "2", path: "~/Downloads/0001-carry.patch", overwrite: false)
            ])
    }

    @Test func `a file within winmail_dat is saved like any other`() throws {
        var robot = opened()
        robot.press("A G s Enter")
        let id = try message(robot)
        #expect(robot.last == [.saveAttachment(id, section: "7/1", path: "~/Downloads/run me.sh", overwrite: false)])
    }

    @Test func `a file is opened, a program after a question only`() throws {
        var robot = opened()
        robot.press("A j j j j o")
        let id = try message(robot)
        #expect(robot.last == [.openAttachment(id, section: "6", filename: "carriage.pdf")])
        robot.press("A G o")
        #expect(robot.last.isEmpty)
        #expect(robot.screen.text.contains("can be a program"))
        robot.press("y")
        #expect(robot.last == [.openAttachment(id, section: "7/1", filename: "run me.sh")])
    }

    // MARK: Other programs

    @Test func `a message is piped as it was sent, to what was typed`() throws {
        var robot = opened()
        robot.press("|")
        robot.type("git am")
        robot.press("Enter")
        let id = try message(robot)
        #expect(robot.last == [.pipe(PipeRequest(message: id, content: .source, command: "git am"))])
        robot.send(.piped(PipeResult(command: "git am", status: 0, output: ["Applying: carry\u{1B}[31m"])))
        expectScreen(robot.screen, "output-80x24")
        robot.press("Esc |")
        #expect(robot.screen.text.contains("git am"), "the last command is offered again")
    }

    @Test func `a failed command says its status`() {
        var robot = opened()
        robot.send(.piped(PipeResult(command: "false", status: 1, output: [])))
        #expect(robot.status.contains("! false: failed with status 1"))
    }

    @Test func `files are piped, one or those that are chosen`() throws {
        var robot = opened()
        robot.press("A |")
        robot.type("patch -p1")
        robot.press("Enter")
        let id = try message(robot)
        #expect(robot.last == [.pipe(PipeRequest(message: id, content: .attachments(["2"]), command: "patch -p1"))])
    }

    @Test func `printing asks for the command and gives the text whole`() throws {
        var robot = opened()
        robot.press("p Enter")
        guard case .pipe(let request) = robot.last.first, case .text(let text) = request.content else {
            return #expect(Bool(false), "nothing printed")
        }
        #expect(request.command == "lpr")
        #expect(text.contains("Re: the engine's carry mechanism") && text.contains("line 14 of what Charles wrote"))
        #expect(text.split(separator: "\n").allSatisfy { $0.count <= 120 })
    }

    // MARK: Finding

    @Test func `words are found while they are typed, and n goes on`() {
        var robot = opened(80, 12)
        robot.press("/")
        robot.type("FRIDAY")
        #expect(robot.screen.text.contains("It did on Friday"))
        robot.press("Enter n")
        #expect(robot.status.contains("From the beginning again"))
        robot.press("Esc")
        #expect(robot.state.reader.find == nil && robot.state.focus == .reader)
    }

    @Test func `Esc goes back to where the search began`() {
        var robot = opened(80, 12)
        robot.press("/")
        robot.type("来週の")
        #expect(robot.state.reader.scroll > 0)
        robot.press("Esc")
        #expect(robot.state.reader.scroll == 0)
    }

    @Test func `what is not there is said`() {
        var robot = opened()
        robot.press("/")
        robot.type("zebra")
        #expect(robot.status.contains("not in this text"))
    }

    @Test func `hits are marked in their columns`() throws {
        let find = try #require(TextFind("ß日"))
        let line = ReaderDocument.Line([.init("日 Straß", .plain), .init("日 ß日", .strong)])
        #expect(find.columns(in: line) == [7..<10, 11..<14])
    }
}
