import GRDB
import MailModel

/// Which messages of an open move or copy the server has answered for: they are in the target, whatever became of the rest.
package struct CopiedMessages: Sendable, Equatable {
    /// By their UIDs in the source.
    package var uids = UIDSet()
    /// Their UIDs in the target by those in the source, where the server told them.
    package var targets: [UID: UID] = [:]
    /// The UIDVALIDITY that the UIDs in the target are of.
    package var validity: UIDValidity?
}

extension MailStore {
    /// The server has answered that messages are in the target. It is kept before anything else is sent: a copy that is
    /// made again is there twice.
    ///
    /// - Parameters:
    ///   - uids: the messages by their UIDs in the source.
    ///   - targets: their UIDs in the target, where the server told them.
    ///   - validity: the UIDVALIDITY of those.
    package func noteCopied(
        _ uids: UIDSet, of ids: [LocalChangeID], to targets: [UID: UID] = [:], validity: UIDValidity? = nil
    ) throws(StoreError) {
        guard !uids.isEmpty else { return }
        try write { writer in
            for id in ids where try writer.reader.openEntry(id.row) != nil {
                try writer.noteCopied(uids, of: id.row, to: targets)
                try writer.run(
                    "UPDATE localChange SET targetValidity = coalesce(?, targetValidity) WHERE id = ?",
                    [validity?.value, id.row])
            }
        }
    }

    /// What the server has answered for of an entry.
    package func copied(of change: LocalChangeID) throws(StoreError) -> CopiedMessages {
        try read { reader in
            var copied = CopiedMessages()
            let validity = try reader.integer("SELECT targetValidity FROM localChange WHERE id = ?", [change.row])
            copied.validity = validity.map { UIDValidity(UInt32(clamping: $0)) }
            let sql = """
                SELECT uid, arrived FROM localChangeMessage WHERE change = ? AND uid IS NOT NULL AND arrived IS NOT NULL
                """
            let rows = try reader.all(sql, [change.row], { (UID(UInt32(clamping: $0[0] as Int64)), $0[1] as Int64) })
            copied.uids = UIDSet(rows.map(\.0))
            for (uid, arrived) in rows {
                if arrived > 0 { copied.targets[uid] = UID(UInt32(clamping: arrived)) }
            }
            return copied
        }
    }
}

extension StoreWriter {
    fileprivate func noteCopied(_ uids: UIDSet, of change: Int64, to targets: [UID: UID]) throws {
        for link in try reader.linkedMessages(of: change) {
            guard let uid = link.uid.map({ UID(UInt32(clamping: $0)) }), uids.contains(uid) else { continue }
            try run(
                "UPDATE localChangeMessage SET arrived = ? WHERE change = ? AND message = ?",
                [targets[uid]?.value ?? 0, change, link.message])
        }
    }

    /// An OK says nothing of messages that had other UIDs by then, unless it names them.
    func forgetUnnamedCopies(in folder: Int64) throws {
        try run(
            """
            UPDATE localChangeMessage SET arrived = NULL WHERE arrived = 0
                AND change IN (SELECT id FROM localChange WHERE folder = ? AND state IN ('pending', 'sent'))
            """, [folder])
    }
}
