import GRDB
import MailModel

extension MailStore {
    /// The entries go out now; their answers are outstanding. Counts the attempt.
    ///
    /// - Parameter horizon: by what they are told in their target from what was there before, should the answers be lost.
    /// - Returns: false where one of them is no longer open: the user may have taken it back while the way was made for it.
    ///   None is marked then, and none may be sent.
    @discardableResult
    package func markSent(_ ids: [LocalChangeID], horizon: UIDHorizon? = nil) throws(StoreError) -> Bool {
        try write { writer in
            guard try ids.allSatisfy({ try writer.reader.openEntry($0.row) != nil }) else { return false }
            for id in ids {
                try writer.run(
                    """
                    UPDATE localChange SET state = 'sent', attempts = attempts + 1, horizon = ?, horizonValidity = ?
                    WHERE id = ? AND state IN ('pending', 'sent')
                    """, [horizon?.uidNext.value, horizon?.uidValidity.value, id.row])
            }
            return true
        }
    }

    /// It turned out that the server did not get the entries: they are to be sent again. Those of which it has done a part
    /// stay as they are, to be looked up.
    package func markPending(_ ids: [LocalChangeID]) throws(StoreError) {
        try write { writer in
            for id in ids {
                try writer.run(
                    """
                    UPDATE localChange SET state = 'pending' WHERE id = ? AND state = 'sent' AND NOT EXISTS
                        (SELECT 1 FROM localChangeMessage m WHERE m.change = localChange.id AND m.arrived IS NOT NULL)
                    """, [id.row])
            }
        }
    }

    /// The server did it.
    ///
    /// - Parameters:
    ///   - moved: the UIDs in the target by those in the source, from COPYUID (RFC 4315 section 3). Messages without
    ///     one stay without UID until the target's sync brings them.
    ///   - targetValidity: the UIDVALIDITY of COPYUID.
    ///   - othersAreGone: whether `moved` has all that there are in the target: the other messages are nowhere.
    package func markDone(
        _ id: LocalChangeID, moved: [UID: UID]? = nil, targetValidity: UIDValidity? = nil, othersAreGone: Bool = false
    ) throws(StoreError) {
        try write {
            try $0.markDone(
                id.row, moved: moved ?? [:], targetValidity: targetValidity, othersAreGone: othersAreGone)
        }
    }

    /// The server refused it: the rows become what they were, with what the server changed meanwhile. Entries that
    /// build on it are refused too.
    ///
    /// - Parameter reason: in words for the user.
    package func refuse(_ id: LocalChangeID, reason: String) throws(StoreError) {
        try write { try $0.revert(id.row, state: .refused, reason: reason) }
    }
}

/// A message of an open entry.
struct LinkedMessage {
    var message: Int64
    var uid: Int64?
    var copy: Int64?
}

/// The columns of an entry that settling needs.
struct OpenEntry {
    var id: Int64
    var kind: String
    var folder: Int64?
    var target: Int64?
    var flag: Flag
    var isSet: Bool
    var payload: Int64?
}

extension StoreReader {
    /// The entry, if it is still open.
    func openEntry(_ id: Int64) throws -> OpenEntry? {
        let sql = """
            SELECT id, kind, folder, target, systemFlag, text, isSet, payload FROM localChange
            WHERE id = ? AND state IN ('pending', 'sent')
            """
        return try first(sql, [id]) { row in
            OpenEntry(
                id: row[0], kind: row[1], folder: row[2], target: row[3],
                flag: Self.flag(system: row[4], keyword: row[5] as String? ?? ""), isSet: row[6] as Bool? ?? false,
                payload: row[7])
        }
    }

    func linkedMessages(of change: Int64) throws -> [LinkedMessage] {
        try all("SELECT message, uid, copy FROM localChangeMessage WHERE change = ?", [change]) {
            LinkedMessage(message: $0[0], uid: $0[1], copy: $0[2])
        }
    }
}

extension StoreWriter {
    func setState(_ id: Int64, _ state: LocalChange.State, error: String? = nil) throws {
        try run("UPDATE localChange SET state = ?, error = ? WHERE id = ?", [state.rawValue, error, id])
    }

    func markDone(_ id: Int64, moved: [UID: UID], targetValidity: UIDValidity?, othersAreGone: Bool) throws {
        guard let entry = try reader.openEntry(id) else { return }
        let folders = Set([entry.folder, entry.target].compactMap { $0 })
        let before = try folders.map { ($0, try serverFigures(of: $0)) }
        let trusted = try trustsUIDs(of: entry.target, under: targetValidity)
        try setState(id, .done)
        for link in try reader.linkedMessages(of: id) {
            switch entry.kind {
            case "setFlag": try confirmFlag(of: link.message, entry)
            case "move":
                try confirmCopy(link, in: entry.target, moved: trusted ? moved : [:], trusted && othersAreGone)
                try run("DELETE FROM message WHERE id = ?", [link.message])
            case "copy":
                try closeChange(of: link.message)
                try confirmCopy(link, in: entry.target, moved: trusted ? moved : [:], trusted && othersAreGone)
            default: try run("DELETE FROM message WHERE id = ?", [link.message])
            }
        }
        for (folder, figures) in before { try carryServerFigures(of: folder, since: figures) }
        try confirmFolderChange(entry)
        if let payload = entry.payload { try run("DELETE FROM payload WHERE id = ?", [payload]) }
    }

