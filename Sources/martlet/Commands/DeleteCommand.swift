import ArgumentParser
import MailModel

/// `martlet delete MESSAGE…`: to Trash; messages in Trash go for good.
struct DeleteCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "delete", abstract: "Move messages to Trash; those in Trash are removed for good.")

    @Argument(help: "ACCOUNT/FOLDER;uid=N") var messages: [String]
    @OptionGroup var change: ChangeOptions
    @OptionGroup var common: CommonOptions

    func run() async throws {
        let run = try ChangeRun(common, change)
        for (account, summaries) in try await run.messages(messages) {
            let trash = try run.role(.trash, of: account, configurationKey: "trash")
            let gone = summaries.filter { $0.folder == trash.id }.map(\.id)
            let moved = summaries.filter { $0.folder != trash.id }.map(\.id)
            var requests: [ChangeRequest] = []
            if !gone.isEmpty { requests.append(.expunge(gone)) }
            if !moved.isEmpty { requests.append(.move(moved, to: trash.id)) }
            try await run.perform(requests, on: account)
        }
    }
}

/// `martlet archive MESSAGE…`
struct ArchiveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "archive", abstract: "Move messages to the archive.")

    @Argument(help: "ACCOUNT/FOLDER;uid=N") var messages: [String]
    @OptionGroup var change: ChangeOptions
    @OptionGroup var common: CommonOptions

    func run() async throws {
        let run = try ChangeRun(common, change)
        for (account, summaries) in try await run.messages(messages) {
            let archive = try run.role(.archive, of: account, configurationKey: "archive")
            try await run.perform([.move(summaries.map(\.id), to: archive.id)], on: account)
        }
    }
}

extension ChangeRun {
    /// The folder of that role, or an error that says how to name it.
    fileprivate func role(_ role: FolderRole, of account: AccountID, configurationKey: String) throws -> Folder {
        if let folder = try store.folder(role, of: account) { return folder }
        throw CommandFailure(
            .refused,
            "account '\(account)' has no \(configurationKey) folder; name it in the configuration: "
                + "folders = { \(configurationKey) = \"NAME\" }")
    }
}
