import MailModel

/// Something of a message that another program is given on its standard input.
package struct PipeRequest: Hashable, Sendable {
    package enum Content: Hashable, Sendable {
        /// The message as it was sent.
        case source
        /// Files of the message, decoded, one after the other.
        case attachments([String])
        /// What is on the screen, as plain text.
        case text(String)
    }

    package var message: MessageID
    package var content: Content
    /// As the user typed it, for the shell. Nothing of a message is ever put into it.
    package var command: String

    package init(message: MessageID, content: Content, command: String) {
        self.message = message
        self.content = content
        self.command = command
    }
}

/// What a program that was given something of a message came to.
package struct PipeResult: Hashable, Sendable {
    package var command: String
    package var status: Int
    /// What it printed, on both outputs.
    package var output: [String]

    package init(command: String, status: Int, output: [String]) {
        self.command = command
        self.status = status
        self.output = output
    }
}

extension AppState {
    mutating func askForPipe(_ content: PipeRequest.Content, of message: MessageID, what: String) {
        popup = .prompt(
            Prompt(
                purpose: .pipe(message, content), title: "Pipe \(what) to the command",
                field: TextField(lastPipeCommand)))
    }

    mutating func askForPrinting(_ readable: ReadableMessage, of message: MessageID) {
        popup = .prompt(
            Prompt(
                purpose: .pipe(message, .text(printed(readable))), title: "Print with the command",
                field: TextField(settings.printCommand)))
    }

    /// The text with a short header, as a sheet of paper wants it.
    private func printed(_ readable: ReadableMessage) -> String {
        let layout = DocumentLayout(
            settings: settings, localTime: localTime, columns: 72, choices: ReadingChoices(showsQuotes: true),
            keys: DocumentLayout.Keys(quotes: "", attachments: "", save: "", defects: ""))
        return layout.document(readable).lines.map { line in
            line.runs.map(\.text).joined() + (line.right.map { "  " + $0.text } ?? "") + "\n"
        }.joined()
    }

    mutating func pipe(_ content: PipeRequest.Content, of message: MessageID, to command: String) -> [Effect] {
        // Printing has a command of its own, which is not what is piped to next.
        if case .text = content {} else { lastPipeCommand = command }
        notices.show(Notice("Running \(command)…"), at: now)
        return [.pipe(PipeRequest(message: message, content: content, command: command))]
    }

    mutating func take(_ result: PipeResult) {
        let failed = result.status != 0
        let words = failed ? "\(result.command): failed with status \(result.status)" : "\(result.command): done"
        notices.show(Notice(words, kind: failed ? .error : .info), at: now)
        if !result.output.isEmpty, popup == nil {
            popup = .output(CommandOutput(command: result.command, lines: result.output))
        }
    }
}

/// What a program printed, to be read.
package struct CommandOutput: Equatable, Sendable {
    var command: String
    var lines: [String]
    var top = 0
}
