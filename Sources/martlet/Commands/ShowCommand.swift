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

/// `martlet attachments MESSAGE | FILE.eml`
struct AttachmentsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "attachments", abstract: "List a message's attachments, or save them.")

    @Argument(help: "ACCOUNT/FOLDER;uid=N, a message file, or - for standard input.") var message: String
    @Option(help: ArgumentHelp("Save them all into this folder; nothing there is overwritten.", valueName: "folder"))
    var save: String?
    @ArgumentParser.Flag(help: "One JSON object for each attachment.") var json = false
    @OptionGroup var common: CommonOptions

    func run() async throws {
        let source = MessageSource(message, common)
        let (readable, _) = try await source.readable()
        for attachment in readable.attachments {
            if json {
                try JSONOutput.printLine(ShowJSON.Attachment(attachment))
            } else {
                let size = (attachment.isSizeExact ? "" : "about ") + "\(attachment.size) bytes"
                PlainOutput.line(
                    "\(attachment.section)  \(PlainOutput.safe(attachment.filename))  \(attachment.type)  \(size)")
            }
        }
        guard let folder = save else { return }
        try await source.withContents { contents in
            for attachment in readable.attachments {
                try await AttachmentsCommand.save(attachment, of: contents, in: folder)
            }
        }
    }

    private static func save(
        _ attachment: ReadableMessage.Attachment, of contents: MessageContents, in folder: String
    ) async throws {
        let names = FreeNames(attachment.filename, in: folder)
        do {
            let file = try PartialFile(beside: names.path(1))
            do {
                try await contents.stream(attachment.section) { try file.write($0) }
                let path = try names.moveIntoPlace(file)
                FileHandle.standardError.write(Data("saved \(path)\n".utf8))
            } catch {
                file.discard()
                throw error
            }
        } catch let failure as PartialFile.Failure {
            throw CommandFailure(.refused, failure.words(for: names.path(1)))
        }
    }
}

/// The names that a file may have in a folder: `name.pdf`, else `name-2.pdf` and so on.
private struct FreeNames {
    private let folder: String
    private let stem: String
    private let ending: String

    init(_ name: String, in folder: String) {
        let safe = MessageReader.safeFilename(name) as NSString
        self.folder = folder
        stem = safe.deletingPathExtension
        ending = safe.pathExtension.isEmpty ? "" : "." + safe.pathExtension
    }

    func path(_ number: Int) -> String { "\(folder)/\(stem)\(number == 1 ? "" : "-\(number)")\(ending)" }

    /// Gives a file the first name that nothing has, and returns its path.
    func moveIntoPlace(_ file: PartialFile) throws -> String {
        for number in 1...999 {
            do throws(PartialFile.Failure) {
                try file.moveIntoPlace(overwrite: false, as: path(number))
                return path(number)
            } catch {
                guard error == .exists else { throw error }
            }
        }
        throw CommandFailure(.refused, "\(folder) has 999 files of that name already")
    }
}
