import GRDB
import MailModel

extension MailStore {
    /// More messages of one conversation are not gathered: those nearest in it are.
    package static let longestConversation = 300

    /// The messages that belong with this one, itself among them, over all folders of its account: those that refer to it,
    /// that it refers to, and that share a reference with it. In no order; a message that is in several folders is there
    /// once, from the same folder as the given one where it is there.
    package func conversation(of id: MessageID) throws(StoreError) -> [MessageSummary] {
        try read { try $0.conversation(of: id) }
    }
}

extension StoreReader {
    func conversation(of id: MessageID) throws -> [MessageSummary] {
        guard let start = try summaries("m.id = ?", [id.row]).first else { return [] }
        let account = try integer("SELECT account FROM folder WHERE id = ?", [start.folder.row]) ?? 0
        var found: [MessageID: MessageSummary] = [start.id: start]
        var asked: Set<String> = []
        var names = StoreReader.names(of: start)
        // Each round goes a step further along the references; the bound keeps crafted ones from going on for ever.
        for _ in 0..<10 {
            let fresh = names.filter { !$0.isEmpty && asked.insert($0).inserted }.prefix(200)
            if fresh.isEmpty || found.count >= MailStore.longestConversation { break }
            names = []
            for name in fresh {
                for summary in try related(to: name, account: account) where found[summary.id] == nil {
                    guard found.count < MailStore.longestConversation else { break }
                    found[summary.id] = summary
                    names += StoreReader.names(of: summary)
                }
            }
        }
        return StoreReader.withoutCopies(Array(found.values), near: start)
    }

    private func related(to name: String, account: Int64) throws -> [MessageSummary] {
        let condition = """
            m.presence = 0 AND m.id IN (SELECT rowid FROM identifier WHERE identifier MATCH ?3)
            AND (m.threadRoot = ?1 OR m.messageID = ?1) AND m.folder IN (SELECT id FROM folder WHERE account = ?2)
            """
        return try summaries(
            condition, [name, account, StoreReader.identifierQuery(name)],
            then: "LIMIT \(MailStore.longestConversation)")
    }

    /// What the index of identifiers is asked to find one of them.
    static func identifierQuery(_ name: String) -> String {
        let printable = String(name.map { $0.unicodeScalars.contains { $0.value < 0x20 } ? " " : $0 })
        return "\"" + printable.replacing("\"", with: "\"\"") + "\""
    }

    /// The names by which others of the conversation can be found.
    private static func names(of message: MessageSummary) -> [String] {
        let ends = message.references.prefix(1) + message.references.suffix(3)
        return [message.messageID] + ends + message.inReplyTo.prefix(1)
    }

    private static func withoutCopies(_ messages: [MessageSummary], near start: MessageSummary) -> [MessageSummary] {
        func rank(_ message: MessageSummary) -> (Int, Int64) {
            (message.id == start.id ? 0 : message.folder == start.folder ? 1 : 2, message.id.row)
        }
        var seen: Set<String> = []
        return messages.sorted { rank($0) < rank($1) }.filter { message in
            message.messageID.isEmpty || seen.insert(message.messageID).inserted
        }
    }
}
