import Foundation
import GRDB
import MailModel

/// Inserts the messages of one batch, with what is the same for all of them looked up once.
struct MessageInserter {
    private let writer: StoreWriter
    private let folder: Int64
    private let statement: Statement
    /// Whether rows of the folder wait for the server to tell their UID.
    private let hasRowsWithoutUID: Bool
    private let hasKeptBodies: Bool
    /// The rows made since the last `finish`; no others have identifiers between them.
    private var inserted: ClosedRange<Int64>?

    init(_ writer: StoreWriter, folder: Int64) throws {
        self.writer = writer
        self.folder = folder
        statement = try writer.db.cachedStatement(
            sql: """
                INSERT INTO message(folder, uid, received, receivedOffset, sent, sentOffset, sender, recipients, cc,
                    replyTo, subject, messageID, inReplyTo, refs, flags, keywords, size, hasAttachments, isUnreadable,
                    modSeq, structure, body, emailID)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT(folder, uid) DO NOTHING
                """)
        hasRowsWithoutUID = try writer.reader.exists(
            "SELECT 1 FROM message WHERE folder = ? AND uid IS NULL LIMIT 1", [folder])
        hasKeptBodies = try writer.reader.exists("SELECT 1 FROM body WHERE isKept = 1 LIMIT 1")
    }

    /// Makes a row, or lets the row adopt the UID that stood for this message without one. False where the UID has a row.
    mutating func insert(_ message: NewMessage) throws -> Bool {
        guard message.uid.value > 0 else { return true }
        if hasRowsWithoutUID, try adopt(message) { return true }
        let body = try (hasKeptBodies ? keptBody(of: message) : nil) ?? bodyElsewhere(of: message)
        statement.setUncheckedArguments(arguments(message, body: body))
        try statement.execute()
        guard writer.db.changesCount > 0 else { return false }
        let id = writer.db.lastInsertedRowID
        inserted = (inserted?.lowerBound ?? id)...id
        if let body { try writer.run("UPDATE body SET isKept = 0 WHERE id = ?", [body]) }
        return true
    }

    /// Makes the rows counted, and found by searches. Due before anything but inserting is done with them.
    mutating func finish() throws {
        if let inserted { try writer.admit(inserted) }
        inserted = nil
    }

    private func arguments(_ message: NewMessage, body: Int64?) -> StatementArguments {
        [
            folder, message.uid.value, message.received.seconds, message.received.offsetMinutes,
            message.sent?.seconds, message.sent?.offsetMinutes, TextCoding.encode(message.from),
            TextCoding.encode(message.to), TextCoding.encode(message.cc), TextCoding.encode(message.replyTo),
            message.subject, message.messageID, TextCoding.encode(message.inReplyTo),
            TextCoding.encode(message.references), message.flags.system.rawValue, message.flags.keywordText,
            max(0, message.size), message.hasAttachments, message.isUnreadable,
            message.modSeq.map { Int64(clamping: $0.value) },
            message.structure.map { Data(PartTreeCoding.encode($0)) }, body, message.emailID,
        ]
    }

    /// Finds the row without UID that stands for the message: a local move or copy, or a row of an earlier UIDVALIDITY.
    private func adopt(_ message: NewMessage) throws -> Bool {
        let reader = writer.reader
        if try reader.row(folder: folder, uid: Int64(message.uid.value)) != nil { return false }
        let sql = """
            SELECT id FROM message WHERE folder = ?1 AND uid IS NULL AND messageID = ?2 AND size = ?3 AND received = ?4
                AND subject = ?5 AND (emailID IS NULL OR ?6 IS NULL OR emailID = ?6) ORDER BY id LIMIT 1
            """
        let found = try reader.integer(
            sql,
            [folder, message.messageID, message.size, message.received.seconds, message.subject, message.emailID])
        guard let found else { return false }
        try writer.assignUID(Int64(message.uid.value), to: found, in: folder)
        try writer.settleFlags(found, server: message.flags)
        return true
    }

    /// The body kept from a row of the same message under an earlier UIDVALIDITY.
    private func keptBody(of message: NewMessage) throws -> Int64? {
        if let emailID = message.emailID,
            let body = try writer.reader.integer(
                "SELECT id FROM body WHERE isKept = 1 AND emailID = ? LIMIT 1", [emailID])
        {
            return body
        }
        if message.messageID.isEmpty { return nil }
        return try writer.reader.integer(
            "SELECT id FROM body WHERE isKept = 1 AND messageID = ? AND size = ? AND received = ? LIMIT 1",
            [message.messageID, message.size, message.received.seconds])
    }
}

extension MessageInserter {
    /// The text of the same message in another folder of the account, by what the server calls it.
    private func bodyElsewhere(of message: NewMessage) throws -> Int64? {
        guard let emailID = message.emailID else { return nil }
        return try writer.reader.integer(
            """
            SELECT m.body FROM message m JOIN folder f ON f.id = m.folder
            WHERE m.emailID = ?1 AND m.body IS NOT NULL
                AND f.account = (SELECT account FROM folder WHERE id = ?2) LIMIT 1
            """, [emailID, folder])
    }
}

extension StoreWriter {
    /// Counts rows of one folder that this transaction has just made and not changed since, and teaches them to the
    /// search indexes.
    func admit(_ rows: ClosedRange<Int64>) throws {
        let range: StatementArguments = [rows.lowerBound, rows.upperBound]
        try run(
            """
            UPDATE folder SET rowCount = rowCount + new.shown, unread = unread + new.shownUnread,
                serverRows = serverRows + new.onServer, serverUnreadRows = serverUnreadRows + new.serverUnread,
                revision = revision + 1
            FROM (
                SELECT folder AS place, sum(isShown) AS shown, sum(isShownUnread) AS shownUnread,
                    sum(isOnServer) AS onServer, sum(isServerUnread) AS serverUnread
                FROM message WHERE id BETWEEN ? AND ? GROUP BY folder
            ) AS new WHERE folder.id = new.place
            """, range)
        try run(
            """
            INSERT INTO placeCount(folder, stretch, rows)
            SELECT folder, received >> 16, count(*) FROM message WHERE id BETWEEN ? AND ? AND presence = 0 GROUP BY 1, 2
            ON CONFLICT(folder, stretch) DO UPDATE SET rows = rows + excluded.rows
            """, range)
        try run(
            """
            INSERT INTO search(rowid, subject, sender, recipients, body)
            SELECT m.id, m.subject, m.sender, m.recipients || ' ' || m.cc,
                coalesce((SELECT text FROM body WHERE id = m.body), '')
            FROM message m WHERE m.id BETWEEN ? AND ? ORDER BY m.id
            """, range)
        try run(
            """
            INSERT INTO identifier(rowid, names)
            SELECT id, messageID || ' ' || threadRoot FROM message WHERE id BETWEEN ? AND ? ORDER BY id
            """, range)
    }
}
