import GRDB
import MailModel

/// What another program on the same store wants the one that keeps an account in step to do: to bring a folder up to date
/// now. Both look at the store, which is the only thing that they share.
package struct Errand: Hashable, Sendable {
    package enum State: Hashable, Sendable {
        case asked
        /// It is being done, or is about to be.
        case taken
        /// It can't be done now; why, in words for the user.
        case failed(String)
    }

    package var folder: FolderID
    package var state: State

    /// Stands for the list of all folders, where one is asked for that nobody here knows. No folder ever has this number.
    package static let folderList = FolderID(0)
}

extension MailStore {
    /// Asks for a folder to be brought up to date.
    package func ask(for folder: FolderID, of account: AccountID) throws(StoreError) {
        try setSetting(Errand.key(folder, account), Errand.State.asked.stored)
    }

    /// How far it is; nil where it is done, or nobody asked.
    package func errand(_ folder: FolderID, of account: AccountID) throws(StoreError) -> Errand.State? {
        try setting(Errand.key(folder, account)).map(Errand.State.init(stored:))
    }

    /// Says how far an errand is, nil that it is done. One that nobody waits for any more is left alone.
    package func note(_ state: Errand.State?, of folder: FolderID, _ account: AccountID) throws(StoreError) {
        let key = Errand.key(folder, account)
        try write { writer in
            if let state {
                try writer.run("UPDATE setting SET value = ? WHERE key = ?", [state.stored, key])
            } else {
                try writer.run("DELETE FROM setting WHERE key = ?", [key])
            }
        }
    }

    /// The errands of an account, again after each change.
    package func observeErrands(of account: AccountID) -> AsyncStream<[Errand]> {
        let prefix = Errand.prefix(account)
        return observe([Table("setting")]) { reader in
            let sql = "SELECT key, value FROM setting WHERE substr(key, 1, ?) = ? ORDER BY key"
            return try reader.all(sql, [prefix.count, prefix]) { row in
                Int64((row[0] as String).dropFirst(prefix.count)).map {
                    Errand(folder: FolderID($0), state: Errand.State(stored: row[1]))
                }
            }.compactMap(\.self)
        }
    }
}

extension Errand {
    fileprivate static func prefix(_ account: AccountID) -> String { "errand\n\(account.name)\n" }

    fileprivate static func key(_ folder: FolderID, _ account: AccountID) -> String {
        prefix(account) + String(folder.row)
    }
}

extension Errand.State {
    fileprivate init(stored: String) {
        switch stored {
        case "asked": self = .asked
        case "taken": self = .taken
        default: self = .failed(stored)
        }
    }

    fileprivate var stored: String {
        switch self {
        case .asked: "asked"
        case .taken: "taken"
        case .failed(let words): words
        }
    }
}
