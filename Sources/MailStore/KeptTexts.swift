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

    /// Messages of a folder that have no text here, the newest first.
    ///
    /// - Parameter place: only those behind it.
    package func textsMissing(
        in folder: FolderID, behind place: TextPlace?, atMost count: Int
    ) throws(StoreError) -> [TextPlace] {
        try read { reader in
            let sql = """
                SELECT received, id FROM message
                WHERE folder = ? AND presence = 0 AND body IS NULL AND uid IS NOT NULL AND (received, id) < (?, ?)
                ORDER BY received DESC, id DESC LIMIT ?
                """
            let (received, id) = (place?.received ?? .max, place?.message.row ?? .max)
            return try reader.all(sql, [folder.row, received, id, count]) {
                TextPlace(received: $0[0], message: MessageID($0[1]))
            }
        }
    }

    /// How many messages of a folder have no text here.
    package func textsMissingCount(in folder: FolderID) throws(StoreError) -> Int {
        let sql = "SELECT count(*) FROM message WHERE folder = ? AND presence = 0 AND body IS NULL AND uid IS NOT NULL"
        return try read { Int(try $0.integer(sql, [folder.row]) ?? 0) }
    }

    /// How many octets the texts of these messages take, of those that have one.
    package func textOctets(of messages: [MessageID]) throws(StoreError) -> [MessageID: Int] {
        try read { reader in
            var octets: [MessageID: Int] = [:]
            let sql = "SELECT b.octets FROM message m JOIN body b ON b.id = m.body WHERE m.id = ?"
            for message in messages {
                if let size = try reader.integer(sql, [message.row]) { octets[message] = Int(size) }
            }
            return octets
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

/// A message's place in its folder's list, without what the list shows.
package struct TextPlace: Sendable, Equatable {
    /// Seconds since 1970.
    package var received: Int64
    package var message: MessageID
}
