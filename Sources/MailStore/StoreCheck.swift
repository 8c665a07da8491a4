import Foundation
import GRDB
import MailModel

extension MailStore {
    /// Reads the whole file and says what is wrong with it, a line each; empty where all is well.
    package func integrityProblems() throws(StoreError) -> [String] {
        try read { reader in
            var problems = try reader.all("PRAGMA integrity_check(20)") { $0[0] as String }.filter { $0 != "ok" }
            problems += try reader.all("PRAGMA foreign_key_check") { row in
                "a row of \(row[0] as String) names a row of \(row[2] as String) that is not there"
            }
            let counters = """
                SELECT f.id FROM folder f WHERE (f.rowCount, f.unread) <> (
                    SELECT count(*), coalesce(sum(flags & 1 = 0), 0) FROM message WHERE folder = f.id AND presence = 0)
                """
            problems += try reader.all(counters) { "the counters of folder \($0[0] as Int64) are wrong" }
            return problems
        }
    }

    /// Gives what is free in the file back to the system, and orders the rest.
    ///
    /// - Throws: `StoreError.busy` while another program works in the store; `diskFull` where there is no room for the copy
    ///   that this makes.
    package func vacuum() throws(StoreError) {
        do {
            try database.writeWithoutTransaction { db in
                try db.execute(sql: "VACUUM")
                _ = try db.checkpoint(.truncate)
            }
        } catch {
            throw StoreError(error, path: path)
        }
    }

    /// Marks the store as damaged, so that it is looked at when it is opened next, wherever the damage is.
    package func suspectDamage() { StoreFile.suspect(path) }
}
