import MailModel
import Screen
import TestSupport
import Testing

@testable import Reader

@Suite struct PictureTests {
    private func opened() -> ReaderRobot {
        var robot = ReaderRobot(80, 24)
        robot.press("Enter")
        return robot
    }

    private static let cells = PictureCells(
        Array(
            "\u{1B}[0m\u{1B}[38;5;208;48;5;17m▄▄\u{1B}[7m▀\u{1B}[0m\n\u{1B}[91;44m▆\u{1B}[38;2;1;2;3mx\u{1B}[0m\n".utf8)
    )

    /// Cells of one character, so many rows of so many.
    private static func cells(_ character: Character, columns: Int, rows: Int) -> PictureCells {
        let line = String(repeating: character, count: columns) + "\n"
        return PictureCells(Array(String(repeating: line, count: rows).utf8))
    }

    private static func span(_ words: String, _ section: String, width: UInt16 = 0) -> ReadableMessage.Span {
        .init(words, picture: .init(section: section, width: width))
    }

    /// A letter with pictures between, within and after its lines.
    ///
    /// - Parameter sealed: for a letter that was encrypted, whose parts have their own numbers.
    private static func illustrated(_ columns: Int = 80, _ rows: Int = 24, sealed prefix: String = "") -> ReaderRobot {
        var letter = SampleMail.letter
        letter.links = []
        letter.lines = [
            SampleMail.text("Before."),
            ReadableMessage.Line(kind: .text, spans: [span("[picture: gulls]", prefix + "2.1", width: 80)]),
            ReadableMessage.Line(
                kind: .quote(depth: 2), spans: [.init(">> "), span("[picture]", prefix + "2.2"), .init(" and words")],
                hangingIndent: 3),
            SampleMail.text("After."),
        ]
        letter.attachments = ["2.1", "2.2", "3"].map { section in
            ReadableMessage.Attachment(
                section: prefix + section, filename: "\(section).png", type: "image/png", size: 1_000,
                isSizeExact: true,
                disposition: nil)
        }
        if !prefix.isEmpty {
            letter.seals = [Seal(method: .openPGP, isEncrypted: true, state: .opened([]), lines: 0..<4)]
        }
        var robot = ReaderRobot(columns, rows)
        robot.readable = letter
        robot.press("Enter")
        return robot
    }

    /// The sizes in which pictures were asked for.
    private func asked(_ robot: ReaderRobot) -> [String] {
        robot.last.compactMap { effect in
            guard case .loadPiece(_, .picture(let section, let columns, let rows, _)) = effect else { return nil }
            return "\(section) \(columns)x\(rows)"
        }
    }

