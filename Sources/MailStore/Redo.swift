import GRDB
import MailModel

extension MailStore {
    /// Does the command again that was taken back last, as long as the user has done nothing else since.
    @discardableResult
    package func redo() throws(StoreError) -> UndoOutcome { try write { try $0.redo() } }
}

extension StoreWriter {
    func redo() throws -> UndoOutcome {
        guard let command = try reader.oldestUndoneStep() else { return .nothing }
        let changes = try reader.changes("c.command = ? AND c.state <> 'refused' ORDER BY c.id", [command])
        guard let kind = changes.first?.kind else {
            try dropStep(command)
            return .nothing
        }
        var messages: [Int64] = []
        var isAnything = false
        for change in changes {
            messages += try reader.linkedMessages(of: change.id.row).map(\.message)
            if try redo(change, of: command) { isAnything = true }
        }
        guard isAnything else {
            try dropStep(command)
            return .gone(kind)
        }
        try run("UPDATE undoStep SET isUndone = 0 WHERE command = ?", [command])
        return try changed(kind, messages)
    }

    private func redo(_ change: LocalChange, of command: Int64) throws -> Bool {
        // The entries that take it back are cancelled where they were not sent: the pair is as good as never made.
        let inverses = try reader.changes(
            "c.inverseOf = ? AND c.state IN ('pending', 'sent', 'done') ORDER BY c.id DESC", [change.id.row])
        if !inverses.isEmpty, inverses.allSatisfy({ $0.state == .pending }) {
            for inverse in inverses {
                try revert(inverse.id.row, state: .undone, reason: nil)
                if change.state == .undone { try setState(change.id.row, .done) }
            }
            return true
        }
        guard let request = try request(of: change) else { return false }
        let entries = try record(request)
        // The new entries stand in the step for the old one.
        try run("UPDATE localChange SET command = 0 WHERE id = ?", [change.id.row])
        for entry in entries { try run("UPDATE localChange SET command = ? WHERE id = ?", [command, entry]) }
        return !entries.isEmpty
    }

    /// What the user asked for, for the same messages wherever they are now; nil where its folder is gone.
    func request(of change: LocalChange) throws -> ChangeRequest? {
        let messages = try reader.linkedMessages(of: change.id.row).map { MessageID($0.message) }
        switch change.kind {
        case .setFlag(let flag, let isSet): return .setFlag(flag, isSet, messages)
        case .move(let target): return try reader.folder(target) == nil ? nil : .move(messages, to: target)
        case .copy(let target): return try reader.folder(target) == nil ? nil : .copy(messages, to: target)
        case .expunge: return .expunge(messages)
        case .createFolder(let name): return .createFolder(change.account, name: name)
        case .renameFolder(let name): return change.folder.map { .renameFolder($0, newName: name) }
        case .deleteFolder: return change.folder.map { .deleteFolder($0) }
        case .subscribe(let isSubscribed): return change.folder.map { .subscribe($0, isSubscribed) }
        case .append(let payload):
            guard let folder = change.folder, let upload = try reader.upload(payload) else { return nil }
            return .append(folder, bytes: upload.bytes, flags: upload.flags)
        }
    }
}
