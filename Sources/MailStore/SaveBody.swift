import Foundation
import GRDB
import MailModel

extension MailStore {
    /// Keeps fetched sections of a message, adding to those kept before, and makes its text searchable.
    ///
    /// - Parameters:
    ///   - structure: nil leaves the stored one.
    ///   - parts: encoded bytes by section number; empty where the message has no text part.
    ///   - text: the decoded text for the search; nil leaves what is searchable as it is.
    package func saveBody(
        _ id: MessageID, structure: PartTree? = nil, parts: [String: [UInt8]], text: String? = nil
    ) throws(StoreError) {
        try write { try $0.saveBody(id, structure: structure, parts: parts, text: text) }
    }
}

extension StoreWriter {
    func saveBody(_ id: MessageID, structure: PartTree?, parts: [String: [UInt8]], text: String?) throws {
        guard try reader.exists("SELECT 1 FROM message WHERE id = ?", [id.row]) else { return }
        if let structure {
            let blob = Data(PartTreeCoding.encode(structure))
            try run("UPDATE message SET structure = ? WHERE id = ?", [blob, id.row])
        }
        let known = try reader.integer("SELECT body FROM message WHERE id = ?", [id.row])
        let body = try known ?? insertBody(of: id, text: text ?? "")
        for (section, bytes) in parts {
            try run(
                "INSERT OR REPLACE INTO messagePart(body, section, bytes) VALUES (?, ?, ?)",
                [body, section, Data(bytes)])
        }
        if known != nil, let text { try run("UPDATE body SET text = ? WHERE id = ?", [text, body]) }
        try run(
            """
            UPDATE body SET usedAt = ?1, octets = length(text)
                + coalesce((SELECT sum(length(bytes)) FROM messagePart WHERE messagePart.body = body.id), 0)
            WHERE id = ?2
            """, [now, body])
        try shareBody(body, of: id)
        // Touches the rows that share the body, because an observation of a body watches its message's row.
        try run("UPDATE message SET awaitsUIDFrom = awaitsUIDFrom WHERE body = ?", [body])
    }

    private func insertBody(of id: MessageID, text: String) throws -> Int64 {
        try run(
            """
            INSERT INTO body(messageID, size, received, text)
            SELECT messageID, size, received, ? FROM message WHERE id = ?
            """, [text, id.row])
        let body = db.lastInsertedRowID
        try run("UPDATE message SET body = ? WHERE id = ?", [body, id.row])
        return body
    }

    /// The same message in other folders of the account has the same text, and is searched by it.
    private func shareBody(_ body: Int64, of id: MessageID) throws {
        try run(
            """
            UPDATE message SET body = ?1 WHERE body IS NULL AND id IN (
                SELECT other.id FROM message AS this
                JOIN message AS other ON other.emailID = this.emailID
                JOIN folder AS thisFolder ON thisFolder.id = this.folder
                JOIN folder AS otherFolder ON otherFolder.id = other.folder
                WHERE this.id = ?2 AND this.emailID IS NOT NULL AND otherFolder.account = thisFolder.account)
            """, [body, id.row])
    }
}
