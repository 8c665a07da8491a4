import MailModel
import MailStore
import ReaderRuntime

/// Finds folders by the names that people type.
struct FolderFinder {
    let workplace: Workplace
    let store: MailStore

    /// The folder of that name; asks the server for its folders where the store does not know it.
    func folder(_ name: String, of account: AccountID) async throws -> Folder {
        if let folder = try known(name, of: account) { return folder }
        if !workplace.isOffline {
            let configured = try workplace.account(named: account.name)
            let staleness = try await FolderNews(workplace: workplace, store: store).fetchList(of: configured)
            if let folder = try known(name, of: account) { return folder }
            if let staleness { throw staleness }
        }
        throw CommandFailure(.refused, try missing(name, in: account))
    }

    /// INBOX in any case (RFC 9051 section 5.1); any other name exactly, else the one name that differs in case only.
    private func known(_ name: String, of account: AccountID) throws -> Folder? {
        let folders = try store.folders(of: account)
        if name.uppercased() == "INBOX", let inbox = folders.first(where: { $0.role == .inbox }) { return inbox }
        if let exact = folders.first(where: { $0.name == name }) { return exact }
        let similar = folders.filter { $0.name.lowercased() == name.lowercased() }
        return similar.count == 1 ? similar.first : nil
    }

    private func missing(_ name: String, in account: AccountID) throws -> String {
        let names = try store.folders(of: account).map(\.name)
        let hint = NearestName.of(name, among: names).map { "; did you mean '\($0)'?" }
        return "there is no folder '\(name)' in account '\(account)'\(hint ?? "; 'martlet folders' lists them")"
    }
}
