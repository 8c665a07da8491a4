import ArgumentParser
import Foundation
import MailModel
import MailStore
import MailSync
import MessageContent
import ReaderRuntime

/// `martlet show MESSAGE | FILE.eml | -`
struct ShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show a message from a folder, a file or standard input.")

    @Argument(help: "ACCOUNT/FOLDER;uid=N, a message file, or - for standard input.") var message: String
    @ArgumentParser.Flag(help: "One JSON object.") var json = false
    @ArgumentParser.Flag(help: "The message as it was sent, byte for byte.") var raw = false
    @ArgumentParser.Flag(help: "The header as it was sent.") var headers = false
    @ArgumentParser.Flag(help: "The HTML part, decoded.") var html = false
    @Option(help: ArgumentHelp("Lay the text out for so many columns, as the reader does.", valueName: "columns"))
    var width: Int?
    @Option(help: "A file is from this account: believe its server about the sender.") var account: String?
    @OptionGroup var common: CommonOptions

    func validate() throws {
        if let width, !(20...1_000).contains(width) { throw ValidationError("--width is from 20 to 1000.") }
        guard [json, raw, headers, html].filter({ $0 }).count <= 1 else {
            throw ValidationError("--json, --raw, --headers and --html exclude each other.")
        }
    }

    func run() async throws {
        let source = MessageSource(message, common, account: account)
        if raw || headers || html {
            try await source.withContents { contents in try await show(contents) }
        } else {
            let (readable, located) = try await source.readable()
            if json {
                let object = ShowJSON(readable)
                try JSONOutput.printLine(located.map { object.located($0.summary, in: $0.folder) } ?? object)
            } else {
                PlainOutput.write(MessageText(readable, columns: width).text)
            }
        }
    }

    private func show(_ contents: MessageContents) async throws {
        if raw { return try await contents.stream("") { PlainOutput.write($0) } }
        if headers { return PlainOutput.write(try await contents.header()) }
        let bytes = try await contents.source()
        guard let structure = MessageReader.readable(source: bytes).structure,
            let part = structure.leaves.first(where: { $0.type == "text/html" }),
            let html = MessageReader.part(section: part.section, ofSource: bytes)
        else { throw CommandFailure(.refused, "the message has no HTML part") }
        PlainOutput.write(html.bytes)
    }
}
