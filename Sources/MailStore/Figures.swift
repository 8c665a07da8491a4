import GRDB
import MailModel

extension MailStore {
    /// How much the store holds. Reads an index of all texts: not for the path of a key.
    package func figures() throws(StoreError) -> StoreFigures {
        try read { reader in
            let page = try reader.number("PRAGMA page_size")
            return StoreFigures(
                octets: try reader.number("PRAGMA page_count") * page,
                freeOctets: try reader.number("PRAGMA freelist_count") * page,
                folders: try reader.number("SELECT count(*) FROM folder"),
                messages: try reader.number("SELECT coalesce(sum(rowCount), 0) FROM folder"),
                texts: try reader.number("SELECT count(*) FROM message WHERE body IS NOT NULL"),
                waitingChanges: try reader.number(
                    "SELECT count(*) FROM localChange WHERE state IN ('pending', 'sent')"),
                refusedChanges: try reader.number("SELECT count(*) FROM localChange WHERE state = 'refused'"))
        }
    }
}

extension StoreReader {
    func number(_ sql: String) throws -> Int { Int(try integer(sql) ?? 0) }
}
