import GRDB
import MailModel

extension MailStore {
    /// A stretch of a folder's list as one consistent reading. Empty where there is no such folder.
    package func window(_ request: WindowRequest) throws(StoreError) -> MessageWindow {
        try read { try $0.window(request) }
    }
}

/// The figures of a folder that a window is placed by.
struct FolderFigures {
    var rows: Int
    var total: Int
    var unread: Int
}

extension StoreReader {
    func window(_ request: WindowRequest) throws -> MessageWindow {
        let sql = """
            SELECT f.rowCount, max(0, coalesce(f.serverTotal + f.rowCount - f.serverRows, f.rowCount)),
                max(0, coalesce(f.serverUnread + f.unread - f.serverUnreadRows, f.unread))
            FROM folder f WHERE f.id = ?
            """
        let figures = try first(sql, [request.folder.row]) {
            FolderFigures(rows: $0[0], total: $0[1], unread: $0[2])
        }
        guard let figures else {
            return MessageWindow(request: request, rows: [], offset: 0, total: 0, serverTotal: 0, unread: 0)
        }
        if let query = SearchQuery(request.search ?? "") {
            return try narrowedWindow(request, query: query, figures: figures)
        }
        if request.isThreaded {
            let list = ThreadedList(reader: self, folder: request.folder)
            let found = try list.stretch(request.anchor, count: max(0, request.count))
            var window = MessageWindow(
                request: request, rows: found.rows, offset: found.offset, total: figures.rows,
                serverTotal: figures.total, unread: figures.unread)
            window.depths = found.depths
            return window
        }
        let list = FolderList(reader: self, folder: request.folder, rows: figures.rows)
        let (rows, offset) = try list.stretch(request.anchor, count: max(0, request.count))
        return MessageWindow(
            request: request, rows: rows, offset: offset, total: figures.rows, serverTotal: figures.total,
            unread: figures.unread)
    }
}

/// The whole list of a folder, read through its index and never as a whole.
struct FolderList {
    let reader: StoreReader
    let folder: FolderID
    /// How many rows the list has, from the folder's counter.
    let rows: Int

    private static let listed = "m.folder = ? AND m.presence = 0"
    private static let newestFirst = "ORDER BY m.received DESC, m.id DESC"
    private static let oldestFirst = "ORDER BY m.received, m.id"

    /// The rows for an anchor, newest first, and the position of the first.
    func stretch(_ anchor: WindowRequest.Anchor, count: Int) throws -> ([MessageSummary], Int) {
        switch anchor {
        case .newest:
            return (try reader.summaries(Self.listed, [folder.row, count], then: Self.newestFirst + " LIMIT ?"), 0)
        case .oldest:
            let rows = try reader.summaries(Self.listed, [folder.row, count], then: Self.oldestFirst + " LIMIT ?")
            return (rows.reversed(), max(0, self.rows - rows.count))
        case .position(let wanted):
            let position = min(max(0, wanted), max(0, rows - 1))
            guard let key = try key(at: position) else { return ([], 0) }
            return (try upTo(key, count: count), position)
        case .around(let key, let before):
            return try around(key, before: min(max(0, before), count), count: count)
        }
    }

    private func around(_ key: MessageKey, before: Int, count: Int) throws -> ([MessageSummary], Int) {
        let newer = try reader.summaries(
            Self.listed + " AND (m.received, m.id) > (?, ?)", [folder.row, key.received, key.id.row, before],
            then: Self.oldestFirst + " LIMIT ?")
        let rows = newer.reversed() + (try upTo(key, count: count - newer.count))
        guard let first = rows.first else { return ([], 0) }
        return (rows, try rank(of: first.key))
    }

    /// The row of that key and older ones.
    private func upTo(_ key: MessageKey, count: Int) throws -> [MessageSummary] {
        try reader.summaries(
            Self.listed + " AND (m.received, m.id) <= (?, ?)", [folder.row, key.received, key.id.row, count],
            then: Self.newestFirst + " LIMIT ?")
    }

    /// The key at a position, counted over the index from the nearer end.
    private func key(at position: Int) throws -> MessageKey? {
        let fromNewest = position <= rows / 2
        let skipped = fromNewest ? position : max(0, rows - 1 - position)
        let order = fromNewest ? Self.newestFirst : Self.oldestFirst
        let sql = "SELECT m.received, m.id FROM message m WHERE \(Self.listed) \(order) LIMIT 1 OFFSET ?"
        return try reader.first(sql, [folder.row, skipped]) { MessageKey(received: $0[0], id: MessageID($0[1])) }
    }

    /// How many rows are newer than that of the key, which is in the list. Counted over the index from the end that is
    /// nearer in time, which mostly is the nearer one in rows.
    private func rank(of key: MessageKey) throws -> Int {
        guard let newest = try self.key(at: 0), let oldest = try self.key(at: max(0, rows - 1)) else { return 0 }
        let fromNewest =
            Double(newest.received) - Double(key.received) <= Double(key.received) - Double(oldest.received)
        let comparison = fromNewest ? ">" : "<"
        let sql = """
            SELECT count(*) FROM message m WHERE \(Self.listed) AND (m.received, m.id) \(comparison) (?, ?)
            """
        let counted = Int(try reader.integer(sql, [folder.row, key.received, key.id.row]) ?? 0)
        return fromNewest ? counted : max(0, rows - 1 - counted)
    }
}
