import ArgumentParser
import MailModel

/// `martlet folder create|rename|delete|subscribe|unsubscribe NAME [NEW]`
struct FolderCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "folder", abstract: "Create, rename, delete, subscribe and unsubscribe folders.",
        subcommands: [Create.self, Rename.self, Delete.self, Subscribe.self, Unsubscribe.self])

    /// What all of them take.
    struct Options: ParsableArguments {
        @Option(help: "The account; the first one where it is left out.") var account: String?
        @OptionGroup var change: ChangeOptions
        @OptionGroup var common: CommonOptions
    }

    struct Create: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Create a folder.")
        @Argument(help: "Its full name, with the server's delimiter.") var name: String
        @OptionGroup var options: Options

        func run() async throws {
            let run = try ChangeRun(options.common, options.change)
            let account = try run.workplace.account(named: options.account).id
            try await run.perform([.createFolder(account, name: name)], on: account)
        }
    }

    struct Rename: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Rename a folder.")
        @Argument var name: String
        @Argument(help: "Its new full name.") var new: String
        @OptionGroup var options: Options

        func run() async throws { try await options.perform(name) { .renameFolder($0, newName: new) } }
    }

    struct Delete: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Delete a folder and the messages in it.")
        @Argument var name: String
        @OptionGroup var options: Options

        func run() async throws { try await options.perform(name) { .deleteFolder($0) } }
    }

    struct Subscribe: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Subscribe to a folder.")
        @Argument var name: String
        @OptionGroup var options: Options

        func run() async throws { try await options.perform(name) { .subscribe($0, true) } }
    }

    struct Unsubscribe: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Unsubscribe from a folder.")
        @Argument var name: String
        @OptionGroup var options: Options

        func run() async throws { try await options.perform(name) { .subscribe($0, false) } }
    }
}

extension FolderCommand.Options {
    fileprivate func perform(_ name: String, _ request: (FolderID) -> ChangeRequest) async throws {
        let run = try ChangeRun(common, change)
        let id = try run.workplace.account(named: account).id
        let folder = try await run.folder(name, of: id)
        try await run.perform([request(folder.id)], on: id)
    }
}
