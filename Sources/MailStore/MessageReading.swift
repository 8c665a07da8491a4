import GRDB
import MailModel

extension MailStore {
    /// A message's row, also where an open change hides it; nil where it is gone.
    package func summary(_ id: MessageID) throws(StoreError) -> MessageSummary? {
        try read { try $0.summaries("m.id = ?", [id.row]).first }
    }

    package func message(folder: FolderID, uid: UID) throws(StoreError) -> MessageSummary? {
        try read { try $0.summaries("m.folder = ? AND m.uid = ?", [folder.row, uid.value]).first }
    }

    /// The message that the row stands for now: itself, or its row in the folder to which the user moved it.
    package func current(_ id: MessageID) throws(StoreError) -> MessageID? {
        try read { reader in
            guard let row = try reader.currentRow(id.row) else { return nil }
            return MessageID(row)
        }
    }

    /// The MIME structure, as soon as the server told it.
    package func structure(of id: MessageID) throws(StoreError) -> PartTree? {
        try read { try $0.structure(of: id) }
    }

    /// What has been fetched of the message's text; nil before the first `saveBody`.
    package func body(of id: MessageID) throws(StoreError) -> StoredBody? {
        try read { try $0.body(of: id) }
    }

    /// Those of the messages that exist and have no body, in the order given.
    package func bodiesMissing(among ids: [MessageID]) throws(StoreError) -> [MessageID] {
        try read { reader in
            try ids.filter { try reader.exists("SELECT 1 FROM message WHERE id = ? AND body IS NULL", [$0.row]) }
        }
    }
}

extension StoreReader {
    func summaries(
        _ condition: String, _ arguments: StatementArguments, then tail: String = ""
    ) throws -> [MessageSummary] {
        try all(
            "SELECT \(SummaryRow.columns) FROM message m WHERE \(condition) \(tail)", arguments, SummaryRow.summary)
    }

    func structure(of id: MessageID) throws -> PartTree? {
        let sql = "SELECT structure FROM message WHERE id = ?"
        let blob: [UInt8]? = try first(sql, [id.row], Self.bytes) ?? nil
        return blob.flatMap(PartTreeCoding.decode)
    }

    func body(of id: MessageID) throws -> StoredBody? {
        guard let body = try integer("SELECT body FROM message WHERE id = ?", [id.row]) else { return nil }
        var stored = StoredBody(structure: try structure(of: id), parts: [:])
        try forEach("SELECT bytes, section FROM messagePart WHERE body = ?", [body]) { row in
            stored.parts[row[1]] = Self.bytes(row)
        }
        return stored
    }

    /// The row's first column as bytes, with one copy.
    static func bytes(_ row: Row) -> [UInt8]? {
        (try? row.withUnsafeData(atIndex: 0) { data in data.map { [UInt8]($0) } }) ?? nil
    }

    /// Follows open and finished moves, also those taken back since, to the row that the list shows; nil where there is none.
    func currentRow(_ id: Int64) throws -> Int64? {
        var row = id
        // Each step goes to a row made later, so this ends; the bound keeps a damaged journal from looping.
        for _ in 0..<1_000 {
            let presence = try integer("SELECT presence FROM message WHERE id = ?", [row])
            if presence == 0 { return row }
            let sql = """
                SELECT m.copy FROM localChangeMessage m JOIN localChange c ON c.id = m.change
                WHERE m.message = ? AND m.copy IS NOT NULL AND c.kind = 'move' AND c.state <> 'refused'
                ORDER BY c.id DESC LIMIT 1
                """
            guard let next = try integer(sql, [row]), next > row else { return nil }
            row = next
        }
        return nil
    }
}
