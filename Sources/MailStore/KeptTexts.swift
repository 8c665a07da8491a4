import GRDB
import MailModel

/// Which texts are kept for reading without the server, and which go when there are too many.
extension MailStore {
    /// Messages of a folder that came since an instant and have no text here: unread ones first, then the newest.
    ///
    /// - Parameter since: seconds since 1970.
    package func textsMissing(
        in folder: FolderID, since: Int64, atMost count: Int
    ) throws(StoreError) -> [MessageID] {
        try read { reader in
            let sql = """
                SELECT id FROM message
                WHERE folder = ? AND presence = 0 AND received >= ? AND body IS NULL AND uid IS NOT NULL
                ORDER BY flags & 1, received DESC, id DESC LIMIT ?
                """
            return try reader.all(sql, [folder.row, since, count]) { MessageID($0[0]) }
        }
    }

    /// The message is being read: its text stays longer than others.
    package func noteRead(_ id: MessageID) throws(StoreError) {
        try write { writer in
            // Once an hour is enough to tell one from the other, and spares the disk.
            try writer.run(
                """
                UPDATE body SET usedAt = ?1 WHERE id = (SELECT body FROM message WHERE id = ?2)
                    AND (usedAt < ?1 - 3600 OR usedAt > ?1)
                """, [writer.now, id.row])
        }
    }

    /// Lets those texts go that were not read for the longest time, until the rest is within the limit. They can be
    /// fetched again; those of messages that are on their way to another folder stay.
    ///
    /// - Returns: how many went.
    @discardableResult
    package func limitTexts(to octets: Int) throws(StoreError) -> Int {
        try write { writer in
            var excess = Int(try writer.reader.integer("SELECT sum(octets) FROM body") ?? 0) - max(0, octets)
            guard excess > 0 else { return 0 }
            let sql = """
                SELECT id, octets FROM body WHERE NOT EXISTS
                    (SELECT 1 FROM message WHERE message.body = body.id AND message.uid IS NULL)
                ORDER BY usedAt, id
                """
            var going: [Int64] = []
            try writer.reader.forEach(sql) { row in
                guard excess > 0 else { return }
                going.append(row[0])
                excess -= row[1] as Int
            }
            for body in going {
                try writer.run("UPDATE message SET body = NULL WHERE body = ?", [body])
                try writer.run("DELETE FROM body WHERE id = ?", [body])
            }
            return going.count
        }
    }
}
