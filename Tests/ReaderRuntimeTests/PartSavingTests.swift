import Foundation
import MailModel
import MailStore
import MailSync
import MessageContent
import Reader
import Synchronization
import Testing

@testable import ReaderRuntime

/// A part that is saved in several attempts.
@Suite(.timeLimit(.minutes(1))) struct PartSavingTests {
    private struct Cut: Error {}

    /// A message with a file, its server, and a folder to save into.
    private final class Desk: Sendable {
        let store: MailStore
        let message: MessageID
        let folder: String
        let content: [UInt8]
        let encoded: [UInt8]
        /// Where each attempt began to fetch, and how many octets it got.
        let fetched = Mutex<[(from: Int, count: Int)]>([])
        /// After so many octets the line is cut, from the beginning of the part.
        let cutAt = Mutex<Int?>(nil)
        let failure = Mutex<any Error>(Cut())
        let progress = Mutex<[PartSaving.Progress]>([])

        init(encoding: String = "base64", size: Int? = nil, validity: UInt32 = 7, folder: String? = nil) throws {
            content = (0..<30_001).map { UInt8(truncatingIfNeeded: $0 * 7 + $0 >> 8) }
            encoded =
                encoding == "base64"
                ? Array(Data(content).base64EncodedData(options: [.lineLength76Characters])) : content
            self.folder = folder ?? NSTemporaryDirectory() + "martlet-saving-\(UUID().uuidString.prefix(8))"
            try FileManager.default.createDirectory(atPath: self.folder, withIntermediateDirectories: true)
            store = try MailStore.inMemory()
            let inbox = ListedFolder(
                name: "INBOX", wireName: "INBOX", delimiter: "/", role: .inbox, isSubscribed: true, isSelectable: true)
            let id = try store.applyFolderList(AccountID("work"), [inbox])[0].id
            let one = NewMessage(
                uid: UID(1), received: MailDate(seconds: 60), from: [], subject: "A film",
                messageID: "1@example.org", size: 50_000)
            try store.apply(
                SyncBatch(
                    uidValidity: UIDValidity(validity), upserts: [one], serverTotal: 1, uidNext: UID(2), complete: true),
                to: id)
            message = try store.message(folder: id, uid: UID(1))?.id ?? MessageID(0)
            let structure = PartTree(
                section: "", type: "multipart/mixed",
                children: [
                    PartTree(section: "1", type: "text/plain", encoding: "7bit", size: 4),
                    PartTree(
                        section: "2", type: "video/mp4", encoding: encoding, size: size ?? encoded.count,
                        filename: "film.mp4"),
                ])
            try store.saveBody(message, structure: structure, parts: ["1": Array("text".utf8)], text: "text")
        }

        var bytes: MessageBytes {
            MessageBytes(store: store) { [self] _, _, offset, onChunk in
                fetched.withLock { $0.append((offset, 0)) }
                var reached = offset
                while true {
                    if let cut = cutAt.withLock({ $0 }), reached >= cut { throw failure.withLock { $0 } }
                    if reached == encoded.count { return }
                    let piece = Array(encoded[reached..<min(encoded.count, reached + 1_001)])
                    reached += piece.count
                    fetched.withLock { $0[$0.count - 1].count += piece.count }
                    try await onChunk(piece, reached, encoded.count)
                }
            }
        }

        func save(keeps: Bool = true) async throws {
            try await PartSaving(bytes) { keeps }.save(
                "2", of: message, beside: folder + "/film.mp4",
                onProgress: { [self] step in progress.withLock { $0.append(step) } },
                place: { try $0.moveIntoPlace(overwrite: false) })
        }

        var names: [String] { get throws { try FileManager.default.contentsOfDirectory(atPath: folder) } }
        var saved: [UInt8] { Array(FileManager.default.contents(atPath: folder + "/film.mp4") ?? Data()) }
        func remove() throws { try FileManager.default.removeItem(atPath: folder) }
    }

    @Test(arguments: ["base64", "quoted-printable", "8bit", "binary"])
    func `goes on where the last attempt ended, octet for octet`(encoding: String) async throws {
        let desk = try Desk(encoding: encoding)
        desk.cutAt.withLock { $0 = 9_000 }
        let first = await #expect(throws: PartSaving.Interrupted.self) { try await desk.save() }
        desk.cutAt.withLock { $0 = 20_000 }
        await #expect(throws: PartSaving.Interrupted.self) { try await desk.save() }
        desk.cutAt.withLock { $0 = nil }
        try await desk.save()

        let fetched = desk.fetched.withLock { $0 }
        let kept = try #require(fetched.dropFirst().first?.from)
        // Told in octets of the file, not of what carries it.
        let octets = { MessageReader.estimatedSize(of: $0, encoding: encoding) }
        #expect(first?.kept == octets(kept))
        #expect(first?.total == octets(desk.encoded.count))
        #expect(first?.cause is Cut)
        #expect(fetched.map(\.from).first == 0)
        #expect(fetched.count == 3 && kept > 7_000)
        // Less than a piece is fetched twice: blanks at the end of one may not be told from others.
        #expect(fetched.map(\.count).reduce(0, +) <= desk.encoded.count + 2 * 1_001)
        #expect(desk.progress.withLock { $0 }.contains(.goesOn(at: octets(kept), total: octets(desk.encoded.count))))
        let whole = encoding == "quoted-printable" ? try await wholeOf(desk) : desk.content
        #expect(desk.saved == whole)
        #expect(try desk.names == ["film.mp4"])
        try desk.remove()
    }

    /// What one attempt makes of the part.
    private func wholeOf(_ desk: Desk) async throws -> [UInt8] {
        try await desk.bytes.bytes("2", of: desk.message, limit: 1 << 20).bytes
    }

    @Test func `all that had come but its name is not fetched again`() async throws {
        let desk = try Desk()
        desk.cutAt.withLock { $0 = desk.encoded.count }
        await #expect(throws: PartSaving.Interrupted.self) { try await desk.save() }
        desk.cutAt.withLock { $0 = nil }
        try await desk.save()
        #expect(desk.saved == desk.content)
        #expect(desk.fetched.withLock { $0.last?.count } == 0)
        try desk.remove()
    }

    @Test(arguments: [true, false])
    func `another message of the same number is not joined to it`(isRenumbered: Bool) async throws {
        let desk = try Desk()
        desk.cutAt.withLock { $0 = 9_000 }
        await #expect(throws: PartSaving.Interrupted.self) { try await desk.save() }

        let other = try Desk(
            size: isRenumbered ? nil : desk.encoded.count + 2, validity: isRenumbered ? 8 : 7, folder: desk.folder)
        try await other.save()

        #expect(other.fetched.withLock { $0.map(\.from) } == [0])
        #expect(other.saved == other.content)
        try desk.remove()
    }

    @Test func `what can't be had is not kept, nor what a full disk or the user ended`() async throws {
        for failure in [SyncError.noSuchMessage, SyncError.noSuchPart("2"), PartialFile.Failure.notWritten(ENOSPC)]
            as [any Error]
        {
            let desk = try Desk()
            desk.cutAt.withLock { $0 = 9_000 }
            desk.failure.withLock { $0 = failure }
            let ended = await #expect(throws: (any Error).self) { try await desk.save() }
            #expect(!(ended is PartSaving.Interrupted))
            #expect(try desk.names == [])
            try desk.remove()
        }
        let desk = try Desk()
        desk.cutAt.withLock { $0 = 0 }
        await #expect(throws: Cut.self) { try await desk.save() }
        #expect(try desk.names == [], "nothing came, nothing is kept")
        try desk.remove()
    }

    @Test(arguments: [true, false])
    func `the end of the program keeps it, the user's Esc does not`(isEnd: Bool) async throws {
        let desk = try Desk()
        let (pieces, piece) = AsyncStream<Void>.makeStream()
        let bytes = MessageBytes(store: desk.store) { _, _, offset, onChunk in
            try await onChunk(Array(desk.encoded[offset..<9_000]), 9_000, desk.encoded.count)
            piece.yield()
            try await Task.sleep(for: .seconds(60))
        }
        let heard = HeardEvents()
        let saver = AttachmentSaver(saving: PartSaving(bytes) { isEnd }) { heard.hear($0) }
        let path = desk.folder + "/film.mp4"
        let task = Task {
            await saver.save(AttachmentRequest(message: desk.message, section: "2", path: path), overwrite: false)
        }
        for await _ in pieces { break }
        task.cancel()
        await task.value

        #expect(try desk.names.count == (isEnd ? 1 : 0))
        if isEnd {
            try await desk.save()
            #expect(desk.fetched.withLock { $0.map(\.from) } == [9_000])
            #expect(desk.saved == desk.content)
        } else {
            #expect(heard.all.contains(.attachmentFailed(reason: "Saving was cancelled; nothing was written.")))
        }
        try desk.remove()
    }

    @Test func `the reader is told what goes on and what is kept`() async throws {
        let desk = try Desk()
        let heard = HeardEvents()
        let saver = AttachmentSaver(saving: PartSaving(desk.bytes)) { heard.hear($0) }
        let path = desk.folder + "/film.mp4"
        let request = AttachmentRequest(message: desk.message, section: "2", path: path)
        desk.cutAt.withLock { $0 = 9_000 }
        desk.failure.withLock { $0 = SyncError.refused("The line is cut.") }
        await saver.save(request, overwrite: false)
        desk.cutAt.withLock { $0 = nil }
        await saver.save(request, overwrite: false)

        let (kept, total) = (6_582, MessageReader.estimatedSize(of: desk.encoded.count, encoding: "base64"))
        #expect(
            heard.all.contains(.attachmentInterrupted(reason: "The line is cut.", kept: kept, total: total, days: 7)))
        #expect(heard.all.contains(.attachmentGoesOn(name: "film.mp4", reached: kept, total: total)))
        #expect(heard.all.last == .attachmentSaved(path: path))
        try desk.remove()
    }
}
