import Foundation
import MailModel
import MailStore
import Synchronization

/// A store on disk with one folder of so many generated messages.
struct GeneratedFolder: Sendable {
    let store: MailStore
    let folder: FolderID
    /// An empty one.
    let other: FolderID
    private let directory: String

    struct Missing: Error {}

    init(count: UInt32) throws {
        directory = NSTemporaryDirectory() + "martlet-benchmark-\(UUID().uuidString)"
        store = try MailStore.open(directory: directory)
        let inbox = ListedFolder(
            name: "INBOX", wireName: "INBOX", delimiter: "/", role: .inbox, isSubscribed: true, isSelectable: true)
        var archive = inbox
        (archive.name, archive.wireName, archive.role) = ("Archive", "Archive", .archive)
        let folders = try store.applyFolderList(AccountID("work"), [inbox, archive])
        guard let folder = folders.first(where: { $0.role == .inbox }),
            let other = folders.first(where: { $0.role == .archive })
        else { throw Missing() }
        (self.folder, self.other) = (folder.id, other.id)
        for first in stride(from: UInt32(1), through: count, by: 250) {
            try store.apply(Self.batch(first...min(count, first + 249), total: Int(count)), to: folder.id)
        }
    }

    /// Made once per run and shared by its benchmarks: a million messages take their time.
    static func shared(count: UInt32) throws -> GeneratedFolder {
        try made.withLock { made in
            if let folder = made[count] { return folder }
            let folder = try GeneratedFolder(count: count)
            made[count] = folder
            return folder
        }
    }

    /// Removes what `shared` has made.
    static func removeAll() {
        made.withLock { made in
            made.values.forEach { $0.remove() }
            made = [:]
        }
    }

    private static let made = Mutex<[UInt32: GeneratedFolder]>([:])

    private func remove() {
        // A folder of the temporary directory that cannot be removed is of no account here.
        try? store.close()
        try? FileManager.default.removeItem(atPath: directory)
    }

    /// Headers of these messages, as a window of the first synchronisation brings them.
    static func batch(_ uids: ClosedRange<UInt32>, total: Int) -> SyncBatch {
        SyncBatch(
            uidValidity: UIDValidity(7), upserts: uids.map(message), serverTotal: total,
            uidNext: UID(uids.upperBound + 1))
    }

    private static func message(_ number: UInt32) -> NewMessage {
        let words = ["review", "harbour", "ledger", "typography", "engine", "meeting", "tide", "lantern"]
        let word = { (step: UInt32) in words[Int((number / step) % 8)] }
        return NewMessage(
            uid: UID(number), received: MailDate(seconds: 1_700_000_000 + Int64(number) * 60, offsetMinutes: 60),
            from: [EmailAddress(name: "Correspondent \(number % 997)", address: "c\(number % 997)@example.org")],
            to: [EmailAddress(name: "", address: "me@example.org")],
            subject: "Re: \(word(1)) \(word(3)) \(word(7)), number \(number)", messageID: "\(number)@example.org",
            references: ["\(number / 2)@example.org"], flags: Flags(system: number % 8 == 0 ? [] : [.seen]),
            size: 4_000 + Int(number % 9_000))
    }
}
