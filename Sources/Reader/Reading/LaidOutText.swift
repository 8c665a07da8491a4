import MailModel

/// A message's text as the reader lays it out for a width, without colours: for print and for pipes.
package enum LaidOutText {
    /// - Returns: lines without line ends, safe for a terminal; quotations are shown whole.
    package static func lines(of message: ReadableMessage, columns: Int, localTime: LocalTime = .utc) -> [String] {
        var choices = ReadingChoices()
        choices.showsQuotes = true
        let layout = DocumentLayout(
            settings: ReaderSettings(), localTime: localTime, columns: columns, choices: choices,
            keys: DocumentLayout.Keys(quotes: "", attachments: "", save: "", defects: ""))
        return layout.laidOut(message.lines).map { $0.runs.map(\.text).joined() }
    }
}
