import Foundation
import GRDB
import MailModel

extension MailStore {
    /// Makes a change on the rows at once and writes it to the journal, in one transaction.
    ///
    /// Messages that are gone, or that are already as wanted, are left out; so the answer may be empty. A row that an
    /// earlier move hides stands for its row in the folder it went to.
    /// - Parameter isStep: whether `undo` takes it back; false for what merely follows from what the user did.
    /// - Throws: `StoreError.failed` where the target folder is gone or belongs to another account.
    @discardableResult
    package func record(_ request: ChangeRequest, isStep: Bool = true) throws(StoreError) -> [LocalChangeID] {
        try write { writer in
            let ids = try writer.record(request)
            if isStep, let command = ids.first { try writer.addStep(command) }
            return ids.map(LocalChangeID.init)
        }
    }
}

extension MailStore {
    /// How many of a request's messages are nowhere any more, so that `record` leaves them out: they are gone, or their
    /// folder is being built anew.
    package func absentMessages(of request: ChangeRequest) throws(StoreError) -> Int {
        switch request {
        case .setFlag(_, _, let ids), .move(let ids, _), .copy(let ids, _), .expunge(let ids):
            try read { reader in try ids.count { try reader.currentRow($0.row) == nil } }
        case .createFolder, .renameFolder, .deleteFolder, .subscribe, .append: 0
        }
    }
}

/// An entry before it has a row. Its columns are those of `localChange`.
struct JournalEntry {
    var kind: String
    var account: Int64
    var folder: Int64?
    var target: Int64?
    var flag: Flag?
    var text: String?
    var isSet: Bool?
    var payload: Int64?
}

extension StoreWriter {
    /// How many entries the journal keeps that are settled.
    private static let keptEntries: Int64 = 5_000

    private func forgetOldEntries(before id: Int64) throws {
        try run(
            """
            DELETE FROM payload WHERE id IN
                (SELECT payload FROM localChange WHERE id < ? AND state NOT IN ('pending', 'sent'))
            """, [id])
        try run("DELETE FROM localChange WHERE id < ? AND state NOT IN ('pending', 'sent')", [id])
    }

    func record(_ request: ChangeRequest, isInverse: Bool = false) throws -> [Int64] {
        let ids = try entries(for: request)
        if let command = ids.first {
            try forgetOldEntries(before: command - Self.keptEntries)
            for id in ids {
                try run("UPDATE localChange SET command = ?, isInverse = ? WHERE id = ?", [command, isInverse, id])
            }
        }
        return ids
    }

    private func entries(for request: ChangeRequest) throws -> [Int64] {
        switch request {
        case .setFlag(let flag, let isSet, let ids):
            return try setFlag(flag, isSet, ids)
        case .move(let ids, let target):
            return try transfer(ids, to: target.row, isMove: true)
        case .copy(let ids, let target):
            return try transfer(ids, to: target.row, isMove: false)
        case .expunge(let ids):
            return try expunge(ids)
        case .createFolder(let account, let name):
            return try createFolder(name, in: account)
        case .renameFolder(let folder, let name):
            return try renameFolder(folder.row, to: name)
        case .deleteFolder(let folder):
            return try deleteFolder(folder.row)
        case .subscribe(let folder, let isSubscribed):
            return try subscribe(folder.row, isSubscribed)
        case .append(let folder, let bytes, let flags):
            return try append(bytes, flags, to: folder.row)
        }
    }

    func insert(_ entry: JournalEntry) throws -> Int64 {
        var system: Int64?
        var text = entry.text
        switch entry.flag {
        case .system(let bit): system = Int64(bit.rawValue)
        case .keyword(let name): text = name
        case nil: break
        }
        try run(
            """
            INSERT INTO localChange(account, kind, folder, target, systemFlag, text, isSet, payload, uidValidity, createdAt)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, (SELECT uidValidity FROM folder WHERE id = ?3), ?9)
            """,
            [entry.account, entry.kind, entry.folder, entry.target, system, text, entry.isSet, entry.payload, now])
        return db.lastInsertedRowID
    }

