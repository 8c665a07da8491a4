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

    /// The key at a position: whole stretches of time are skipped by their counts, the rest over the index.
    private func key(at position: Int) throws -> MessageKey? {
        var skipped = 0
        var found: Int64?
        let counts = "SELECT stretch, rows FROM placeCount WHERE folder = ? ORDER BY stretch DESC"
        try reader.forEach(counts, [folder.row]) { row in
            guard found == nil else { return }
            let rows: Int = row[1]
            if skipped + rows > position { found = row[0] } else { skipped += rows }
        }
        guard let stretch = found else { return nil }
        let sql = """
            SELECT m.received, m.id FROM message m WHERE \(Self.listed) AND m.received < ? \(Self.newestFirst)
            LIMIT 1 OFFSET ?
            """
        return try reader.first(sql, [folder.row, Self.end(of: stretch), position - skipped]) {
            MessageKey(received: $0[0], id: MessageID($0[1]))
        }
    }

    /// How many rows are newer than that of the key, which is in the list.
    private func rank(of key: MessageKey) throws -> Int {
        let stretch = key.received >> 16
        let later = try reader.integer(
            "SELECT sum(rows) FROM placeCount WHERE folder = ? AND stretch > ?", [folder.row, stretch])
        let sql = """
            SELECT count(*) FROM message m
            WHERE \(Self.listed) AND (m.received, m.id) > (?, ?) AND m.received < ?
            """
        let beside = try reader.integer(sql, [folder.row, key.received, key.id.row, Self.end(of: stretch)])
        return Int((later ?? 0) + (beside ?? 0))
    }

    /// The first second after a stretch of `placeCount`.
    private static func end(of stretch: Int64) -> Int64 {
        stretch >= Int64.max >> 16 ? Int64.max : (stretch + 1) << 16
    }
}
