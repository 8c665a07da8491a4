import Foundation
import MailModel
import MailStore
import MessageContent
import Reader
import Synchronization

@testable import ReaderRuntime

/// A store on disk with messages as they come: their text parts kept, the whole of them at the server.
struct SealedMailbox {
    let directory: String
    let store: MailStore
    let ids: [MessageID]
    private let sources: [MessageID: [UInt8]]

    /// The messages answer each other, the first is the oldest.
    ///
    /// - Parameter sizes: what the server says of their sizes; nil for the truth.
    init(_ sources: [[UInt8]], sizes: Int? = nil) throws {
        directory = NSTemporaryDirectory() + "martlet-sealed-\(UUID().uuidString.prefix(8))"
        store = try MailStore.open(directory: directory)
        let inbox = ListedFolder(
            name: "INBOX", wireName: "INBOX", delimiter: "/", role: .inbox, isSubscribed: true, isSelectable: true)
        let folder = try store.applyFolderList(AccountID("work"), [inbox])[0].id
        let messages = sources.enumerated().map { place, source in
            NewMessage(
                uid: UID(UInt32(place + 1)), received: MailDate(seconds: 1_770_000_000 + Int64(place)),
                from: [EmailAddress(name: "Ada", address: "ada@example.org")], subject: "A letter",
                messageID: "\(place)@example.org", references: place == 0 ? [] : ["0@example.org"],
                size: sizes ?? source.count)
        }
        try store.apply(
            SyncBatch(
                uidValidity: UIDValidity(7), upserts: messages, serverTotal: messages.count,
                uidNext: UID(UInt32(messages.count + 1)), complete: true), to: folder)
        var ids: [MessageID] = []
        var byID: [MessageID: [UInt8]] = [:]
        for (place, source) in sources.enumerated() {
            let id = try store.message(folder: folder, uid: UID(UInt32(place + 1)))?.id ?? MessageID(0)
            // As the account keeps it: the text parts alone, and what can be read of them without keys.
            let readable = MessageReader.readable(source: source)
            var parts: [String: [UInt8]] = [:]
            for section in readable.structure.map(MessageReader.sectionsToFetch) ?? [] {
                parts[section] = MessageReader.part(section: section, ofSource: source)?.bytes
            }
            try store.saveBody(id, structure: readable.structure, parts: parts, text: readable.plainText)
            ids.append(id)
            byID[id] = source
        }
        self.ids = ids
        self.sources = byID
    }

    func bytes(_ engine: any SealEngine) -> MessageBytes {
        MessageBytes(
            store: store,
            fetch: { [sources] _, message, _, onChunk in
                let source = sources[message] ?? []
                try await onChunk(source, source.count, source.count)
            }, engine: engine)
    }

    /// The names of the files under the store's folder, and of those that came into the temporary folder since then, that hold
    /// the words.
    func files(with words: String, since start: Date) throws -> [String] {
        let temporary = URL(fileURLWithPath: NSTemporaryDirectory(), isDirectory: true)
        let recent = try FileManager.default.contentsOfDirectory(
            at: temporary, includingPropertiesForKeys: [.contentModificationDateKey]
        ).filter { file in
            // Others have files there too, which may be gone meanwhile.
            let values = try? file.resourceValues(forKeys: [.contentModificationDateKey])
            return values?.contentModificationDate.map { $0 >= start } ?? false
        }
        let stored = try FileManager.default.subpathsOfDirectory(atPath: directory).map {
            URL(fileURLWithPath: directory + "/" + $0)
        }
        return (recent + stored).filter { file in
            // A folder, or a file that is gone meanwhile, holds nothing.
            guard let data = try? Data(contentsOf: file, options: .alwaysMapped) else { return false }
            return data.range(of: Data(words.utf8)) != nil
        }.map(\.lastPathComponent)
    }

    func remove() throws { try FileManager.default.removeItem(atPath: directory) }
}

/// What was sent to the reader.
final class HeardEvents: Sendable {
    private let events = Mutex<[Event]>([])

    func hear(_ event: Event) { events.withLock { $0.append(event) } }

    var all: [Event] { events.withLock { $0 } }

    /// The message as it was shown, one time after the other.
    func shown(_ id: MessageID) -> [ReadableMessage] {
        all.compactMap { if case .message(id, .ready(let message)) = $0 { message } else { nil } }
    }

    var notices: [String] { all.compactMap { if case .notice(let notice) = $0 { notice.text } else { nil } } }
}
