import GRDB
import MailModel

extension MailStore {
    /// The open entries that can be replayed now: those whose messages all have UIDs, unless an earlier entry of one of
    /// them has to wait. What was sent without an answer
    /// comes first, to be settled; then by order of creation.
    package func pendingChanges(of account: AccountID) throws(StoreError) -> [LocalChange] {
        try read { reader in
            try reader.changes(
                """
                a.name = ? AND c.state IN ('pending', 'sent') AND NOT EXISTS
                    (SELECT 1 FROM localChangeMessage m WHERE m.change = c.id AND m.uid IS NULL)
                AND NOT EXISTS (
                    SELECT 1 FROM localChangeMessage m JOIN localChangeMessage w ON w.message = m.message
                        JOIN localChange e ON e.id = w.change
                        JOIN localChangeMessage u ON u.change = e.id AND u.uid IS NULL
                    WHERE m.change = c.id AND e.id < c.id AND e.state IN ('pending', 'sent'))
                ORDER BY c.state = 'pending', c.id
                """, [account.name])
        }
    }

    /// The newest entries of the journal, newest first.
    package func journal(limit: Int) throws(StoreError) -> [LocalChange] {
        try read { try $0.changes("TRUE ORDER BY c.id DESC LIMIT ?", [max(0, limit)]) }
    }

    package func change(_ id: LocalChangeID) throws(StoreError) -> LocalChange? {
        try read { try $0.changes("c.id = ?", [id.row]).first }
    }

    /// The message rows that an entry concerns, with the UIDs that they have or had in its folder.
    package func messages(of change: LocalChangeID) throws(StoreError) -> [(message: MessageID, uid: UID?)] {
        try read { reader in
            try reader.all("SELECT message, uid FROM localChangeMessage WHERE change = ?", [change.row]) { row in
                let uid: Int64? = row[1]
                return (MessageID(row[0]), uid.map { UID(UInt32(clamping: $0)) })
            }
        }
    }

    /// Where a move's or copy's messages are in the target, those that the store has met there, by their UIDs in the
    /// source.
    package func arrivals(of change: LocalChangeID) throws(StoreError) -> [UID: UID] {
        let sql = """
            SELECT m.uid, c.uid FROM localChangeMessage m JOIN message c ON c.id = m.copy
            WHERE m.change = ? AND m.uid IS NOT NULL AND c.uid IS NOT NULL
            """
        let pairs = try read { reader in
            try reader.all(sql, [change.row]) {
                (UID(UInt32(clamping: $0[0] as Int64)), UID(UInt32(clamping: $0[1] as Int64)))
            }
        }
        return Dictionary(pairs) { first, _ in first }
    }

    /// The bytes to upload; nil where the upload is done.
    package func payload(_ id: Int64) throws(StoreError) -> [UInt8]? {
        try read { try $0.first("SELECT bytes FROM payload WHERE id = ?", [id], StoreReader.bytes) ?? nil }
    }

    /// The flags to upload the message with.
    package func payloadFlags(_ id: Int64) throws(StoreError) -> Flags? {
        try read { reader in
            try reader.first("SELECT flags, keywords FROM payload WHERE id = ?", [id]) {
                SummaryRow.flags($0[0], $0[1])
            }
        }
    }
}

extension StoreReader {
    /// The bytes and flags of an upload that is not done.
    func upload(_ payload: Int64) throws -> (bytes: [UInt8], flags: Flags)? {
        guard let bytes = try first("SELECT bytes FROM payload WHERE id = ?", [payload], Self.bytes) ?? nil else {
            return nil
        }
        let flags = try first("SELECT flags, keywords FROM payload WHERE id = ?", [payload]) {
            SummaryRow.flags($0[0], $0[1])
        }
        return (bytes, flags ?? Flags())
    }

    func changes(_ condition: String, _ arguments: StatementArguments) throws -> [LocalChange] {
        let sql = """
            SELECT c.id, a.name, c.kind, c.folder, c.target, c.systemFlag, c.text, c.isSet, c.payload, c.uidValidity,
                c.state, c.attempts, c.error, c.createdAt
            FROM localChange c JOIN account a ON a.id = c.account WHERE \(condition)
            """
        var changes = try all(sql, arguments, Self.change)
        for index in changes.indices {
            let sql = "SELECT uid FROM localChangeMessage WHERE change = ? AND uid IS NOT NULL"
            changes[index].uids = UIDSet(
                try all(sql, [changes[index].id.row]) { UID(UInt32(clamping: $0[0] as Int64)) })
        }
        return changes
    }

    func journalSummary() throws -> JournalSummary {
        let sql = """
            SELECT a.name, count(*) FROM localChange c JOIN account a ON a.id = c.account
            WHERE c.state IN ('pending', 'sent') GROUP BY a.name
            """
        var pending: [AccountID: Int] = [:]
        try forEach(sql) { pending[AccountID($0[0])] = $0[1] }
        let refusal = try changes("c.state = 'refused' ORDER BY c.id DESC LIMIT 1", []).first
        let newest = try integer("SELECT max(id) FROM localChange")
        return JournalSummary(pending: pending, newest: newest.map(LocalChangeID.init), newestRefusal: refusal)
    }

    private static func change(_ row: Row) -> LocalChange {
        let folder: Int64? = row[3]
        let validity: Int64? = row[9]
        return LocalChange(
            id: LocalChangeID(row[0]), account: AccountID(row[1]), kind: kind(row), folder: folder.map(FolderID.init),
            uids: UIDSet(), uidValidity: validity.map { UIDValidity(UInt32(clamping: $0)) },
            state: LocalChange.State(rawValue: row[10]) ?? .refused, attempts: row[11], error: row[12],
            createdAt: row[13])
    }

    /// A folder that is gone has the identifier 0, which no row ever gets.
    private static func kind(_ row: Row) -> LocalChange.Kind {
        let target = FolderID(row[4] as Int64? ?? 0)
        let text = row[6] as String? ?? ""
        let isSet = row[7] as Bool? ?? false
        switch row[2] as String {
        case "setFlag": return .setFlag(flag(system: row[5], keyword: text), isSet)
        case "move": return .move(to: target)
        case "copy": return .copy(to: target)
        case "create": return .createFolder(name: text)
        case "rename": return .renameFolder(newName: text)
        case "delete": return .deleteFolder
        case "subscribe": return .subscribe(isSet)
        case "append": return .append(payload: row[8] as Int64? ?? 0)
        default: return .expunge
        }
    }

    static func flag(system: Int64?, keyword: String) -> Flag {
        system.map { .system(Flags.System(rawValue: UInt8(clamping: $0))) } ?? .keyword(keyword)
    }
}
