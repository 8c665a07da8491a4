import ArgumentParser
import Foundation
import MailModel

/// `martlet append FOLDER FILE.eml…`
struct AppendCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "append", abstract: "Upload message files into a folder.")

    @Argument(help: "The folder.") var folder: String
    @Argument(help: "Message files; - is standard input.") var files: [String]
    @Option(help: "The account; the first one where it is left out.") var account: String?
    @OptionGroup var change: ChangeOptions
    @OptionGroup var common: CommonOptions

    func run() async throws {
        let run = try ChangeRun(common, change)
        let id = try run.workplace.account(named: account).id
        let target = try await run.folder(folder, of: id)
        let requests = try files.map { file in
            ChangeRequest.append(
                target.id, bytes: try MessageFile.read(file).withNetworkLineEnds, flags: Flags(system: .seen))
        }
        try await run.perform(requests, on: id)
    }
}
