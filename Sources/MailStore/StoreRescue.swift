import Foundation
import GRDB
import MailModel

/// What became of a damaged store: where it lies now, and what of the user's waiting changes was taken over.
package struct StoreRescue: Hashable, Sendable {
    /// The damaged file, kept beside the new one.
    package var asidePath: String
    /// Waiting changes that the new store has.
    package var changes: Int
    /// Whether everything of the journal could be read: false where changes may be lost.
    package var isWhole: Bool
}

extension MailStore {
    /// Opens the store; a damaged one is set aside first, and a new one takes over what the user had changed and the server
    /// does not know of. Mail itself comes from the server again.
    ///
    /// - Throws: `StoreError.damaged` where another program still has the damaged store open.
    package static func openRescuing(
        directory: String, now: @escaping @Sendable () -> Int64 = MailStore.wallClock
    ) throws(StoreError) -> (store: MailStore, rescue: StoreRescue?) {
        do {
            return (try open(directory: directory, now: now), nil)
        } catch .damaged(let path) {
            let aside = try StoreFile.setAside(path, now: now())
            let store = try open(directory: directory, now: now)
            return (store, try store.takeOver(aside))
        }
    }

    /// Takes over the open journal of a damaged store, with the rows that it is about.
    private func takeOver(_ aside: String) throws(StoreError) -> StoreRescue {
        let rows = SalvagedRows(path: aside)
        let taken = try write { try $0.insert(rows) }
        return StoreRescue(asidePath: aside, changes: taken, isWhole: rows.isWhole)
    }
}

/// The rows of a damaged store that the journal needs, as far as they can be read.
struct SalvagedRows {
    /// A row by its columns.
    typealias Values = [String: DatabaseValue]

    private(set) var tables: [(name: String, rows: [Values])] = []
    private(set) var isWhole = true

    /// In the order in which one needs the other. The conditions see only rows of tables, never an index: an index of a
    /// damaged file says what it likes.
    private static let wanted: [(table: String, condition: String)] = [
        ("setting", "TRUE"), ("account", "TRUE"), ("folder", "TRUE"),
        ("localChange", "state IN ('pending', 'sent')"), ("localChangeMessage", "TRUE"), ("localChangeFolder", "TRUE"),
        ("payload", "TRUE"), ("message", "openChanges > 0 OR uid IS NULL"),
    ]

    init(path: String) {
        var configuration = Configuration()
        configuration.readonly = true
        configuration.label = "rescue"
        guard let database = try? DatabaseQueue(path: path, configuration: configuration) else {
            isWhole = false  // not even a database any more
            return
        }
        for (table, condition) in Self.wanted {
            let (rows, isRead) = Self.read(table, condition, database)
            tables.append((table, rows))
            isWhole = isWhole && (isRead || table == "setting")
        }
        try? database.close()  // only read
    }

    /// Reads from the beginning up to the damage, and from the end back to it.
    private static func read(_ table: String, _ condition: String, _ database: DatabaseQueue) -> ([Values], Bool) {
        var (rows, isWhole) = read(table, condition, "", database)
        if !isWhole {
            let others = read(table, condition, "ORDER BY rowid DESC", database).0
            rows += others.filter { !rows.contains($0) }
        }
        return (rows, isWhole)
    }

    private static func read(
        _ table: String, _ condition: String, _ order: String, _ database: DatabaseQueue
    ) -> ([Values], Bool) {
        var found: [Values] = []
        do {
            try database.read { db in
                let sql = "SELECT * FROM \(table) NOT INDEXED WHERE \(condition) \(order)"
                let rows = try Row.fetchCursor(db, sql: sql)
                while let row = try rows.next() {
                    found.append(Dictionary(row.map { ($0.0, $0.1) }) { first, _ in first })
                }
            }
            return (found, true)
        } catch {
            return (found, false)
        }
    }
}

extension StoreWriter {
    /// Columns that say how far a folder agrees with its server, and what belongs to rows that are not taken over.
    private static let forgotten: [String: [String: DatabaseValue]] = [
        "folder": [
            "uidNext": .null, "highestModSeq": .null, "lowestSyncedUID": .null, "serverTotal": .null,
            "serverUnread": .null, "isComplete": 0.databaseValue, "rowCount": 0.databaseValue,
            "unread": 0.databaseValue, "serverRows": 0.databaseValue, "serverUnreadRows": 0.databaseValue,
        ],
        "message": ["body": .null],
    ]

    /// - Returns: how many changes wait in the new store.
    func insert(_ rows: SalvagedRows) throws -> Int {
        for (table, values) in rows.tables {
            // Computed columns have no place of their own.
            let known = Set(
                try reader.all("SELECT name FROM pragma_table_xinfo(?) WHERE hidden = 0", [table]) { $0[0] as String })
            for row in values { try insert(row.filter { known.contains($0.key) }, into: table) }
        }
        try run(
            """
            DELETE FROM message WHERE id NOT IN (SELECT message FROM localChangeMessage)
                AND id NOT IN (SELECT copy FROM localChangeMessage WHERE copy IS NOT NULL)
            """)
        try run(
            """
            UPDATE message SET openChanges = (SELECT count(*) FROM localChangeMessage WHERE message = message.id)
            """)
        try run("DELETE FROM payload WHERE id NOT IN (SELECT payload FROM localChange WHERE payload IS NOT NULL)")
        return Int(try reader.integer("SELECT count(*) FROM localChange") ?? 0)
    }

    /// A row that does not fit is left out: what it needs could not be read.
    private func insert(_ row: SalvagedRows.Values, into table: String) throws {
        var row = row.merging(Self.forgotten[table] ?? [:]) { _, fresh in fresh }
        row = row.filter { $0.value != .null }
        let columns = row.keys.sorted()
        guard !columns.isEmpty else { return }
        let marks = columns.map { _ in "?" }.joined(separator: ", ")
        do {
            try db.inSavepoint {
                try db.execute(
                    sql: "INSERT OR IGNORE INTO \(table)(\(columns.joined(separator: ", "))) VALUES (\(marks))",
                    arguments: StatementArguments(columns.compactMap { row[$0] }))
                if table == "message", let id = row["id"].flatMap({ Int64.fromDatabaseValue($0) }) {
                    try admit(id...id)
                }
                return .commit
            }
        } catch let error as DatabaseError where error.resultCode == .SQLITE_CONSTRAINT {
            return
        }
    }
}
