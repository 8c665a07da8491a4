import ArgumentParser
import MailModel
import MailStore

/// `martlet folders`
struct FoldersCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "folders", abstract: "List folders with their counts.",
        discussion: "The server is asked first; with --offline, what the store has is listed.")

    @Option(help: "The account; all of them where it is left out.") var account: String?
    @ArgumentParser.Flag(help: "One JSON object a line.") var json = false
    @OptionGroup var common: CommonOptions

    func run() async throws {
        let workplace = try Workplace(common)
        let store = try workplace.openStore()
        var staleness: CommandFailure?
        for account in try workplace.accounts(named: account) {
            if !workplace.isOffline {
                let failure = try await FolderNews(workplace: workplace, store: store).fetchList(of: account)
                staleness = failure ?? staleness
            }
            for folder in try store.folders(of: account.id) { try show(folder) }
        }
        if let staleness {
            throw CommandFailure(staleness.code, "the list may be old: \(staleness.line)")
        }
    }

    private func show(_ folder: Folder) throws {
        if json { return try JSONOutput.printLine(FolderJSON(folder)) }
        let counts = folder.isSelectable ? "\(folder.total) (\(folder.unread) unread)" : "–"
        let role = folder.role.map { "  [\($0.rawValue)]" } ?? ""
        PlainOutput.line(PlainOutput.column(folder.name, width: 40) + "  " + counts + role)
    }
}
