import MailModel
import MailStore

/// A store with one account and three folders, and the sentences that tests are written in.
struct Fixture {
    let store: MailStore
    let account = AccountID("work")
    let inbox: FolderID
    let archive: FolderID
    let trash: FolderID

    init(store: MailStore? = nil) throws {
        let store = try store ?? MailStore.inMemory(now: { 1_000 })
        self.store = store
        let folders = try store.applyFolderList(
            account, [.named("INBOX", .inbox), .named("Archive"), .named("Trash", .trash)])
        inbox = try Self.id("INBOX", folders)
        archive = try Self.id("Archive", folders)
        trash = try Self.id("Trash", folders)
    }

    struct Missing: Error {}

    private static func id(_ name: String, _ folders: [Folder]) throws -> FolderID {
        guard let folder = folders.first(where: { $0.name == name }) else { throw Missing() }
        return folder.id
    }

    /// A folder that is in step with a server that has messages of these UIDs.
    func synced(_ folder: FolderID, _ uids: ClosedRange<UInt32>, seen: Bool = false) throws {
        try store.apply(
            SyncBatch(
                uidValidity: UIDValidity(7), upserts: uids.map { .sample($0, seen: seen) }, serverTotal: uids.count,
                uidNext: UID(uids.upperBound + 1), complete: true), to: folder)
    }

    func id(_ uid: UInt32, in folder: FolderID) throws -> MessageID {
        guard let message = try store.message(folder: folder, uid: UID(uid)) else { throw Missing() }
        return message.id
    }

    func rows(_ folder: FolderID) throws -> [MessageSummary] {
        try store.window(WindowRequest(folder: folder, count: 10_000)).rows
    }

    func uids(_ folder: FolderID) throws -> [UInt32?] { try rows(folder).map { $0.uid?.value } }

    /// `total/unread` as the folder list shows them.
    func counts(_ folder: FolderID) throws -> String {
        guard let folder = try store.folder(folder) else { throw Missing() }
        return "\(folder.total)/\(folder.unread)"
    }

    func search(_ words: String, in folder: FolderID) throws -> [UInt32?] {
        try store.window(WindowRequest(folder: folder, search: words, count: 100)).rows.map { $0.uid?.value }
    }
}

extension ListedFolder {
    static func named(_ name: String, _ role: FolderRole? = nil, wireName: String? = nil) -> ListedFolder {
        ListedFolder(
            name: name, wireName: wireName ?? name, delimiter: "/", role: role, isSubscribed: true, isSelectable: true)
    }
}

extension NewMessage {
    /// A message that is the newer the higher its UID.
    static func sample(
        _ uid: UInt32, identity: UInt32? = nil, seen: Bool = false, subject: String? = nil
    ) -> NewMessage {
        let identity = identity ?? uid
        return NewMessage(
            uid: UID(uid), received: MailDate(seconds: Int64(identity) * 60, offsetMinutes: 120),
            from: [EmailAddress(name: "Ada Lovelace", address: "ada@example.org")],
            to: [EmailAddress(name: "", address: "charles@example.com")],
            subject: subject ?? "Number \(identity)", messageID: "m\(identity)@example.org",
            flags: Flags(system: seen ? [.seen] : []), size: 1_000 + Int(identity))
    }
}
