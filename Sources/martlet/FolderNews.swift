import MailModel
import MailStore
import MailSync
import ReaderRuntime

/// Brings a folder, or the list of all, up to date for a command: over a connection of its own, or by asking the Martlet that keeps the account
/// in step already. Two that did so at once would send the same changes twice.
struct FolderNews {
    let workplace: Workplace
    let store: MailStore

    /// For an errand to be begun. `martlet sync` is too busy with its own work to take any.
    private static let patience = Duration.seconds(8)
    /// For it to be done.
    private static let longest = Duration.seconds(60)

    /// - Returns: why the folder may be out of date still; nil where it is not.
    func fetch(_ folder: Folder) async throws -> CommandFailure? {
        let account = try workplace.account(named: folder.account.name)
        if let hold = try store.hold(account.id) {
            defer { hold.release() }
            do {
                // What another asked for and did not wait for, this may well be.
                try store.note(nil, of: folder.id, account.id)
                _ = try await AccountSync.synchronise(
                    workplace.connection(of: account), store: store, folders: [folder.name], bodies: false)
                return nil
            } catch let error as SyncError {
                return CommandFailure(error, account: account.id)
            }
        }
        return try await askOwner(folder.id, of: account.id)
    }

    /// The same for the list of an account's folders, with their counts.
    func fetchList(of account: Configuration.Account) async throws -> CommandFailure? {
        if let hold = try store.hold(account.id) {
            defer { hold.release() }
            do {
                try store.note(nil, of: Errand.folderList, account.id)
                _ = try await AccountSync.folders(workplace.connection(of: account), store: store)
                return nil
            } catch let error as SyncError {
                return CommandFailure(error, account: account.id)
            }
        }
        return try await askOwner(Errand.folderList, of: account.id)
    }

    private func askOwner(_ folder: FolderID, of account: AccountID) async throws -> CommandFailure? {
        try store.ask(for: folder, of: account)
        let start = ContinuousClock.now
        while true {
            switch try store.errand(folder, of: account) {
            case nil: return nil
            case .failed(let words):
                try store.note(nil, of: folder, account)
                return CommandFailure(.offline, "\(account): \(words)")
            case .asked where ContinuousClock.now - start > Self.patience:
                return CommandFailure(.offline, "\(account): another Martlet works on the account just now")
            case .taken where ContinuousClock.now - start > Self.longest:
                return CommandFailure(
                    .offline, "\(account): another Martlet has not brought it up to date within a minute")
            case .asked, .taken:
                // The time between two looks at the store, which the other one writes.
                try await Task.sleep(for: .milliseconds(30))
            }
        }
    }
}
