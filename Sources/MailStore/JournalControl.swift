import GRDB
import MailModel

extension MailStore {
    /// The newest entries of the journal with their names, newest first.
    package func journalLines(limit: Int) throws(StoreError) -> [JournalLine] {
        try read { reader in
            try reader.changes("TRUE ORDER BY c.id DESC LIMIT ?", [max(0, limit)]).map(reader.line)
        }
    }

    /// Takes one open entry back: cancels it where it was not sent, else undoes it behind itself.
    ///
    /// - Returns: false where it is settled already, or cannot be taken back any more.
    package func cancel(_ id: LocalChangeID) throws(StoreError) -> Bool {
        try write { writer in
            guard let change = try writer.reader.changes("c.id = ? AND c.isOpen", [id.row]).first else { return false }
            return try writer.takeBack(change)
        }
    }

    /// Asks once more for what the server refused, as a new command of the user.
    ///
    /// - Returns: the new entries; none where the entry was not refused, or nothing of it can be done any more.
    package func retry(_ id: LocalChangeID) throws(StoreError) -> [LocalChangeID] {
        try write { writer in
            guard let change = try writer.reader.changes("c.id = ? AND c.state = 'refused'", [id.row]).first,
                let request = try writer.request(of: change)
            else { return [] }
            let entries = try writer.record(request)
            if let command = entries.first { try writer.addStep(command) }
            return entries.map(LocalChangeID.init)
        }
    }
}

extension StoreReader {
    func line(_ change: LocalChange) throws -> JournalLine {
        let links = "FROM localChangeMessage l WHERE l.change = ?"
        let subject = """
            SELECT coalesce(
                (SELECT subject FROM message WHERE id = l.message), (SELECT subject FROM message WHERE id = l.copy))
            \(links) LIMIT 1
            """
        var target: FolderID?
        switch change.kind {
        case .move(let folder), .copy(let folder): target = folder
        case .setFlag, .expunge, .createFolder, .renameFolder, .deleteFolder, .subscribe, .append: break
        }
        return JournalLine(
            change: change, folder: try name(change.folder), target: try name(target),
            messages: Int(try integer("SELECT count(*) \(links)", [change.id.row]) ?? 0),
            subject: try first(subject, [change.id.row]) { $0[0] as String? } ?? nil)
    }

    private func name(_ folder: FolderID?) throws -> String? {
        guard let folder else { return nil }
        return try first("SELECT name FROM folder WHERE id = ?", [folder.row]) { $0[0] as String }
    }
}
