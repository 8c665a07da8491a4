import ArgumentParser
import Foundation
import MailModel
import MailStore

/// `martlet journal`
struct JournalCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "journal",
        abstract: "List changes: waiting, done and refused. Try refused ones again, cancel waiting ones.",
        subcommands: [JournalListCommand.self, JournalRetryCommand.self, JournalCancelCommand.self],
        defaultSubcommand: JournalListCommand.self)
}

/// `martlet journal [list]`
struct JournalListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List changes: waiting, done and refused, newest first.")

    @Option(help: "At most so many changes.") var limit = 1000
    @ArgumentParser.Flag(help: "Only those that the server has not confirmed.") var waiting = false
    @ArgumentParser.Flag(help: "Only those that the server refused.") var refused = false
    @ArgumentParser.Flag(help: "One JSON object a line.") var json = false
    @OptionGroup var common: CommonOptions

    func validate() throws {
        if waiting, refused { throw ValidationError("--waiting and --refused exclude each other.") }
        if limit < 1 { throw ValidationError("--limit takes a number from 1 up.") }
    }

    func run() async throws {
        let store = try Workplace(common).openStore()
        for line in try store.journalLines(limit: limit) where isWanted(line.change.state) {
            let object = JournalJSON(line)
            if json {
                try JSONOutput.printLine(object)
            } else {
                PlainOutput.line(object.line)
            }
        }
    }

    private func isWanted(_ state: LocalChange.State) -> Bool {
        switch state {
        case .pending, .sent: !refused
        case .refused: !waiting
        case .done, .undone: !waiting && !refused
        }
    }
}

/// `martlet journal retry ID…`
struct JournalRetryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "retry", abstract: "Ask the server once more for refused changes, or for waiting ones now.")

    @Argument(help: "Numbers of changes, as 'martlet journal' lists them.") var changes: [Int64]
    @OptionGroup var change: ChangeOptions
    @OptionGroup var common: CommonOptions

    func run() async throws {
        let run = try ChangeRun(common, change)
        for number in changes {
            let entry = try run.entry(number)
            switch entry.state {
            case .pending, .sent: try await run.settle([entry.id], on: entry.account)
            case .refused:
                let anew = try run.store.retry(entry.id)
                guard !anew.isEmpty else {
                    throw CommandFailure(.refused, "nothing is left of change \(number) to try again")
                }
                try await run.settle(anew, on: entry.account)
            case .done, .undone: throw CommandFailure(.refused, "change \(number) is settled: \(entry.state.rawValue)")
            }
        }
    }
}

/// `martlet journal cancel ID…`
struct JournalCancelCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cancel", abstract: "Take waiting changes back; the messages become what they were.")

    @Argument(help: "Numbers of changes, as 'martlet journal' lists them.") var changes: [Int64]
    @OptionGroup var common: CommonOptions

    func run() async throws {
        let store = try Workplace(common).openStore()
        for number in changes {
            let entry = try store.entry(number)
            guard try store.cancel(entry.id) else {
                throw CommandFailure(
                    .refused, "change \(number) can't be cancelled any more: it is \(entry.state.rawValue)")
            }
        }
    }
}

extension ChangeRun {
    fileprivate func entry(_ number: Int64) throws -> LocalChange { try store.entry(number) }
}

extension MailStore {
    fileprivate func entry(_ number: Int64) throws -> LocalChange {
        guard let entry = try change(LocalChangeID(number)) else {
            throw CommandFailure(.refused, "there is no change \(number); 'martlet journal' lists them")
        }
        return entry
    }
}

/// An entry of the journal as `journal` prints it.
struct JournalJSON: Encodable {
    var id: Int64
    var account: String
    var change: String
    var folder: String?
    var target: String?
    var uids: String
    var messages: Int
    var subject: String?
    var state: String
    var attempts: Int
    var error: String?
    var createdAt: String

    init(_ line: JournalLine) {
        let change = line.change
        id = change.id.row
        account = change.account.name
        folder = line.folder
        (self.change, target) = JournalJSON.words(for: change.kind, target: line.target)
        uids = change.uids.wireNotation
        messages = line.messages
        subject = line.subject
        state = change.state.rawValue
        attempts = change.attempts
        error = change.error
        createdAt = MailDate(seconds: change.createdAt).iso8601
    }

    var line: String {
        let place = [folder, target].compactMap { $0 }.map(PlainOutput.safe).joined(separator: " → ")
        let which = uids.isEmpty ? "" : " uid=\(uids)"
        return PlainOutput.column("\(id)", width: 6) + "  " + PlainOutput.column(state, width: 8)
            + " \(createdAt)  \(account)  \(PlainOutput.safe(change))  \(place)\(which)"
            + (error.map { "  (\(PlainOutput.safe($0)))" } ?? "")
    }

    private static func words(for kind: LocalChange.Kind, target: String?) -> (String, String?) {
        switch kind {
        case .setFlag(let flag, let isSet):
            let names = Flags().setting(flag, to: true).wireNames.joined(separator: " ")
            return ((isSet ? "set " : "unset ") + names, nil)
        case .move: return ("move", target)
        case .copy: return ("copy", target)
        case .expunge: return ("expunge", nil)
        case .createFolder(let folder): return ("create folder", folder)
        case .renameFolder(let new): return ("rename folder", new)
        case .deleteFolder: return ("delete folder", nil)
        case .subscribe(let isSubscribed): return (isSubscribed ? "subscribe" : "unsubscribe", nil)
        case .append: return ("append", nil)
        }
    }
}
