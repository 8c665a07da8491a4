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

    @Test func `I shows the pictures that came with a message, and then the text`() throws {
        var robot = opened()
        robot.press("I")
        let id = try #require(robot.state.reader.message)
        let piece = MessagePiece.picture(section: "3", columns: 77, rows: 20, isMonochrome: false)
        #expect(robot.last == [.loadPiece(id, piece)])
        let output =
            "\u{1B}[0m\u{1B}[38;5;208;48;5;17m▄▄\u{1B}[7m▀\u{1B}[0m\n\u{1B}[91;44m▆\u{1B}[38;2;1;2;3mx\u{1B}[0m\n"
        robot.send(.piece(id, piece, .picture(PictureCells(Array(output.utf8)))))
        expectScreen(robot.screen, "picture-80x24", styles: true)
        robot.press("I")
        #expect(robot.state.reader.choices.view == .text)
    }

    @Test func `Enter in the list of files shows a picture`() throws {
        var robot = opened()
        robot.press("A j Enter")
        guard case .loadPiece(_, .picture("3", _, _, _)) = robot.last.first else {
            return #expect(Bool(false), "no picture")
        }
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
