import Foundation
import GRDB
import MailModel

extension MailStore {
    /// Applies what the server said about a folder, in one transaction. Open changes of the user win over it: per flag,
    /// and where they hide a row.
    package func apply(_ batch: SyncBatch, to folder: FolderID) throws(StoreError) {
        try write { try $0.apply(batch, to: folder.row) }
    }
}

extension StoreWriter {
    func apply(_ batch: SyncBatch, to folder: Int64) throws {
        guard var state = try reader.syncState(of: FolderID(folder)) else { return }
        if let validity = batch.uidValidity, validity != state.uidValidity {
            try changeValidity(of: folder, to: validity, from: state.uidValidity)
            state = try reader.syncState(of: FolderID(folder)) ?? state
        }
        if batch.resetsModSeq { try forgetModSeqs(of: folder) }
        var inserter = try MessageInserter(self, folder: folder)
        // Filling in behind says nothing new about the server; everything after does.
        var events: [NewMessage] = []
        for message in batch.upserts {
            let isOld = state.uidNext.map { message.uid < $0 } ?? true
            if !isOld {
                events.append(message)
            } else if try !inserter.insert(message) {
                events.append(message)
            }
        }
        try inserter.finish()
        let before = try serverFigures(of: folder)
        let known = try events.filter { try !inserter.insert($0) }
        try inserter.finish()
        for message in known { try update(message, in: folder) }
        for change in batch.flagChanges { try applyFlags(change, in: folder) }
        try vanish(batch.vanished, in: folder)
        try carryServerFigures(of: folder, since: before)
        try keepState(batch, of: folder)
        if batch.complete { try dropUnclaimedRows(of: folder) }
    }

    private func update(_ message: NewMessage, in folder: Int64) throws {
        guard let row = try reader.row(folder: folder, uid: Int64(message.uid.value)) else { return }
        try applyFlags(FlagChange(uid: message.uid, flags: message.flags, modSeq: message.modSeq), in: folder)
        if row.presence == 2 { try run("UPDATE message SET presence = 1 WHERE id = ?", [row.id]) }
        if let structure = message.structure {
            let blob = Data(PartTreeCoding.encode(structure))
            try run(
                """
                UPDATE message SET structure = ?1, hasAttachments = ?2 WHERE id = ?3 AND structure IS NOT ?1
                """, [blob, message.hasAttachments, row.id])
        }
        try reword(row.id, message)
    }

    /// A header read better than before replaces what the row says.
    private func reword(_ id: Int64, _ message: NewMessage) throws {
        try run(
            """
            UPDATE message SET subject = ?2, sender = ?3, recipients = ?4, cc = ?5, isUnreadable = ?6, messageID = ?7
            WHERE id = ?1 AND isUnreadable = 1
            """,
            [
                id, message.subject, TextCoding.encode(message.from), TextCoding.encode(message.to),
                TextCoding.encode(message.cc), message.isUnreadable, message.messageID,
            ])
    }

    private func applyFlags(_ change: FlagChange, in folder: Int64) throws {
        guard let row = try reader.row(folder: folder, uid: Int64(change.uid.value)) else { return }
        let modSeq = change.modSeq.map { Int64(clamping: $0.value) }
        // An answer older than one applied before says nothing.
        if let modSeq, let known = row.modSeq, modSeq < known { return }
        if let modSeq, modSeq != row.modSeq { try run("UPDATE message SET modSeq = ? WHERE id = ?", [modSeq, row.id]) }
        if row.openChanges > 0 { return try settleFlags(row.id, server: change.flags) }
        if row.flags == change.flags { return }
        try run(
            "UPDATE message SET flags = ?, keywords = ? WHERE id = ?",
            [change.flags.system.rawValue, change.flags.keywordText, row.id])
    }

    private func vanish(_ uids: UIDSet, in folder: Int64) throws {
        for range in uids.ranges {
            let arguments: StatementArguments = [folder, range.lowerBound, range.upperBound]
            try run(
                """
                UPDATE message SET presence = 2 WHERE folder = ? AND uid BETWEEN ? AND ? AND presence = 1
                """, arguments)
            try refuseVanished(arguments)
            try deleteMessages("folder = ? AND uid BETWEEN ? AND ? AND presence = 0", arguments)
        }
    }

    /// What the user changed of messages that are gone cannot be done any more. Nothing of it is kept under a UID that may
    /// come to mean another message.
    private func refuseVanished(_ range: StatementArguments) throws {
        let sql = """
            SELECT id FROM message WHERE folder = ? AND uid BETWEEN ? AND ? AND presence = 0 AND openChanges > 0
            """
        for id in try reader.all(sql, range, { $0[0] as Int64 }) {
            try refuseChanges(of: id, reason: Self.goneReason)
        }
    }

    /// What a row has of the old count would make it deaf to the new one.
    private func forgetModSeqs(of folder: Int64) throws {
        try run("UPDATE folder SET highestModSeq = NULL WHERE id = ?", [folder])
        try run("UPDATE message SET modSeq = NULL WHERE folder = ? AND modSeq IS NOT NULL", [folder])
    }

    private func keepState(_ batch: SyncBatch, of folder: Int64) throws {
        try run(
            """
            UPDATE folder SET serverTotal = coalesce(?2, serverTotal), serverUnread = coalesce(?3, serverUnread),
                uidNext = coalesce(?4, uidNext), highestModSeq = coalesce(?5, highestModSeq),
                lowestSyncedUID = CASE WHEN ?7 THEN 1 ELSE coalesce(?6, lowestSyncedUID) END,
                isComplete = max(isComplete, ?7)
            WHERE id = ?1
            """,
            [
                folder, batch.serverTotal, batch.serverUnread, batch.uidNext?.value,
                batch.highestModSeq.map { Int64(clamping: $0.value) }, batch.syncedDownTo?.value, batch.complete,
            ])
        // With all rows at hand the count over them is exact, whatever STATUS said at another time.
        if batch.serverUnread == nil || batch.complete {
            try run(
                """
                UPDATE folder SET serverUnread = serverUnreadRows
                WHERE id = ? AND (? OR (isComplete AND serverRows = serverTotal))
                """, [folder, batch.complete])
        }
    }
}
