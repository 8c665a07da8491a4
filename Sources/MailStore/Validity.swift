import GRDB
import MailModel

/// What happens to the rows of a folder whose UIDs lost their meaning (RFC 9051 section 2.3.1.1), and to rows that wait
/// for a UID.
extension StoreWriter {
    /// Bodies kept for messages that may come again under a new UIDVALIDITY.
    private static let maximumKeptBodies = 2_000

    static let goneReason = "The message is no longer on the server."

    func changeValidity(of folder: Int64, to validity: UIDValidity, from old: UIDValidity?) throws {
        if old != nil {
            try run(
                """
                UPDATE body SET isKept = 1,
                    emailID = (SELECT m.emailID FROM message m WHERE m.body = body.id AND m.emailID IS NOT NULL LIMIT 1)
                WHERE id IN
                    (SELECT body FROM message WHERE folder = ? AND uid IS NOT NULL AND body IS NOT NULL)
                """, [folder])
            try forgetUnnamedCopies(in: folder)
            // Rows with open changes stay without UID until the same message comes again: nothing is replayed unmatched.
            // So do rows that an undo or a redo would be about.
            try run(
                """
                UPDATE localChangeMessage SET uid = NULL WHERE message IN
                    (SELECT id FROM message WHERE folder = ? AND openChanges > 0)
                    AND change IN (SELECT id FROM localChange WHERE state IN ('pending', 'sent'))
                """, [folder])
            try run(
                """
                UPDATE localChange SET uidValidity = NULL WHERE folder = ? AND state IN ('pending', 'sent')
                """, [folder])
            try run(
                """
                UPDATE message SET uid = NULL, modSeq = NULL, awaitsUIDFrom = 0
                WHERE folder = ? AND uid IS NOT NULL AND (openChanges > 0 OR id IN (\(Self.rowsOfSteps)))
                """, [folder])
            // The UIDNEXT that others wait from was of the old value.
            try run(
                "UPDATE message SET awaitsUIDFrom = 0 WHERE folder = ? AND uid IS NULL AND awaitsUIDFrom > 0", [folder])
            try deleteMessages("folder = ? AND uid IS NOT NULL", [folder])
            try run(
                """
                DELETE FROM body WHERE isKept = 1 AND id NOT IN
                    (SELECT id FROM body WHERE isKept = 1 ORDER BY received DESC LIMIT ?)
                    AND NOT EXISTS (SELECT 1 FROM message WHERE body = body.id)
                """, [Self.maximumKeptBodies])
            try run("UPDATE body SET isKept = 0 WHERE isKept = 1 AND id IN (SELECT body FROM message)")
        }
        try run(
            """
            UPDATE folder SET uidValidity = ?, uidNext = NULL, highestModSeq = NULL, lowestSyncedUID = NULL,
                isComplete = 0, serverTotal = NULL, serverUnread = NULL
            WHERE id = ?
            """, [validity.value, folder])
    }

    /// Tells a row its UID, and the journal too. A row that has the UID already is the same message: the two become one.
    func assignUID(_ uid: Int64, to id: Int64, in folder: Int64) throws {
        if let other = try reader.row(folder: folder, uid: uid), other.id != id {
            return try merge(id, into: other.id)
        }
        try run(
            "UPDATE message SET uid = ?, awaitsUIDFrom = NULL, presence = min(presence, 1) WHERE id = ?", [uid, id])
        try resolveJournal(of: id)
    }

    private func merge(_ id: Int64, into other: Int64) throws {
        guard let row = try reader.row(id) else { return }
        try run("UPDATE OR IGNORE localChangeMessage SET message = ?, uid = NULL WHERE message = ?", [other, id])
        // An entry that has both rows is left with one.
        try run("DELETE FROM localChangeMessage WHERE message = ?", [id])
        try run("UPDATE localChangeMessage SET copy = ? WHERE copy = ?", [other, id])
        try run("DELETE FROM message WHERE id = ?", [id])
        try run(
            """
            UPDATE message SET presence = max(presence, ?), openChanges = (
                SELECT count(*) FROM localChangeMessage m JOIN localChange c ON c.id = m.change
                WHERE m.message = message.id AND c.state IN ('pending', 'sent'))
            WHERE id = ?
            """, [row.presence, other])
        try settleFlags(other)
        try resolveJournal(of: other)
    }

    /// Open entries of a row whose UID is now known can be replayed.
    private func resolveJournal(of id: Int64) throws {
        try run(
            """
            UPDATE localChangeMessage SET uid = (SELECT uid FROM message WHERE id = ?1) WHERE message = ?1 AND uid IS NULL
            """, [id])
        try run(
            """
            UPDATE localChange SET uidValidity = (SELECT uidValidity FROM folder WHERE id = localChange.folder)
            WHERE uidValidity IS NULL AND id IN (SELECT change FROM localChangeMessage WHERE message = ?)
            """, [id])
    }

    /// Rows that the server was to tell a UID for, in a folder that is in step beyond where that UID would be: the
    /// message is gone. Open changes of such a row are refused.
    func dropUnclaimedRows(of folder: Int64) throws {
        let sql = """
            SELECT m.id FROM message m JOIN folder f ON f.id = m.folder
            WHERE m.folder = ? AND m.uid IS NULL AND m.awaitsUIDFrom < f.uidNext
            """
        for id in try reader.all(sql, [folder], { $0[0] as Int64 }) {
            try refuseChanges(of: id, reason: Self.goneReason)
            try run("DELETE FROM message WHERE id = ?", [id])
        }
    }
}
