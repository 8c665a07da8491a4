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
        let run = try ChangeRun(common, change)
        for (account, summaries) in try await run.messages(messages) {
            let target = try await run.folder(folder, of: account)
            try await run.perform([.move(summaries.map(\.id), to: target.id)], on: account)
        }
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
        let run = try ChangeRun(common, change)
        for (account, summaries) in try await run.messages(messages) {
            let target = try await run.folder(folder, of: account)
            try await run.perform([.copy(summaries.map(\.id), to: target.id)], on: account)
        }
    }
}