    private func setFlag(_ flag: Flag, _ isSet: Bool, _ ids: [MessageID]) throws -> [Int64] {
        let rows = try currentRows(ids).filter { $0.flags.setting(flag, to: isSet) != $0.flags }
        return try grouped(rows).map { rows in
            let change = try insert(
                JournalEntry(
                    kind: "setFlag", account: account(of: rows[0].folder), folder: rows[0].folder, flag: flag,
                    isSet: isSet))
            for row in rows { try link(row, to: change) }
            return change
        }
    }

    private func transfer(_ ids: [MessageID], to target: Int64, isMove: Bool) throws -> [Int64] {
        let targetAccount = try account(of: target)
        let rows = try currentRows(ids).filter { !isMove || $0.folder != target }
        return try grouped(rows).map { rows in
            let account = try account(of: rows[0].folder)
            guard account == targetAccount else { throw StoreError.failed("the target is in another account") }
            let change = try insert(
                JournalEntry(
                    kind: isMove ? "move" : "copy", account: account, folder: rows[0].folder, target: target))
            let copies = try rows.map { try duplicate($0.id, into: target) }
            if let first = copies.first, let last = copies.last { try admit(first...last) }
            for (row, copy) in zip(rows, copies) {
                try link(row, to: change, copy: copy)
                if isMove { try run("UPDATE message SET presence = 1 WHERE id = ?", [row.id]) }
            }
            return change
        }
    }

    private func expunge(_ ids: [MessageID]) throws -> [Int64] {
        try grouped(currentRows(ids)).map { rows in
            let change = try insert(
                JournalEntry(kind: "expunge", account: account(of: rows[0].folder), folder: rows[0].folder))
            for row in rows {
                try link(row, to: change)
                try run("UPDATE message SET presence = 1 WHERE id = ?", [row.id])
            }
            return change
        }
    }

    private func append(_ bytes: [UInt8], _ flags: Flags, to folder: Int64) throws -> [Int64] {
        let account = try account(of: folder)
        try run(
            "INSERT INTO payload(bytes, flags, keywords) VALUES (?, ?, ?)",
            [Data(bytes), flags.system.rawValue, flags.keywordText])
        let payload = db.lastInsertedRowID
        return [try insert(JournalEntry(kind: "append", account: account, folder: folder, payload: payload))]
    }

    /// The message in its new folder, before the server knows of it. It shares the body.
    private func duplicate(_ id: Int64, into target: Int64) throws -> Int64 {
        try run(
            """
            INSERT INTO message(folder, received, receivedOffset, sent, sentOffset, sender, recipients, cc, replyTo,
                subject, messageID, inReplyTo, refs, flags, keywords, size, hasAttachments, isUnreadable, structure, body)
            SELECT ?, received, receivedOffset, sent, sentOffset, sender, recipients, cc, replyTo, subject, messageID,
                inReplyTo, refs, flags, keywords, size, hasAttachments, isUnreadable, structure, body
            FROM message WHERE id = ?
            """, [target, id])
        return db.lastInsertedRowID
    }

    private func link(_ row: MessageRow, to change: Int64, copy: Int64? = nil) throws {
        try run(
            "INSERT INTO localChangeMessage(change, message, uid, copy) VALUES (?, ?, ?, ?)",
            [change, row.id, row.uid, copy])
        try run("UPDATE message SET openChanges = openChanges + 1 WHERE id = ?", [row.id])
        // Last, because it reads the entry and its link.
        try settleFlags(row.id)
    }

    private func currentRows(_ ids: [MessageID]) throws -> [MessageRow] {
        var seen: Set<Int64> = []
        return try ids.compactMap { id in
            guard let current = try reader.currentRow(id.row), seen.insert(current).inserted else { return nil }
            return try reader.row(current)
        }
    }

    /// By folder, and rows without UID apart, so that they hold back no others.
    private func grouped(_ rows: [MessageRow]) throws -> [[MessageRow]] {
        var groups: [[MessageRow]] = []
        for row in rows {
            let index = groups.firstIndex { $0[0].folder == row.folder && ($0[0].uid == nil) == (row.uid == nil) }
            if let index { groups[index].append(row) } else { groups.append([row]) }
        }
        return groups
    }

    func account(of folder: Int64) throws -> Int64 {
        guard let account = try reader.integer("SELECT account FROM folder WHERE id = ?", [folder]) else {
            throw StoreError.failed("the folder is gone")
        }
        return account
    }
}