    private func confirmFlag(of message: Int64, _ entry: OpenEntry) throws {
        guard let row = try reader.row(message) else { return }
        try run("UPDATE message SET openChanges = max(0, openChanges - 1) WHERE id = ?", [message])
        try settleFlags(message, server: (row.serverFlags ?? row.flags).setting(entry.flag, to: entry.isSet))
    }

    private func confirmCopy(
        _ link: LinkedMessage, in target: Int64?, moved: [UID: UID], _ othersAreGone: Bool
    ) throws {
        guard let target, let copy = link.copy, let row = try reader.row(copy), row.uid == nil else { return }
        if let uid = link.uid, let new = moved[UID(UInt32(clamping: uid))], new.value > 0 {
            try assignUID(Int64(new.value), to: copy, in: target)
        } else if othersAreGone, link.uid != nil {
            // The target may have been looked at beyond where its UID would be: nothing that comes would tell.
            try refuseChanges(of: copy, reason: Self.goneReason)
            try run("DELETE FROM message WHERE id = ?", [copy])
        } else {
            try run(
                "UPDATE message SET awaitsUIDFrom = (SELECT coalesce(uidNext, 0) FROM folder WHERE id = ?) WHERE id = ?",
                [target, copy])
        }
    }

    /// UIDs mean something only under the UIDVALIDITY that they were given with. A folder never opened takes it over.
    private func trustsUIDs(of target: Int64?, under validity: UIDValidity?) throws -> Bool {
        guard let target, let state = try reader.syncState(of: FolderID(target)) else { return false }
        if let known = state.uidValidity { return validity == nil || validity == known }
        guard let validity else { return false }
        try run("UPDATE folder SET uidValidity = ? WHERE id = ?", [validity.value, target])
        return true
    }

    /// Takes an open entry back, with every open entry that builds on it.
    func revert(_ id: Int64, state: LocalChange.State, reason: String?) throws {
        guard let entry = try reader.openEntry(id) else { return }
        try setState(id, state, error: reason)
        if state == .refused { try restoreStep(of: id) }
        for link in try reader.linkedMessages(of: id) { try revert(link, of: entry, reason: reason) }
        try revertFolderChange(entry, reason: reason)
    }

    private func revert(_ link: LinkedMessage, of entry: OpenEntry, reason: String?) throws {
        switch entry.kind {
        case "setFlag":
            try closeChange(of: link.message)
            try carryFlag(entry.flag, from: link.message, since: entry.id)
        case "copy":
            try closeChange(of: link.message)
            try dropCopy(link.copy, reason: reason)
        default:
            try dropCopy(link.copy, reason: reason)
            try closeChange(of: link.message)
            // Hidden and gone from the server meanwhile: there is nothing to show again.
            try run("DELETE FROM message WHERE id = ? AND presence = 2", [link.message])
            try run("UPDATE message SET presence = 0 WHERE id = ?", [link.message])
        }
    }

    /// Copies made after a flag was set have it too; now that it was refused, theirs follow their original.
    private func carryFlag(_ flag: Flag, from message: Int64, since change: Int64) throws {
        guard let original = try reader.row(message) else { return }
        let isSet = original.flags.setting(flag, to: true) == original.flags
        let sql = """
            SELECT m.copy FROM localChangeMessage m JOIN localChange c ON c.id = m.change
            WHERE m.message = ? AND c.id > ? AND m.copy IS NOT NULL AND c.state IN ('pending', 'sent')
            """
        for copy in try reader.all(sql, [message, change], { $0[0] as Int64 }) {
            guard let row = try reader.row(copy), row.uid == nil else { continue }
            let base = (row.serverFlags ?? row.flags).setting(flag, to: isSet)
            try settleFlags(copy, server: base)
            try carryFlag(flag, from: copy, since: change)
        }
    }

    /// Removes the row that a refused move or copy made, unless the server has the message there all the same.
    private func dropCopy(_ copy: Int64?, reason: String?) throws {
        guard let copy, let row = try reader.row(copy), row.uid == nil else { return }
        try refuseChanges(of: copy, reason: reason)
        try run("DELETE FROM message WHERE id = ?", [copy])
    }

    /// Refuses what is open for one message. The other messages of such an entry go on without it, and what is refused
    /// becomes an entry of its own, so that it is told.
    func refuseChanges(of message: Int64, reason: String?) throws {
        let sql = """
            SELECT m.change FROM localChangeMessage m JOIN localChange c ON c.id = m.change
            WHERE m.message = ? AND c.state IN ('pending', 'sent') ORDER BY c.id DESC
            """
        for change in try reader.all(sql, [message], { $0[0] as Int64 }) {
            guard let entry = try reader.openEntry(change) else { continue }
            let links = try reader.linkedMessages(of: change)
            if links.count <= 1 {
                try revert(change, state: .refused, reason: reason)
            } else if let link = links.first(where: { $0.message == message }) {
                try setApart(message, of: change, reason: reason)
                try revert(link, of: entry, reason: reason)
            }
        }
    }

    private func setApart(_ message: Int64, of change: Int64, reason: String?) throws {
        try run(
            """
            INSERT INTO localChange(account, kind, folder, target, systemFlag, text, isSet, uidValidity, state, attempts,
                error, createdAt, command, isInverse, inverseOf)
            SELECT account, kind, folder, target, systemFlag, text, isSet, uidValidity, 'refused', attempts, ?,
                createdAt, command, isInverse, inverseOf
            FROM localChange WHERE id = ?
            """, [reason, change])
        try run(
            "UPDATE localChangeMessage SET change = ? WHERE change = ? AND message = ?",
            [db.lastInsertedRowID, change, message])
    }
}
