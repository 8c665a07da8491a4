import MailModel
import MailStore
import MailSync
import ReaderRuntime

/// Finds messages by `ACCOUNT/FOLDER;uid=N`.
struct MessageFinder {
    let workplace: Workplace
    let store: MailStore

    /// The message and its folder; brings the folder up to date where the store does not know the message.
    func message(_ name: String) async throws -> (Folder, MessageSummary) {
        guard let locator = MessageLocator(name) else {
            throw CommandFailure(
                .usage, "'\(name)' names no message; write ACCOUNT/FOLDER;uid=N as 'martlet list --json' prints it")
        }
        let account = try workplace.account(named: locator.account.name)
        let folder = try await FolderFinder(workplace: workplace, store: store).folder(locator.folder, of: account.id)
        if let summary = try store.message(folder: folder.id, uid: locator.uid) { return (folder, summary) }
        if !workplace.isOffline {
            let staleness = try await FolderNews(workplace: workplace, store: store).fetch(folder)
            if let summary = try store.message(folder: folder.id, uid: locator.uid) { return (folder, summary) }
            if let staleness { throw staleness }
        }
        throw CommandFailure(
            .refused, "there is no message \(name); 'martlet list \(folder.name) --json' shows what is there")
    }
}
