import ArgumentParser
import Foundation
import MailModel
import MailStore

/// `martlet journal`
struct JournalCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "journal", abstract: "List changes: waiting, done and refused, newest first.")

    @Option(help: "At most so many changes.") var limit = 1000
    @ArgumentParser.Flag(help: "One JSON object a line.") var json = false
    @OptionGroup var common: CommonOptions

    func run() async throws {
        let store = try Workplace(common).openStore()
        for change in try store.journal(limit: limit) {
            let object = JournalJSON(change, folder: try change.folder.flatMap { try store.folder($0) }, store: store)
            if json {
                try JSONOutput.printLine(object)
            } else {
                PlainOutput.line(object.line)
            }
        }
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
    var state: String
    var attempts: Int
    var error: String?
    var createdAt: String

    init(_ change: LocalChange, folder: Folder?, store: MailStore) {
        id = change.id.row
        account = change.account.name
        self.folder = folder?.name
        (self.change, target) = JournalJSON.words(for: change.kind, store: store)
        uids = change.uids.wireNotation
        state = change.state.rawValue
        attempts = change.attempts
        error = change.error
        createdAt = MailDate(seconds: change.createdAt).iso8601
    }

    var line: String {
        let place = [folder, target].compactMap { $0 }.map(PlainOutput.safe).joined(separator: " → ")
        let which = uids.isEmpty ? "" : " uid=\(uids)"
        return PlainOutput.column(state, width: 8)
            + " \(createdAt)  \(account)  \(PlainOutput.safe(change))  \(place)\(which)"
            + (error.map { "  (\(PlainOutput.safe($0)))" } ?? "")
    }

    private static func words(for kind: LocalChange.Kind, store: MailStore) -> (String, String?) {
        /// A folder that is gone has no name any more; the entry is shown without it.
        func name(_ id: FolderID) -> String? { (try? store.folder(id))?.name }
        switch kind {
        case .setFlag(let flag, let isSet):
            let names = Flags().setting(flag, to: true).wireNames.joined(separator: " ")
            return ((isSet ? "set " : "unset ") + names, nil)
        case .move(let target): return ("move", name(target))
        case .copy(let target): return ("copy", name(target))
        case .expunge: return ("expunge", nil)
        case .createFolder(let folder): return ("create folder", folder)
        case .renameFolder(let new): return ("rename folder", new)
        case .deleteFolder: return ("delete folder", nil)
        case .subscribe(let isSubscribed): return (isSubscribed ? "subscribe" : "unsubscribe", nil)
        case .append: return ("append", nil)
        }
    }
}
