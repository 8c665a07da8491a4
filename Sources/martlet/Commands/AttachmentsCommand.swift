import ArgumentParser
import Foundation
import MailModel
import MessageContent
import Reader
import ReaderRuntime

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
        let progress = ProgressLine(isShown: true)
        defer { progress.clear() }
        do {
            let path = try await contents.save(attachment.section, beside: names.path(1)) { step in
                switch step {
                case .goesOn(let reached, let total):
                    tell(AttachmentWords.goesOn(names.name(1), at: reached, of: total))
                case .came(let received, let total):
                    progress.show(names.name(1), octets: received, of: total)
                }
            } place: { file in
                try names.moveIntoPlace(file)
            }
            progress.clear()
            tell("saved \(path)")
        } catch let interrupted as PartSaving.Interrupted {
            progress.clear()
            let kept = AttachmentWords.isKept(
                interrupted.kept, of: interrupted.total, days: PartSaving.keptDays)
            tell("\(PlainOutput.safe(names.name(1))): \(kept)")
            throw interrupted.cause
        } catch let failure as PartialFile.Failure {
            throw CommandFailure(.refused, failure.words(for: names.path(1)))
        }
    }

    private static func tell(_ line: String) { FileHandle.standardError.write(Data((line + "\n").utf8)) }
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

    func name(_ number: Int) -> String { "\(stem)\(number == 1 ? "" : "-\(number)")\(ending)" }

    func path(_ number: Int) -> String { "\(folder)/\(name(number))" }

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
