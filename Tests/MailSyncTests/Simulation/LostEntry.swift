import MailModel

@testable import MailStore

extension MailStore {
    /// Forgets an entry and keeps what it did to the rows, as a store would that loses entries.
    func lose(_ id: LocalChangeID) throws {
        try write { writer in
            try writer.run(
                """
                UPDATE message SET openChanges = 0, serverFlags = NULL, serverKeywords = NULL, presence = 0
                WHERE id IN (SELECT message FROM localChangeMessage WHERE change = ?)
                """, [id.row])
            try writer.run("DELETE FROM localChange WHERE id = ?", [id.row])
        }
    }
}
