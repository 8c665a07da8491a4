import GRDB
import MailModel

extension MailStore {
    /// Takes back the user's last command that was neither refused nor taken back before.
    ///
    /// What was not yet sent is cancelled; what was sent gets its inverse as new entries. Removing for good, uploading,
    /// creating and deleting a folder cannot be taken back once sent.
    /// - Returns: what there was to take back, or nil where there is nothing.
    @discardableResult
    package func undoLast(_ account: AccountID? = nil) throws(StoreError) -> [LocalChange]? {
        try write { try $0.undoLast(account) }
    }
}

extension StoreWriter {
    func undoLast(_ account: AccountID?) throws -> [LocalChange]? {
        let sql = """
            SELECT c.command FROM localChange c JOIN account a ON a.id = c.account
            WHERE (?1 IS NULL OR a.name = ?1) AND c.isInverse = 0 AND c.state IN ('pending', 'sent', 'done')
            ORDER BY c.id DESC LIMIT 1
            """
        guard let command = try reader.integer(sql, [account?.name]) else { return nil }
        let changes = try reader.changes(
            "c.command = ? AND c.state IN ('pending', 'sent', 'done') ORDER BY c.id DESC", [command])
        guard try changes.allSatisfy({ try $0.state == .pending || inverse(of: $0) != nil }) else { return nil }
        for change in changes {
            if change.state == .pending {
                try revert(change.id.row, state: .undone, reason: nil)
            } else if let inverse = try inverse(of: change) {
                _ = try record(inverse, isInverse: true)
                if change.state == .done { try setState(change.id.row, .undone) }
                try run("UPDATE localChange SET isInverse = 1 WHERE id = ?", [change.id.row])
            }
        }
        return changes
    }

    private func inverse(of change: LocalChange) throws -> ChangeRequest? {
        let links = try reader.linkedMessages(of: change.id.row)
        let copies = links.compactMap { $0.copy.map(MessageID.init) }
        switch change.kind {
        case .setFlag(let flag, let isSet): return .setFlag(flag, !isSet, links.map { MessageID($0.message) })
        case .move: return change.folder.map { .move(copies, to: $0) }
        case .copy: return .expunge(copies)
        case .renameFolder:
            let sql = "SELECT oldName FROM localChangeFolder WHERE change = ? AND folder = ?"
            guard let folder = change.folder else { return nil }
            let old = try reader.first(sql, [change.id.row, folder.row]) { $0[0] as String }
            return old.map { .renameFolder(folder, newName: $0) }
        case .subscribe(let isSubscribed): return change.folder.map { .subscribe($0, !isSubscribed) }
        case .expunge, .createFolder, .deleteFolder, .append: return nil
        }
    }
}
