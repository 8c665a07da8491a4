import MailModel
import Screen
import TestSupport
import Testing

@testable import Reader

/// A conversation read as one text, and what is folded and dimmed within a message of one.
@Suite struct ConversationTests {
    private static func entry(
        _ row: Int64, from: EmailAddress, minutesAgo: Int64, folder: String, _ content: MessageContentState
    ) -> ConversationEntry {
        var summary = SampleMail.message(0)
        summary = MessageSummary(
            id: row == 0 ? summary.id : MessageID(row), folder: FolderID(1), uid: UID(1),
            received: MailDate(seconds: SampleMail.now - minutesAgo * 60), sent: nil, from: [from], to: [], cc: [],
            replyTo: [], subject: summary.subject, messageID: "", inReplyTo: [], references: [],
            flags: Flags(system: row == 0 ? [] : .seen), size: 1, hasAttachments: false, isPending: false,
            isUnreadable: false)
        return ConversationEntry(summary: summary, folder: folder, content: content)
    }

    private static func letter(_ words: String) -> ReadableMessage {
        var letter = SampleMail.letter
        letter.lines = [SampleMail.text(words)]
        letter.links = []
        letter.attachments = []
        return letter
    }

    private static let entries = [
        entry(
            7, from: EmailAddress(name: "Ch. Babbage", address: "charles@example.org"), minutesAgo: 3_000,
            folder: "Archive", .ready(letter("Will the carriage jam?"))),
        entry(
            8, from: EmailAddress(name: "Me", address: "ME@example.org"), minutesAgo: 90, folder: "Sent",
            .ready(letter("I should not think so."))),
        entry(
            0, from: EmailAddress(name: "Ada Lovelace", address: "ada@example.org"), minutesAgo: 6, folder: "Inbox",
            .ready(SampleMail.letter)),
        entry(9, from: EmailAddress(name: "", address: "late@example.org"), minutesAgo: 2, folder: "Lists/a", .loading),
        entry(
            10, from: EmailAddress(name: "X", address: "x@example.org"), minutesAgo: 1, folder: "",
            .failed("Not on this machine yet, and offline.")),
    ]

    private func reading(_ columns: Int = 80, _ rows: Int = 24) throws -> ReaderRobot {
        var robot = ReaderRobot(columns, rows)
        robot.press("Enter")
        let id = try #require(robot.state.reader.message)
        robot.send(.facts(id, MessageFacts(isFirstFromSender: false, conversation: 5)))
        robot.press("T")
        #expect(robot.last == [.loadConversation(id)])
        robot.send(.conversation(id, ConversationTests.entries))
        return robot
    }

    @Test(arguments: [(40, 12), (80, 24), (120, 40), (200, 50)])
    func `a conversation over folders, own answers in line, at each size`(columns: Int, rows: Int) throws {
        var robot = try reading(columns, rows)
        #expect(robot.screen.text.contains("● Ada Lovelace"), "it opens at the message it was opened from")
        robot.press("gg")
        expectScreen(robot.screen, "conversation-\(columns)x\(rows)", styles: columns == 80)
    }

    @Test func `more of it comes without moving the text`() throws {
        var robot = try reading()
        let id = try #require(robot.state.reader.message)
        robot.press("j")
        let scroll = robot.state.reader.scroll
        var more = ConversationTests.entries
        more[3].content = .ready(ConversationTests.letter("Too late."))
        robot.send(.conversation(id, more))
        #expect(robot.state.reader.scroll == scroll)
        robot.press("G")
        #expect(robot.screen.text.contains("Too late."))
        robot.press("T")
        #expect(robot.screen.text.contains("5 in this conversation (T)"))
    }

    @Test func `the message at the top is folded to its head, and opened again`() throws {
        var robot = try reading(80, 24)
        robot.press("gg")
        #expect(robot.screen.text.contains("Will the carriage jam?"))
        robot.press("z a")
        #expect(!robot.screen.text.contains("Will the carriage jam?"))
        #expect(robot.screen.text.contains("Ch. Babbage") && robot.screen.text.contains("⋯ 1 line (za)"))
        #expect(robot.screen.text.contains("I should not think so."))
        robot.press("z a")
        #expect(robot.screen.text.contains("Will the carriage jam?"))
        robot.press("G")
        let start = try #require(robot.state.reader.message.flatMap { robot.state.reader.document.starts[$0] })
        while robot.state.reader.scroll > start { robot.press("k") }
        robot.press("z a")
        #expect(robot.state.reader.folded == [try #require(robot.state.reader.message)])
    }

    @Test func `all are folded to their heads, and opened again`() throws {
        var robot = try reading(80, 24)
        let open = robot.state.reader.document
        robot.press("z A")
        #expect(robot.state.reader.folded.count == 5)
        for name in ["Ch. Babbage", "me ", "Ada Lovelace", "late@example.org"] {
            #expect(robot.screen.text.contains(name))
        }
        #expect(!robot.screen.text.contains("I should not think so."))
        robot.press("z A")
        #expect(robot.state.reader.document == open)
        robot.press("T z a")
        #expect(robot.status.contains("That is for a conversation, which T shows"))
    }

    @Test func `a message alone is no conversation`() {
        var robot = ReaderRobot(80, 24)
        robot.press("Enter T")
        #expect(robot.status.contains("no other messages in this conversation"))
    }

    @Test func `links of other messages lead nowhere by click`() throws {
        var entries = ConversationTests.entries
        entries[0].content = .ready(SampleMail.letter)
        var robot = try reading(80, 60)
        robot.send(.conversation(try #require(robot.state.reader.message), entries))
        let linked = robot.state.reader.document.lines.enumerated().filter { $1.runs.contains { $0.link != nil } }
        let start = try #require(robot.state.reader.message.flatMap { robot.state.reader.document.starts[$0] })
        #expect(!linked.isEmpty && linked.allSatisfy { $0.offset > start })
    }

    // MARK: Within a message

    private func document(_ lines: [ReadableMessage.Line], _ passages: [ReadableMessage.Passage], columns: Int = 80)
        -> [ReaderDocument.Line]
    {
        BodyLayout(
            settings: ReaderRobot.settings, localTime: .utc, columns: columns, wraps: true, showsQuotes: false,
            quotesKey: "Q"
        ).lines(lines, passages: passages)
    }

    @Test func `earlier messages below an answer are folded, footers are dimmed`() {
        var lines = [SampleMail.text("Yes."), SampleMail.text("")]
        lines += (1...20).map { SampleMail.text("Earlier line \($0)") }
        lines += [SampleMail.text("This message is confidential.")]
        let shown = document(
            lines, [.init(kind: .history, lines: 2..<22), .init(kind: .legal, lines: 22..<23)])
        #expect(
            shown.map { $0.runs.map(\.text).joined() } == [
                "Yes.", "", "⋯ 20 lines of earlier messages (Q)", "This message is confidential.",
            ])
        #expect(shown.last?.runs.first?.look == .signature)
    }

    @Test func `a short history stays`() {
        let lines = (1...4).map { SampleMail.text("Earlier line \($0)") }
        #expect(document(lines, [.init(kind: .history, lines: 0..<4)]).count == 4)
    }

    @Test func `passages that are out of bounds do no harm`() {
        let lines = (1...4).map { SampleMail.text("line \($0)") }
        #expect(
            !document(lines, [.init(kind: .history, lines: 2..<900), .init(kind: .legal, lines: 1000..<1001)]).isEmpty)
    }
}
