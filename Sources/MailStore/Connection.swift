import GRDB

/// One consistent reading of the store. Exists only inside `MailStore.read` and `write`.
struct StoreReader {
    let db: Database

    init(_ db: Database) { self.db = db }

    /// The rows of a cached statement, one at a time; a row is valid until the next one.
    func forEach(_ sql: String, _ arguments: StatementArguments = [], _ body: (Row) throws -> Void) throws {
        let statement = try db.cachedStatement(sql: sql)
        try statement.setArguments(arguments)
        let rows = try Row.fetchCursor(statement)
        while let row = try rows.next() { try body(row) }
    }

    func all<Value>(
        _ sql: String, _ arguments: StatementArguments = [], _ value: (Row) throws -> Value
    ) throws -> [Value] {
        var values: [Value] = []
        try forEach(sql, arguments) { values.append(try value($0)) }
        return values
    }

    func first<Value>(
        _ sql: String, _ arguments: StatementArguments = [], _ value: (Row) throws -> Value
    ) throws -> Value? {
        let statement = try db.cachedStatement(sql: sql)
        try statement.setArguments(arguments)
        let rows = try Row.fetchCursor(statement)
        return try rows.next().map(value)
    }

    func integer(_ sql: String, _ arguments: StatementArguments = []) throws -> Int64? {
        try first(sql, arguments) { $0[0] as Int64? } ?? nil
    }

    func exists(_ sql: String, _ arguments: StatementArguments = []) throws -> Bool {
        try first(sql, arguments) { _ in true } ?? false
    }
}

/// One transaction that writes. Exists only inside `MailStore.write`.
struct StoreWriter {
    let reader: StoreReader
    /// The transaction's instant, in seconds since 1970.
    let now: Int64

    init(_ reader: StoreReader, now: Int64) {
        self.reader = reader
        self.now = now
    }

    var db: Database { reader.db }

    /// Runs a cached statement and says how many rows it changed itself.
    @discardableResult
    func run(_ sql: String, _ arguments: StatementArguments = []) throws -> Int {
        try db.cachedStatement(sql: sql).execute(arguments: arguments)
        return db.changesCount
    }

    /// Deletes messages some at a time: one statement would keep every page that it touches in memory to be able to
    /// fail half-way, which for a large folder is tens of megabytes.
    func deleteMessages(_ condition: String, _ arguments: StatementArguments) throws {
        let sql = "DELETE FROM message WHERE id IN (SELECT id FROM message WHERE \(condition) LIMIT 500)"
        while try run(sql, arguments) > 0 {}
    }
}
