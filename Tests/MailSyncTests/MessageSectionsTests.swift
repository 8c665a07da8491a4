import DemoServer
import MailModel
import MailStore
import MailSync
import Synchronization
import Testing

/// Sections of a message over a connection of their own, as commands without a screen fetch them.
@Suite(.serialized) struct MessageSectionsTests {
    private struct DiskIsFull: Error {}

    /// A message with an attachment, known to the store with its structure.
    private func with(_ body: (PostOffice, MessageID, _ size: Int) async throws -> Void) async throws {
        var maildrop = Maildrop.empty()
        maildrop.add(Post.withAttachment(1, octets: 400_000), to: "INBOX", received: Post.now)
        let office = try await PostOffice.open(maildrop) { $0.attachmentChunk = 30_000 }
        _ = try await AccountSync.synchronise(office.configuration, store: office.store, bodies: true)
        let message = try await office.message(1).id
        let size = try #require(try office.store.structure(of: message)?.part("2")?.size)
        do {
            try await body(office, message, size)
        } catch {
            await office.server.stop()
            throw error
        }
        await office.server.stop()
    }

    @Test func `a section goes on with the next connection where one is lost`() async throws {
        try await with { office, message, size in
            let whole = Mutex<[UInt8]>([])
            let parts = Mutex<[UInt8]>([])
            let calls = Mutex(0)

            try await MessageSections.with(message, office.configuration, store: office.store) { sections in
                try await sections.fetch("2") { bytes, _, _ in whole.withLock { $0 += bytes } }
                try await sections.fetch("2") { bytes, received, total in
                    let count = parts.withLock { parts in
                        parts += bytes
                        return parts.count
                    }
                    #expect(count == received)
                    #expect(total == size)
                    let call = calls.withLock { calls in
                        calls += 1
                        return calls
                    }
                    if call == 1 || call == 6 { office.server.cutAllConnections() }
                }
            }

            #expect(whole.withLock { $0.count } == size)
            #expect(parts.withLock { $0 } == whole.withLock { $0 })
        }
    }

    @Test func `a section is fetched from where an earlier run left it`() async throws {
        try await with { office, message, size in
            let rest = Mutex(0)
            let least = Mutex(Int.max)
            try await MessageSections.with(message, office.configuration, store: office.store) { sections in
                for offset in [size - 70_000, size] {
                    try await sections.fetch("2", from: offset) { bytes, received, _ in
                        rest.withLock { $0 += bytes.count }
                        least.withLock { $0 = min($0, received) }
                    }
                }
            }
            #expect(rest.withLock { $0 } == 70_000)
            #expect(least.withLock { $0 } > size - 70_000)
        }
    }

    @Test func `a server that does not come back ends it after some attempts, and one that never came at once`()
        async throws
    {
        try await with { office, message, _ in
            var failures: [SyncError?] = []
            for _ in 1...2 {
                do {
                    try await MessageSections.with(message, office.configuration, store: office.store) { sections in
                        try await sections.fetch("2") { _, _, _ in
                            office.server.inject(.refuseConnections)
                            office.server.cutAllConnections()
                        }
                    }
                } catch {
                    failures.append(error as? SyncError)
                }
            }
            #expect(failures.count == 2)
            for failure in failures {
                guard case .offline = failure else {
                    Issue.record("\(String(describing: failure))")
                    continue
                }
            }
        }
    }

    @Test func `what the consumer throws comes back as it is`() async throws {
        try await with { office, message, _ in
            await #expect(throws: DiskIsFull.self) {
                try await MessageSections.with(message, office.configuration, store: office.store) { sections in
                    try await sections.fetch("2") { _, _, _ in throw DiskIsFull() }
                }
            }
            await #expect(throws: SyncError.noSuchPart("7")) {
                try await MessageSections.with(message, office.configuration, store: office.store) { sections in
                    try await sections.fetch("7") { _, _, _ in }
                }
            }
        }
    }
}
