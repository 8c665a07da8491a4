import MailModel
import Screen

/// A message of a conversation, as far as it is here.
package struct ConversationEntry: Equatable, Sendable {
    package var summary: MessageSummary
    /// The folder it is in.
    package var folder: String
    package var content: MessageContentState

    package init(summary: MessageSummary, folder: String, content: MessageContentState) {
        self.summary = summary
        self.folder = folder
        self.content = content
    }
}

/// Lays out a conversation as one text: every message in the order in which they were sent, the user's own in line.
struct ConversationLayout {
    let layout: DocumentLayout
    /// The message from which the conversation was opened: its links are the ones that are numbered.
    let opened: MessageID
    /// Of these only the head is shown.
    var folded: Set<MessageID> = []
    /// The key that opens them.
    var foldKey = ""

    private typealias Line = ReaderDocument.Line
    private typealias Run = ReaderDocument.Run

    func document(subject: String, _ entries: [ConversationEntry]?) -> ReaderDocument {
        let title = DisplayText.sanitised(subject)
        var lines = LineWrap(columns: layout.columns).lines([Run(title.isEmpty ? "(no subject)" : title, .subject)])
        guard let entries else {
            return ReaderDocument(lines: lines + [Line([]), Line([Run("loading…", .dim)])])
        }
        lines.append(Line([Run("\(Amounts.messages(entries.count)) in this conversation", .dim)]))
        var document = ReaderDocument()
        for entry in entries {
            lines.append(Line([]))
            document.starts[entry.summary.id] = lines.count
            lines += head(entry)
            lines += folded.contains(entry.summary.id) ? [fold(entry)] : text(entry)
            if entry.summary.id == opened, case .ready(let message) = entry.content {
                document.addresses = layout.addresses(message.links)
            }
        }
        document.lines = lines
        return document
    }

    /// `● Ada Lovelace                Sent · Mon 23 Nov 2026, 10:14`, underlined by a rule.
    private func head(_ entry: ConversationEntry) -> [ReaderDocument.Line] {
        let row = entry.summary
        let sender = row.from.first
        let isMine = sender.map(layout.settings.isMine) ?? false
        let name = sender.map { DisplayText.sanitised($0.shortName, $0.name.isEmpty ? .address : []) } ?? "(no sender)"
        let mark = row.flags.isSeen ? "" : "● "
        let date = RelativeDate.full(row.sent ?? row.received, localTime: layout.localTime)
        let place = DisplayText.sanitised(entry.folder)
        let facts = Run(place.isEmpty ? date : "\(place) · \(date)", .dim)
        let left = [Run(mark + (isMine ? "me" : name), .sender)]
        let width = TextWidth.width(of: left[0].text) + 2 + TextWidth.width(of: facts.text)
        let rule = Line([Run(String(repeating: "─", count: layout.columns), .dim)])
        if width <= layout.columns { return [rule, Line(left, right: facts)] }
        return [rule, Line(left)] + LineWrap(columns: layout.columns).lines([facts])
    }

    private func fold(_ entry: ConversationEntry) -> ReaderDocument.Line {
        let amount = if case .ready(let message) = entry.content { Amounts.lines(message.lines.count) } else { "text" }
        return Line([Run("⋯ \(amount)" + (foldKey.isEmpty ? "" : " (\(foldKey))"), .dim)])
    }

    private func text(_ entry: ConversationEntry) -> [ReaderDocument.Line] {
        switch entry.content {
        case .loading: return [Line([Run("loading…", .dim)])]
        case .failed(let reason):
            let run = Run("! " + DisplayText.sanitised(reason), .warning)
            return LineWrap(columns: layout.columns, hangingIndent: 2).lines([run])
        case .ready(let message):
            // Pieces are those of the message at hand.
            var layout = layout
            if entry.summary.id != opened { layout.pictures = nil }
            let lines = layout.text(message, limit: ConversationLayout.mostLines)
            let isCut = message.lines.count > ConversationLayout.mostLines
            let rest = isCut ? [Line([Run("⋯ the rest is in the message itself", .dim)])] : []
            return (entry.summary.id == opened ? lines : lines.map(ConversationLayout.withoutLinks)) + rest
        }
    }

    /// Lines of one message within the conversation.
    private static let mostLines = 2_000

    private static func withoutLinks(_ line: ReaderDocument.Line) -> ReaderDocument.Line {
        var line = line
        for place in line.runs.indices { line.runs[place].link = nil }
        return line
    }
}