    private func answer(_ robot: inout ReaderRobot, _ section: String, _ state: MessagePieceState) throws {
        let id = try #require(robot.state.reader.message)
        let piece = try #require(
            robot.effects.reversed().lazy.compactMap { effect -> MessagePiece? in
                guard case .loadPiece(_, let piece) = effect, case .picture(section, _, _, _) = piece else {
                    return nil
                }
                return piece
            }.first)
        robot.send(.piece(id, piece, state))
    }

    @Test func `I draws the pictures where they stand, two at a time, and hides them again`() throws {
        var robot = Self.illustrated()
        let before = robot.screen
        robot.press("I")
        #expect(asked(robot) == ["2.1 10x14", "2.2 74x14"])
        #expect(robot.screen.text.contains("[picture: gulls] loading…"))

        try answer(&robot, "2.1", .picture(Self.cells))
        #expect(asked(robot) == ["3 77x14"])
        try answer(&robot, "2.2", .picture(Self.cells("#", columns: 5, rows: 2)))
        try answer(&robot, "3", .failed("The picture can't be shown: it is broken."))
        expectScreen(robot.screen, "pictures-in-place-80x24", styles: true)

        robot.press("I")
        #expect(robot.screen == before)
        // What was drawn is still there.
        robot.press("I")
        #expect(asked(robot).isEmpty)
        #expect(robot.screen.text.contains("#####"))
    }

    @Test func `pictures of an encrypted letter are drawn within its bar`() throws {
        var robot = Self.illustrated(sealed: ">")
        robot.press("I")
        #expect(asked(robot) == [">2.1 10x14", ">2.2 72x14"])
        try answer(&robot, ">2.1", .picture(Self.cells("#", columns: 10, rows: 2)))

        let rows = robot.screen.text.split(separator: "\n").map { $0.drop { $0 == " " } }
        #expect(rows.filter { $0.contains("##########") }.map { $0.hasPrefix("┃ ##########") } == [true, true])
        // Below its name only what stands nowhere in the text.
        #expect(asked(robot) == [">3 77x14"])
    }

    @Test func `another width has the pictures drawn anew, one size of each at a time`() throws {
        var robot = Self.illustrated(98)
        robot.press("I")
        #expect(asked(robot) == ["2.1 10x14", "2.2 92x14"])
        robot.send(.input(.resize(Size(columns: 60, rows: 24))))
        robot.send(.input(.resize(Size(columns: 50, rows: 24))))
        #expect(robot.effects.count { if case .loadPiece = $0 { true } else { false } } == 2)

        try answer(&robot, "2.2", .picture(Self.cells("#", columns: 92, rows: 2)))
        #expect(asked(robot) == ["2.2 44x14"])
        #expect(robot.screen.text.contains("#####"))
        try answer(&robot, "2.2", .picture(Self.cells("%", columns: 44, rows: 2)))
        #expect(!robot.screen.text.contains("#"))
        #expect(robot.screen.text.contains("%%%%"))
    }

    @Test func `the line at the top stays when a picture comes above it`() throws {
        var robot = Self.illustrated(80, 10)
        robot.press("I")
        robot.press("j j j j j j")
        let top = robot.screen.text(ofRow: 1)
        try answer(&robot, "2.1", .picture(Self.cells("#", columns: 10, rows: 9)))
        #expect(top.contains("[picture] and words"))
        #expect(robot.screen.text(ofRow: 1) == top)
    }

    @Test func `within a conversation the pictures of the message at hand are drawn`() throws {
        var robot = Self.illustrated(80, 40)
        let id = try #require(robot.state.reader.message)
        let readable = try #require(robot.readable)
        let entries = [SampleMail.message(1), SampleMail.message(0)].map {
            ConversationEntry(summary: $0, folder: "", content: .ready(readable))
        }
        robot.send(.facts(id, MessageFacts(conversation: 2)))
        robot.press("T")
        robot.send(.conversation(id, entries))
        robot.press("I")
        #expect(asked(robot) == ["2.1 10x25", "2.2 74x25"])
        try answer(&robot, "2.1", .picture(Self.cells("#", columns: 10, rows: 1)))
        #expect(robot.screen.text.split(separator: "\n").count { $0.contains("##########") } == 1)
        #expect(robot.screen.text.split(separator: "\n").count { $0.contains("[picture: gulls]") } <= 1)
    }

    @Test func `Enter in the list of files shows a picture as large as the pane, in any size of the pane`() throws {
        var robot = opened()
        robot.press("A j Enter")
        #expect(asked(robot) == ["3 77x20"])
        try answer(&robot, "3", .picture(Self.cells))
        expectScreen(robot.screen, "picture-80x24", styles: true)
        robot.send(.input(.resize(Size(columns: 60, rows: 20))))
        #expect(asked(robot) == ["3 57x16"])
        robot.press("I")
        #expect(robot.state.reader.choices.view == .text)
    }

    @Test func `a terminal that draws pictures gets the whole one, and cells within the text`() throws {
        var settings = ReaderRobot.settings
        settings.graphics = GraphicMeans(kind: .sixel, cellWidth: 10, cellHeight: 20)
        var robot = ReaderRobot(80, 24, settings: settings)
        robot.press("Enter")
        robot.press("A j Enter")
        let id = try #require(robot.state.reader.message)
        let means = try #require(settings.graphics)
        let piece = MessagePiece.graphic(section: "3", columns: 77, rows: 20, means)
        #expect(robot.last == [.loadPiece(id, piece)])
        let graphic = try #require(
            TerminalGraphic(Array("\u{1B}Pq~\u{1B}\\".utf8), kind: .sixel, width: 770, height: 400))
        robot.send(.piece(id, piece, .graphic(graphic)))
        // Below the title bar and its own name, above the bar of keys.
        #expect(
            robot.screen.graphic == PlacedGraphic(graphic, at: Rect(column: 1, row: 3, columns: 77, rows: 20)))

        robot.press("?")
        #expect(robot.screen.graphic == nil)
        robot.press("Esc")
        #expect(robot.screen.graphic != nil)
        robot.press("I")
        #expect(robot.screen.graphic == nil)
        robot.press("I")
        #expect(asked(robot) == ["3 77x14"])
    }

    @Test func `pictures that are switched off are not asked for`() {
        var settings = ReaderRobot.settings
        settings.drawsPictures = false
        var robot = ReaderRobot(80, 24, settings: settings)
        robot.press("Enter")
        robot.press("I")
        #expect(robot.last.isEmpty)
        #expect(robot.status.contains("switched off"))
    }

    @Test func `no more than fifty pictures of a message are drawn`() {
        var letter = SampleMail.letter
        letter.lines = (0..<80).map { ReadableMessage.Line(kind: .text, spans: [Self.span("[picture]", "2.\($0)")]) }
        var robot = ReaderRobot(80, 24)
        robot.readable = letter
        robot.press("Enter I")
        #expect(robot.state.reader.document.pictures.count == ReaderDocument.mostPictures)
    }

    @Test func `without pictures it says so`() {
        var robot = ReaderRobot(80, 24)
        var letter = SampleMail.letter
        letter.attachments = []
        robot.readable = letter
        robot.press("Enter I")
        #expect(robot.status.contains("No pictures came with this message"))
    }

    @Test(arguments: [
        "\u{1B}[2J\u{1B}[Hx", "\u{1B}]0;owned\u{7}x", "\u{1B}[38;5mx", "\u{1B}[38;2;1mx",
        "\u{1B}[99999999999999999999mx",
        "\u{1B}[", "\u{1B}", "\u{1B}[38;5;-1mx", "\u{90}q#0\u{9C}x",
    ])
    func `nothing but colours is obeyed`(output: String) {
        let text = PictureCells(Array(output.utf8)).rows.joined().map(\.text).joined()
        #expect(!text.unicodeScalars.contains { $0.properties.generalCategory == .control })
    }

    @Test func `a picture larger than any screen is cut`() {
        let line = String(repeating: "x", count: 10_000) + "\n"
        let cells = PictureCells(Array(String(repeating: line, count: 1_000).utf8))
        #expect(cells.rows.count == PictureCells.mostRows)
        #expect(cells.rows.allSatisfy { $0.map(\.text).joined().count == PictureCells.mostColumns })
    }
}
