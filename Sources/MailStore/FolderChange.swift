import GRDB
import MailModel

/// Changes of folders themselves: shown at once, taken back when refused.
extension StoreWriter {
    func createFolder(_ name: String, in account: AccountID) throws -> [Int64] {
        let account = try accountRow(account)
        let known = "SELECT 1 FROM folder WHERE account = ? AND (name = ?2 OR wireName = ?2)"
        if try name.isEmpty || reader.exists(known, [account, name]) { return [] }
        let delimiter = try reader.first(
            "SELECT delimiter FROM folder WHERE account = ? AND delimiter IS NOT NULL LIMIT 1", [account]
        ) { $0[0] as String }
        // The name on the wire is not known here: the folder list brings it, found by the name.
        try run(
            """
            INSERT INTO folder(account, wireName, name, delimiter, isSubscribed, isSelectable, isListed, isLocal)
            VALUES (?1, ?2, ?2, ?3, 0, 1, 0, 1)
            """, [account, name, delimiter])
        let folder = db.lastInsertedRowID
        let change = try insert(JournalEntry(kind: "create", account: account, text: name))
        try remember(folder, name: name, in: change)
        return [change]
    }

    func renameFolder(_ folder: Int64, to name: String) throws -> [Int64] {
        let account = try account(of: folder)
        guard let shown = try reader.folder(FolderID(folder)), !name.isEmpty, shown.name != name else { return [] }
        let change = try insert(JournalEntry(kind: "rename", account: account, folder: folder, text: name))
        try remember(folder, name: shown.name, in: change)
        try run("UPDATE folder SET name = ? WHERE id = ?", [name, folder])
        guard let delimiter = shown.delimiter else { return [change] }
        // RENAME takes the folders below along (RFC 9051 section 6.3.6).
        let prefix = shown.name + String(delimiter)
        for child in try reader.folders(of: shown.account) where child.name.hasPrefix(prefix) {
            try remember(child.id.row, name: child.name, in: change)
            let below = name + String(delimiter) + child.name.dropFirst(prefix.count)
            try run("UPDATE folder SET name = ? WHERE id = ?", [below, child.id.row])
        }
        return [change]
    }

    func deleteFolder(_ folder: Int64) throws -> [Int64] {
        let account = try account(of: folder)
        guard try run("UPDATE folder SET isDeleting = 1 WHERE id = ? AND isDeleting = 0", [folder]) > 0 else {
            return []
        }
        return [try insert(JournalEntry(kind: "delete", account: account, folder: folder))]
    }

    func subscribe(_ folder: Int64, _ isSubscribed: Bool) throws -> [Int64] {
        let account = try account(of: folder)
        let sql = "UPDATE folder SET isSubscribed = ?2 WHERE id = ?1 AND isSubscribed <> ?2"
        guard try run(sql, [folder, isSubscribed]) > 0 else { return [] }
        return [try insert(JournalEntry(kind: "subscribe", account: account, folder: folder, isSet: isSubscribed))]
    }

    private func remember(_ folder: Int64, name: String, in change: Int64) throws {
        try run(
            "INSERT OR IGNORE INTO localChangeFolder(change, folder, oldName) VALUES (?, ?, ?)", [change, folder, name])
    }

    func confirmFolderChange(_ entry: OpenEntry) throws {
        switch entry.kind {
        case "create":
            try run(
                """
                UPDATE folder SET isListed = 1, isLocal = 0
                WHERE id IN (SELECT folder FROM localChangeFolder WHERE change = ?)
                """, [entry.id])
        case "delete":
            if let folder = entry.folder { try removeFolder(folder) }
        default: break
        }
    }

    func revertFolderChange(_ entry: OpenEntry, reason: String?) throws {
        switch entry.kind {
        case "create":
            let sql = """
                SELECT f.id FROM localChangeFolder c JOIN folder f ON f.id = c.folder WHERE c.change = ? AND f.isLocal = 1
                """
            for folder in try reader.all(sql, [entry.id], { $0[0] as Int64 }) {
                try refuseChanges(into: folder, reason: reason)
                try removeFolder(folder)
            }
        case "rename":
            try run(
                """
                UPDATE folder SET name = c.oldName FROM localChangeFolder c WHERE c.change = ? AND c.folder = folder.id
                """, [entry.id])
        case "delete": try run("UPDATE folder SET isDeleting = 0 WHERE id = ?", [entry.folder])
        case "subscribe": try run("UPDATE folder SET isSubscribed = ? WHERE id = ?", [!entry.isSet, entry.folder])
        default: break
        }
    }

    /// Open entries in or into a folder that does not come to be.
    private func refuseChanges(into folder: Int64, reason: String?) throws {
        let sql = """
            SELECT id FROM localChange WHERE (folder = ?1 OR target = ?1) AND state IN ('pending', 'sent') ORDER BY id DESC
            """
        for change in try reader.all(sql, [folder], { $0[0] as Int64 }) {
            try revert(change, state: .refused, reason: reason)
        }
    }

    /// Removes a folder with its rows. What was still open in it or into it comes back or is refused.
    func removeFolder(_ folder: Int64) throws {
        try refuseChanges(into: folder, reason: "The folder is gone.")
        try deleteMessages("folder = ?", [folder])
        try run("DELETE FROM folder WHERE id = ?", [folder])
    }
}
