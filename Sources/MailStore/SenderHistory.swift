import GRDB
import MailModel

extension MailStore {
    /// Whether no other message of the account came from the sender of this one.
    ///
    /// Nil where that can't be told: it has no sender.
    package func isFirstFromSender(_ id: MessageID) throws(StoreError) -> Bool? {
        try read { reader in
            guard let message = try reader.summaries("m.id = ?", [id.row]).first,
                let address = message.from.first?.address, !address.isEmpty
            else { return nil }
            return try !reader.hasOther(from: address, than: message)
        }
    }

    /// Somebody who goes by this name under another address, and to whom the user has written.
    package func contact(named name: String, otherThan address: String, account: AccountID) throws(StoreError)
        -> EmailAddress?
    {
        try read { reader in try reader.contact(named: name, otherThan: address, account: account) }
    }
}

extension StoreReader {
    /// The words of the search index find the candidates: the address has words of its own.
    fileprivate func hasOther(from address: String, than message: MessageSummary) throws -> Bool {
        let words = address.split { !$0.isLetter && !$0.isNumber }.map { "\"" + $0 + "\"" }
        guard !words.isEmpty else { return false }
        let query = "sender : (" + words.joined(separator: " AND ") + ")"
        let wanted = address.lowercased()
        var hasFound = false
        let sql = """
            SELECT m.sender, m.messageID FROM search s JOIN message m ON m.id = s.rowid
            WHERE search MATCH ?1 AND m.id <> ?2
                AND m.folder IN (SELECT id FROM folder WHERE account =
                    (SELECT account FROM folder WHERE id = ?3))
            LIMIT 50
            """
        try forEach(sql, [query, message.id.row, message.folder.row]) { row in
            let identifier: String = row[1]
            // A copy of the message itself in another folder is no earlier mail.
            if !message.messageID.isEmpty, identifier == message.messageID { return }
            if TextCoding.addresses(row[0]).contains(where: { $0.address.lowercased() == wanted }) { hasFound = true }
        }
        return hasFound
    }

    fileprivate func contact(
        named name: String, otherThan address: String, account: AccountID
    ) throws -> EmailAddress? {
        let words = name.split { !$0.isLetter && !$0.isNumber }.map { "\"" + $0 + "\"" }
        guard words.count >= 2 else { return nil }
        let query = "recipients : (" + words.joined(separator: " AND ") + ")"
        var found: EmailAddress?
        let sql = """
            SELECT m.recipients || char(30) || m.cc FROM search s JOIN message m ON m.id = s.rowid
            JOIN folder f ON f.id = m.folder JOIN account a ON a.id = f.account
            WHERE search MATCH ?1 AND f.role = 'sent' AND a.name = ?2 LIMIT 50
            """
        try forEach(sql, [query, account.name]) { row in
            guard found == nil else { return }
            found = TextCoding.addresses(row[0]).first {
                $0.name.lowercased() == name.lowercased() && $0.address.lowercased() != address.lowercased()
                    && !$0.address.isEmpty
            }
        }
        return found
    }
}
