import GRDB
import MailModel

extension MailStore {
    /// Takes back the user's last command that was not taken back before, as one step however many messages it was about.
    ///
    /// What was not yet sent is cancelled; what was sent gets its inverse as new entries. Removing for good, uploading and
    /// deleting a folder cannot be taken back once sent.
    @discardableResult
    package func undo() throws(StoreError) -> UndoOutcome { try write { try $0.undo() } }
}

extension StoreWriter {
    func undo() throws -> UndoOutcome {
        while let command = try reader.newestStep() {
            let changes = try reader.changes(
                "c.command = ? AND c.state IN ('pending', 'sent', 'done') ORDER BY c.id DESC", [command])
            // Refused, or cancelled one by one: there is nothing of it left.
            guard let first = changes.last else {
                try dropStep(command)
                continue
            }
            return try undo(changes, of: command, kind: first.kind)
        }
        return .nothing
    }

    private func undo(_ changes: [LocalChange], of command: Int64, kind: LocalChange.Kind) throws -> UndoOutcome {
        let messages = try changes.flatMap { try reader.linkedMessages(of: $0.id.row).map(\.message) }
        for change in changes where change.state != .pending {
            guard isReversible(change.kind) else {
                try dropStep(command)
                return .impossible(kind)
            }
        }
        var isAnything = false
        for change in changes where try takeBack(change) { isAnything = true }
        guard isAnything, kind.isRepeatable else {
            try dropStep(command)
            return isAnything ? try changed(kind, messages) : .gone(kind)
        }
        try run("UPDATE undoStep SET isUndone = 1 WHERE command = ?", [command])
        return try changed(kind, messages)
    }

    func changed(_ kind: LocalChange.Kind, _ messages: [Int64]) throws -> UndoOutcome {
        let (places, count) = try reader.places(of: messages)
        return .changed(UndoneChange(kind: kind, messages: count, places: places))
    }

    /// Cancels an entry or writes its inverse.
    ///
    /// - Returns: whether there was something left to take back.
    func takeBack(_ change: LocalChange) throws -> Bool {
        if change.state == .pending {
            try revert(change.id.row, state: .undone, reason: nil)
            return true
        }
        guard let inverse = try inverse(of: change) else { return false }
        let entries = try record(inverse, isInverse: true)
        for entry in entries { try run("UPDATE localChange SET inverseOf = ? WHERE id = ?", [change.id.row, entry]) }
        if !entries.isEmpty, change.state == .done { try setState(change.id.row, .undone) }
        return !entries.isEmpty
    }

    /// Whether the kind can be taken back after the server has done it.
    private func isReversible(_ kind: LocalChange.Kind) -> Bool {
        switch kind {
        case .setFlag, .move, .copy, .createFolder, .renameFolder, .subscribe: true
        case .expunge, .deleteFolder, .append: false
        }
    }

    /// What takes an entry back that the server has done or may have done; nil where its folder is gone or used by now.
    private func inverse(of change: LocalChange) throws -> ChangeRequest? {
        let links = try reader.linkedMessages(of: change.id.row)
        let copies = links.compactMap { $0.copy.map(MessageID.init) }
        switch change.kind {
        // The entry has those messages only whose flag it changed: the others keep theirs.
        case .setFlag(let flag, let isSet): return .setFlag(flag, !isSet, links.map { MessageID($0.message) })
        case .move: return change.folder.map { .move(copies, to: $0) }
        case .copy: return .expunge(copies)
        case .createFolder: return try emptyFolder(madeBy: change.id.row).map { .deleteFolder($0) }
        case .renameFolder:
            let sql = "SELECT oldName FROM localChangeFolder WHERE change = ? AND folder = ?"
            guard let folder = change.folder else { return nil }
            let old = try reader.first(sql, [change.id.row, folder.row]) { $0[0] as String }
            return old.map { .renameFolder(folder, newName: $0) }
        case .subscribe(let isSubscribed): return change.folder.map { .subscribe($0, !isSubscribed) }
        case .expunge, .deleteFolder, .append: return nil
        }
    }

    /// A folder made is removed again only while nothing lies in it.
    private func emptyFolder(madeBy change: Int64) throws -> FolderID? {
        let sql = """
            SELECT f.id FROM localChangeFolder c JOIN folder f ON f.id = c.folder
            WHERE c.change = ? AND f.rowCount = 0 AND coalesce(f.serverTotal, 0) = 0
            """
        return try reader.integer(sql, [change]).map(FolderID.init)
    }
}

extension LocalChange.Kind {
    /// Whether it is done again without a question once it was taken back.
    var isRepeatable: Bool {
        switch self {
        case .setFlag, .move, .copy, .createFolder, .renameFolder, .subscribe, .append: true
        // Asked about before, so asked about again.
        case .expunge, .deleteFolder: false
        }
    }
}
