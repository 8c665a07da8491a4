import ArgumentParser
import Foundation
import MailModel
import MailStore
import MailSync

/// `martlet list FOLDER`
struct ListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List a folder's messages, newest first.",
        discussion: "The folder is brought up to date first; with --offline, what the store has is listed.")

    @Argument(help: "The folder.") var folder: String
    @Option(help: "The account; the first one where it is left out.") var account: String?
    @Option(help: "At most so many messages.") var limit: Int?
    @ArgumentParser.Flag(help: "Unread messages only.") var unread = false
    @ArgumentParser.Flag(help: "One JSON object a line.") var json = false
    @OptionGroup var common: CommonOptions

    func validate() throws {
        if let limit, limit < 1 { throw ValidationError("--limit takes a number from 1 up.") }
    }

    func run() async throws {
        let workplace = try Workplace(common)
        let store = try workplace.openStore()
        let account = try workplace.account(named: account)
        let found = try await FolderFinder(workplace: workplace, store: store).folder(folder, of: account.id)
        // What is known is worth showing also where it may be old, which the exit code says.
        let staleness =
            workplace.isOffline ? nil : try await FolderNews(workplace: workplace, store: store).fetch(found)
        try list(found, in: store)
        if let staleness {
            throw CommandFailure(staleness.code, "the list may be old: \(staleness.line)")
        }
    }

    /// Reads window after window, so that a large folder needs no more memory than a small one.
    private func list(_ folder: Folder, in store: MailStore) throws {
        var left = limit ?? .max
        var anchor = WindowRequest.Anchor.newest
        let style = ListLine(now: Int64(Date().timeIntervalSince1970))
        while left > 0 {
            let window = try store.window(WindowRequest(folder: folder.id, anchor: anchor, count: 500))
            for row in window.rows where left > 0 && (!unread || !row.flags.isSeen) {
                if json {
                    try JSONOutput.printLine(MessageJSON(row, in: folder))
                } else {
                    PlainOutput.line(style.text(for: row))
                }
                left -= 1
            }
            let next = window.offset + window.rows.count
            guard !window.rows.isEmpty, next < window.total else { return }
            anchor = .position(next)
        }
    }
}

/// A message as a line for people: UID, flags, date, sender, subject.
struct ListLine {
    private let formatter: DateFormatter

    init(now: Int64) {
        formatter = DateFormatter()
        formatter.locale = Locale(identifier: "en_US_POSIX")
        formatter.dateFormat = "yyyy-MM-dd HH:mm"
    }

    func text(for row: MessageSummary) -> String {
        let uid = row.uid.map(\.description) ?? "…"
        let marks =
            (row.flags.isSeen ? " " : "●") + (row.flags.isFlagged ? "★" : " ") + (row.hasAttachments ? "⎘" : " ")
        let date = formatter.string(from: Date(timeIntervalSince1970: TimeInterval(row.received.seconds)))
        let from = PlainOutput.column(row.from.first?.shortName ?? "", width: 24)
        let number = String(repeating: " ", count: max(0, 7 - uid.count)) + uid
        return "\(number) \(marks) \(date)  \(from)  \(PlainOutput.safe(row.subject))"
    }
}
