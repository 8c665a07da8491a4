import GRDB
import MailModel

/// The list of a folder with the messages of each conversation together.
///
/// The order of conversations is found by one pass over the folder's rows, which is why the plain list is the one that is
/// shown first: 100,000 rows take some tenths of a second, away from the screen.
struct ThreadedList {
    let reader: StoreReader
    let folder: FolderID

    /// A conversation of this many messages here is not put in a tree.
    static let largestTree = 2_000

    private struct Group {
        /// The first message referred to; empty where the message has no name at all.
        var root: String
        var count: Int
        /// The newest of it; the only one where `root` is empty.
        var newest: Int64
    }

    private static let listed = "m.folder = ? AND m.presence = 0"

    private func groups() throws -> [Group] {
        let sql = """
            SELECT threadRoot, count(*), max(received) AS newest, max(id) AS last FROM message m
            WHERE \(Self.listed) GROUP BY CASE threadRoot WHEN '' THEN 'id ' || id ELSE threadRoot END
            ORDER BY newest DESC, last DESC
            """
        return try reader.all(sql, [folder.row]) { Group(root: $0[0], count: $0[1], newest: $0[3]) }
    }

    /// The rows for an anchor with their depths, and the position of the first.
    func stretch(
        _ anchor: WindowRequest.Anchor, count: Int
    ) throws -> (rows: [MessageSummary], depths: [Int], offset: Int) {
        let groups = try groups()
        let total = groups.reduce(0) { $0 + $1.count }
        let start = min(max(0, try position(of: anchor, in: groups, total: total, count: count)), max(0, total - 1))
        var rows: [MessageSummary] = []
        var depths: [Int] = []
        var position = 0
        for group in groups {
            let end = position + group.count
            if position >= start + count { break }
            if end > start {
                for (place, entry) in try ordered(group).enumerated()
                where (start..<start + count).contains(position + place) {
                    rows.append(entry.row)
                    depths.append(entry.depth)
                }
            }
            position = end
        }
        return (rows, depths, start)
    }

    /// The messages from one to another in the order of the list; empty where one of the two is not in it.
    func identifiers(between first: MessageKey, and second: MessageKey) throws -> [Int64] {
        let ends = [first.id.row, second.id.row]
        var identifiers: [Int64] = []
        var found = 0
        for group in try groups() {
            let rows = group.count == 1 ? [group.newest] : try ordered(group).map(\.row.id.row)
            for id in rows {
                let isEnd = ends.contains(id)
                if found == 1 || isEnd { identifiers.append(id) }
                if isEnd { found += first.id == second.id ? 2 : 1 }
                if found == 2 { return identifiers }
            }
        }
        return []
    }

    private func position(
        of anchor: WindowRequest.Anchor, in groups: [Group], total: Int, count: Int
    ) throws -> Int {
        switch anchor {
        case .newest: return 0
        case .oldest: return total - count
        case .position(let position): return position
        case .around(let key, let before):
            let sql = "SELECT threadRoot, id FROM message m WHERE m.id = ? AND \(Self.listed)"
            let place: (String, Int64)? = try reader.first(sql, [key.id.row, folder.row]) { ($0[0], $0[1]) }
            guard let place else { return 0 }
            var position = 0
            for group in groups {
                let isHere = place.0.isEmpty ? group.root.isEmpty && group.newest == place.1 : group.root == place.0
                if isHere {
                    let within = try ordered(group).firstIndex { $0.row.id == key.id } ?? 0
                    return position + within - before
                }
                position += group.count
            }
            return 0
        }
    }

    private func ordered(_ group: Group) throws -> [(row: MessageSummary, depth: Int)] {
        let rows =
            group.root.isEmpty
            ? try reader.summaries(Self.listed + " AND m.id = ?", [folder.row, group.newest])
            : try reader.summaries(
                Self.listed + """
                     AND m.threadRoot = ?2 AND m.id IN (SELECT rowid FROM identifier WHERE identifier MATCH ?3)
                    """,
                [folder.row, group.root, StoreReader.identifierQuery(group.root)],
                then: "ORDER BY m.received, m.id")
        guard rows.count > 1, rows.count <= Self.largestTree else {
            return rows.enumerated().map { ($1, $0 == 0 ? 0 : 1) }
        }
        let threads = MessageThreads.byReferences(rows.map(\.threadable), joinsSubjects: false)
        var isFirst = true
        return threads.entries.compactMap { entry in
            guard let message = entry.message else { return nil }
            defer { isFirst = false }
            // Whoever answers a message that is not here is no beginning of a conversation.
            return (rows[message], isFirst ? 0 : max(1, entry.depth))
        }
    }
}

extension MessageSummary {
    /// What threading looks at.
    var threadable: ThreadableMessage {
        ThreadableMessage(
            messageID: messageID, inReplyTo: inReplyTo, references: references, subject: subject,
            sent: (sent ?? received).seconds)
    }
}
