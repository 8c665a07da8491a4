import DemoServer
import MailModel
import MailStore

/// A store against the server's own state.
struct Comparison: Sendable {
    let store: MailStore
    let server: DemoServer
    let account: AccountID

    /// In what the store differs from the server, in words; nil when it does not.
    func difference(_ name: String) throws -> String? {
        guard let there = server.snapshot().folders[name] else { return "no folder on the server" }
        guard let folder = try store.folders(of: account).first(where: { $0.name == name }) else {
            return "no folder in the store"
        }
        let known = try store.knownUIDs(of: folder.id)
        let uids = UIDSet(there.uids.map { UID($0) })
        if known != uids { return "\(name): store \(known.wireNotation), server \(uids.wireNotation)" }
        for message in there.messages {
            guard let row = try store.message(folder: folder.id, uid: UID(message.uid)) else { return "no row" }
            if row.isPending { return "\(name) \(message.uid) is pending" }
            if row.flags.wireNames.sorted() != message.flags.sorted() {
                return "\(name) \(message.uid): store \(row.flags.wireNames), server \(message.flags)"
            }
            if row.size != message.size { return "\(name) \(message.uid): size" }
            if "<\(row.messageID)>" != message.messageID { return "\(name) \(message.uid): another message" }
        }
        let rows = try store.window(WindowRequest(folder: folder.id, count: 10_000)).rows
        return rows.count == there.uids.count ? nil : "\(name): \(rows.count) rows, \(there.uids.count) messages"
    }
}
