import GRDB
import MailModel

/// A message's row as writers need it.
struct MessageRow {
    var id: Int64
    var folder: Int64
    var uid: Int64?
    var flags: Flags
    /// What the server has, where open changes make it differ.
    var serverFlags: Flags?
    var openChanges: Int
    /// 0 listed, 1 hidden by an open change, 2 hidden and gone from the server.
    var presence: Int
    var modSeq: Int64?

    static let columns = """
        id, folder, uid, flags, keywords, serverFlags, serverKeywords, openChanges, presence, modSeq
        """

    init(_ row: Row) {
        id = row[0]
        folder = row[1]
        uid = row[2]
        flags = SummaryRow.flags(row[3], row[4])
        let system: Int64? = row[5]
        let keywords: String? = row[6]
        serverFlags = system.map { SummaryRow.flags($0, keywords ?? "") }
        openChanges = row[7]
        presence = row[8]
        modSeq = row[9]
    }
}

extension StoreReader {
    func row(_ id: Int64) throws -> MessageRow? {
        try first("SELECT \(MessageRow.columns) FROM message WHERE id = ?", [id], MessageRow.init)
    }

    func row(folder: Int64, uid: Int64) throws -> MessageRow? {
        try first(
            "SELECT \(MessageRow.columns) FROM message WHERE folder = ? AND uid = ?", [folder, uid], MessageRow.init)
    }

    func rows(_ condition: String, _ arguments: StatementArguments) throws -> [MessageRow] {
        try all("SELECT \(MessageRow.columns) FROM message WHERE \(condition)", arguments, MessageRow.init)
    }
}

extension StoreWriter {
    /// Gives a row the flags that the server has, with the open changes of the user over them.
    ///
    /// - Parameter server: nil keeps what is known of the server.
    func settleFlags(_ id: Int64, server: Flags? = nil) throws {
        guard let row = try reader.row(id) else { return }
        let base = server ?? row.serverFlags ?? row.flags
        var flags = base
        for (flag, isSet) in try openFlagChanges(of: id) { flags = flags.setting(flag, to: isSet) }
        let keepsBase = row.openChanges > 0
        if flags == row.flags, row.serverFlags == (keepsBase ? base : nil) { return }
        try run(
            "UPDATE message SET flags = ?, keywords = ?, serverFlags = ?, serverKeywords = ? WHERE id = ?",
            [
                flags.system.rawValue, flags.keywordText, keepsBase ? base.system.rawValue : nil,
                keepsBase ? base.keywordText : nil, id,
            ])
    }

    private func openFlagChanges(of message: Int64) throws -> [(Flag, Bool)] {
        let sql = """
            SELECT c.systemFlag, c.text, c.isSet FROM localChangeMessage m JOIN localChange c ON c.id = m.change
            WHERE m.message = ? AND c.kind = 'setFlag' AND c.state IN ('pending', 'sent') ORDER BY c.id
            """
        return try reader.all(sql, [message]) { row in
            (StoreReader.flag(system: row[0], keyword: row[1] as String? ?? ""), row[2] as Bool? ?? false)
        }
    }

    /// Counts the open entries of the row down by one.
    func closeChange(of message: Int64) throws {
        try run("UPDATE message SET openChanges = max(0, openChanges - 1) WHERE id = ?", [message])
        try settleFlags(message)
    }
}
