import MailModel

/// A message's text as the reader lays it out for a width, without colours: for print and for pipes.
package enum LaidOutText {
    /// What is to be said of the sender and the list, as the reader says it under the head.
    package static func senderLines(of message: ReadableMessage, columns: Int = 1_000) -> [String] {
        let keys = DocumentLayout.Keys(quotes: "", attachments: "", save: "", defects: "")
        let lines = SenderLines(columns: columns, keys: keys, showsDefects: true)
        return lines.lines(message, known: MessageFacts()).map { $0.runs.map(\.text).joined() }
    }

    /// - Returns: lines without line ends, safe for a terminal; quotations are shown whole.
    package static func lines(of message: ReadableMessage, columns: Int, localTime: LocalTime = .utc) -> [String] {
        var choices = ReadingChoices()
        choices.showsQuotes = true
        let layout = DocumentLayout(
            settings: ReaderSettings(), localTime: localTime, columns: columns, choices: choices,
            keys: DocumentLayout.Keys(quotes: "", attachments: "", save: "", defects: ""))
        return layout.bodyLines(message, limit: .max).map { $0.runs.map(\.text).joined() }
    }
}
