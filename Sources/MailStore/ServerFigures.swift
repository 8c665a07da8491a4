import GRDB
import MailModel

/// What a folder's rows say about the server, before something is learnt or done.
struct ServerFigures {
    var rows: Int64
    var unread: Int64
}

extension StoreWriter {
    func serverFigures(of folder: Int64) throws -> ServerFigures {
        let sql = "SELECT serverRows, serverUnreadRows FROM folder WHERE id = ?"
        return try reader.first(sql, [folder]) { ServerFigures(rows: $0[0], unread: $0[1]) }
            ?? ServerFigures(rows: 0, unread: 0)
    }

    /// Carries what happened on the server since `before` over to the figures that it told us earlier, so that they
    /// stay right until it tells new ones.
    func carryServerFigures(of folder: Int64, since before: ServerFigures) throws {
        try run(
            """
            UPDATE folder SET serverTotal = max(0, serverTotal + serverRows - ?2),
                serverUnread = max(0, serverUnread + serverUnreadRows - ?3) WHERE id = ?1
            """, [folder, before.rows, before.unread])
    }
}
