import GRDB
import MailModel

/// The history of the user's commands: each is a step that `undo` takes back and `redo` does again. It is kept in the
/// store, so that it outlives the program.
extension StoreWriter {
    /// The rows that steps are about, wherever they were brought by them or by taking them back.
    static let rowsOfSteps = """
        WITH step AS (SELECT c.id FROM undoStep u JOIN localChange c ON c.command = u.command),
            part AS (SELECT id FROM step UNION SELECT i.id FROM localChange i JOIN step ON i.inverseOf = step.id)
        SELECT m.message FROM localChangeMessage m JOIN part ON part.id = m.change
        UNION SELECT m.copy FROM localChangeMessage m JOIN part ON part.id = m.change WHERE m.copy IS NOT NULL
        """

    /// A new command of the user: what was taken back before it cannot be done again.
    func addStep(_ command: Int64) throws {
        try run("DELETE FROM undoStep WHERE isUndone = 1")
        try run("INSERT INTO undoStep(command) VALUES (?)", [command])
    }

    func dropStep(_ command: Int64) throws { try run("DELETE FROM undoStep WHERE command = ?", [command]) }

    /// The server refused to take an entry back: what it was to take back still holds.
    func restoreStep(of inverse: Int64) throws {
        guard let change = try reader.integer("SELECT inverseOf FROM localChange WHERE id = ?", [inverse]) else {
            return
        }
        try run("UPDATE localChange SET state = 'done' WHERE id = ? AND state = 'undone'", [change])
        try run(
            "UPDATE undoStep SET isUndone = 0 WHERE command = (SELECT command FROM localChange WHERE id = ?)", [change])
    }
}

extension StoreReader {
    /// The command to take back next.
    func newestStep() throws -> Int64? {
        try integer("SELECT command FROM undoStep WHERE isUndone = 0 ORDER BY command DESC LIMIT 1")
    }

    /// The command to do again next.
    func oldestUndoneStep() throws -> Int64? {
        try integer("SELECT command FROM undoStep WHERE isUndone = 1 ORDER BY command LIMIT 1")
    }

    /// Where messages are now, and how many of them are left.
    func places(of messages: [Int64]) throws -> (places: [FolderID: MessageKey], count: Int) {
        var places: [FolderID: MessageKey] = [:]
        var count = 0
        for message in messages {
            guard let row = try currentRow(message) else { continue }
            let found = try first("SELECT folder, received FROM message WHERE id = ?", [row]) {
                (FolderID($0[0]), MessageKey(received: $0[1], id: MessageID(row)))
            }
            guard let (folder, key) = found else { continue }
            places[folder] = max(places[folder] ?? key, key)
            count += 1
        }
        return (places, count)
    }
}
