import GRDB
import MailModel

extension MailStore {
    /// Makes an account known; harmless where it is.
    package func addAccount(_ account: AccountID) throws(StoreError) {
        try write { try $0.accountRow(account) }
    }

    /// The server's list of folders: makes rows, renames them, and removes those that are gone with their messages,
    /// except where the user's open changes need them. Open changes of a folder win over the list.
    ///
    /// - Returns: the folders to show.
    @discardableResult
    package func applyFolderList(
        _ account: AccountID, _ listed: [ListedFolder]
    ) throws(StoreError) -> [Folder] {
        try write { writer in
            try writer.apply(listed, to: writer.accountRow(account))
            return try writer.reader.folders(of: account)
        }
    }
}

/// A folder's row by the names that the list may know it by.
private struct KnownFolder {
    var id: Int64
    var wireName: String
    var name: String
}

extension StoreWriter {
    @discardableResult
    func accountRow(_ account: AccountID) throws -> Int64 {
        try run("INSERT INTO account(name) VALUES (?) ON CONFLICT DO NOTHING", [account.name])
        guard let row = try reader.integer("SELECT id FROM account WHERE name = ?", [account.name]) else {
            throw StoreError.failed("the account has no row")
        }
        return row
    }

    func apply(_ listed: [ListedFolder], to account: Int64) throws {
        // Every account has an INBOX (RFC 9051 section 5.1): an empty list is a failure, not news.
        if listed.isEmpty { return }
        let known = try reader.all("SELECT id, wireName, name FROM folder WHERE account = ?", [account]) {
            KnownFolder(id: $0[0], wireName: $0[1], name: $0[2])
        }
        let wireNames = Set(listed.map(\.wireName))
        let byWireName = Dictionary(known.map { ($0.wireName, $0.id) }, uniquingKeysWith: { first, _ in first })
        // Created or renamed here: the list is the first to say the name on the wire.
        let byName = Dictionary(
            known.filter { !wireNames.contains($0.wireName) }.map { ($0.name, $0.id) },
            uniquingKeysWith: { first, _ in first })
        var kept: Set<Int64> = []
        for folder in listed where !folder.wireName.isEmpty {
            if let id = byWireName[folder.wireName] ?? byName[folder.name], kept.insert(id).inserted {
                try update(id, folder)
            } else if byWireName[folder.wireName] == nil {
                kept.insert(try insert(folder, account: account))
            }
        }
        for folder in known where !kept.contains(folder.id) { try unlist(folder.id) }
    }

    private func insert(_ folder: ListedFolder, account: Int64) throws -> Int64 {
        try run(
            """
            INSERT INTO folder(account, wireName, name, delimiter, role, isSubscribed, isSelectable)
            VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
            """,
            [
                account, folder.wireName, folder.name, folder.delimiter.map(String.init), folder.role?.rawValue,
                folder.isSubscribed, folder.isSelectable,
            ])
        return try reader.integer(
            "SELECT id FROM folder WHERE account = ? AND wireName = ?", [account, folder.wireName]) ?? 0
    }

    private func update(_ id: Int64, _ folder: ListedFolder) throws {
        let renames = """
            SELECT 1 FROM localChangeFolder m JOIN localChange c ON c.id = m.change
            WHERE m.folder = ? AND c.kind = 'rename' AND c.state IN ('pending', 'sent')
            """
        let subscribes = """
            SELECT 1 FROM localChange WHERE folder = ? AND kind = 'subscribe' AND state IN ('pending', 'sent')
            """
        let keepsName = try reader.exists(renames, [id])
        let keepsSubscription = try reader.exists(subscribes, [id])
        try run(
            """
            UPDATE folder SET wireName = ?2, name = CASE WHEN ?3 THEN name ELSE ?4 END, delimiter = ?5, role = ?6,
                isSubscribed = CASE WHEN ?7 THEN isSubscribed ELSE ?8 END, isSelectable = ?9, isListed = 1, isLocal = 0
            WHERE id = ?1
            """,
            [
                id, folder.wireName, keepsName, folder.name, folder.delimiter.map(String.init), folder.role?.rawValue,
                keepsSubscription, folder.isSubscribed, folder.isSelectable,
            ])
    }

    /// The server does not list the folder any more.
    private func unlist(_ id: Int64) throws {
        let open = """
            SELECT 1 FROM localChange WHERE (folder = ?1 OR target = ?1
                OR id IN (SELECT change FROM localChangeFolder WHERE folder = ?1)) AND state IN ('pending', 'sent')
            """
        if try reader.exists(open, [id]) {
            try run("UPDATE folder SET isListed = 0 WHERE id = ?", [id])
        } else {
            try removeFolder(id)
        }
    }
}
