import GRDB
import MailModel

extension MailStore {
    /// The messages of a list from one to another, which may be a hundred thousand rows apart: nothing of them is read but
    /// what a selection needs.
    package func messages(in range: MessageRange) throws(StoreError) -> MessagesOfRange {
        try read { try $0.messages(in: range) }
    }
}

extension StoreReader {
    fileprivate func messages(in range: MessageRange) throws -> MessagesOfRange {
        if let query = SearchQuery(range.search ?? "") {
            let bounds = min(range.start, range.end)...max(range.start, range.end)
            let keys = try matches(in: range.folder, query).filter(bounds.contains)
            return try messages(of: keys.map(\.id.row), in: range, startsFirst: range.start >= range.end)
        }
        if range.isThreaded {
            let list = ThreadedList(reader: self, folder: range.folder)
            let ids = try list.identifiers(between: range.start, and: range.end)
            return try messages(of: ids, in: range, startsFirst: ids.first == range.start.id.row)
        }
        return try plainMessages(in: range)
    }

    private static let columns = "id, flags, keywords"

    /// By their identifiers, in the order of the list.
    private func messages(of ids: [Int64], in range: MessageRange, startsFirst: Bool) throws -> MessagesOfRange {
        let chosen = startsFirst ? ids.prefix(range.limit) : ids.suffix(range.limit)
        var messages: [MessageID: Flags] = [:]
        for id in chosen {
            let row = try first("SELECT \(Self.columns) FROM message WHERE id = ?", [id], Self.message)
            if let (id, flags) = row { messages[id] = flags }
        }
        return MessagesOfRange(range: range, messages: messages, total: ids.count)
    }

    /// Those of the whole list, along its index.
    private func plainMessages(in range: MessageRange) throws -> MessagesOfRange {
        let (low, high) = (min(range.start, range.end), max(range.start, range.end))
        let condition = """
            FROM message WHERE folder = ? AND presence = 0 AND (received, id) >= (?, ?) AND (received, id) <= (?, ?)
            """
        let arguments: StatementArguments = [
            range.folder.row, low.received, low.id.row, high.received, high.id.row,
        ]
        let order = range.start >= range.end ? "received DESC, id DESC" : "received, id"
        let rows = try all(
            "SELECT \(Self.columns) \(condition) ORDER BY \(order) LIMIT ?", arguments + [range.limit], Self.message)
        let total =
            rows.count < range.limit ? rows.count : Int(try integer("SELECT count(*) \(condition)", arguments) ?? 0)
        return MessagesOfRange(
            range: range, messages: Dictionary(rows, uniquingKeysWith: { first, _ in first }), total: total)
    }

    private static func message(_ row: Row) -> (MessageID, Flags) {
        (MessageID(row[0]), SummaryRow.flags(row[1], row[2]))
    }
}
