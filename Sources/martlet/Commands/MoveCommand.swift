import ArgumentParser
import MailModel

/// `martlet move FOLDER MESSAGE…`
struct MoveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "move", abstract: "Move messages to a folder.")

    @Argument(help: "The target folder, of the messages' account.") var folder: String
    @Argument(help: "ACCOUNT/FOLDER;uid=N") var messages: [String]
    @OptionGroup var change: ChangeOptions
    @OptionGroup var common: CommonOptions

    func run() async throws {
        try await Transfer(folder, messages).perform(common, change) { .move($0, to: $1) }
    }
}

/// `martlet copy FOLDER MESSAGE…`
struct CopyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "copy", abstract: "Copy messages to a folder.")

    @Argument(help: "The target folder, of the messages' account.") var folder: String
    @Argument(help: "ACCOUNT/FOLDER;uid=N") var messages: [String]
    @OptionGroup var change: ChangeOptions
    @OptionGroup var common: CommonOptions

    func run() async throws {
        try await Transfer(folder, messages).perform(common, change) { .copy($0, to: $1) }
    }
}

/// What both share: messages of several accounts each go to the folder of that name in their own account.
private struct Transfer {
    let folder: String
    let messages: [String]

    init(_ folder: String, _ messages: [String]) {
        self.folder = folder
        self.messages = messages
    }

    func perform(
        _ common: CommonOptions, _ change: ChangeOptions, _ request: ([MessageID], FolderID) -> ChangeRequest
    ) async throws {
        let run = try ChangeRun(common, change)
        for (account, summaries) in try await run.messages(messages) {
            let target = try await run.folder(folder, of: account)
            try await run.perform([request(summaries.map(\.id), target.id)], on: account)
        }
    }
}
