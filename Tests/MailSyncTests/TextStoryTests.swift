import DemoServer
import IMAPClient
import MailModel
import MailStore
import MailSync
import Synchronization
import Testing

/// Text and attachments of messages.
@Suite(.serialized) struct TextStoryTests {
    @Test func `opening a message fetches its text and not its attachment`() async throws {
        // Given
        var maildrop = Post.maildrop(3)
        maildrop.add(Post.withAttachment(1, octets: 500_000), to: "INBOX", received: Post.now + 100)
        let office = try await PostOffice.open(maildrop)

        try await office.running {
            try await office.inStep()
            let message = try await office.message(4)
            let before = try await bytesReceived(office)

            // When
            try await office.account.want(message.id)

            // Then
            let body = try #require(try office.store.body(of: message.id))
            #expect(body.parts.keys.sorted() == ["1", "HEADER.FIELDS"])
            #expect(String(decoding: body.parts["1"] ?? [], as: UTF8.self).contains("attached file"))
            #expect(try await bytesReceived(office) - before < 10_000)
        }
    }

    private func bytesReceived(_ office: PostOffice) async throws -> Int {
        await office.account.counters?.bytesReceived ?? 0
    }

    @Test func `an unseen message costs one turn, and a prefetched one none`() async throws {
        // Given: no IDLE, which would be a turn of its own when the text is there
        let office = try await PostOffice.open(Post.maildrop(5), capabilities: .everything(except: .idle))

        try await office.running {
            try await office.inStep()
            let messages = try await [office.message(5), office.message(4)]
            try await quiet(office)
            let before = await office.account.counters?.turns ?? 0

            // When
            try await office.account.want(messages[0].id)
            let after = await office.account.counters?.turns ?? 0

            // Then
            #expect(after - before == 1)
            await office.account.prefetch([messages[1].id])
            try await eventually("the neighbour's text") { try office.store.body(of: messages[1].id) }
            try await office.account.want(messages[1].id)
        }
    }

    /// Waits until the account does nothing more.
    private func quiet(_ office: PostOffice) async throws {
        var seen = -1
        try await eventually("a rest") { () -> Bool? in
            guard await office.account.isWatching else { return nil }
            let turns = await office.account.counters?.turns ?? 0
            defer { seen = turns }
            return turns == seen ? true : nil
        }
    }

    @Test func `an attachment comes in pieces that make up the whole`() async throws {
        // Given
        var maildrop = Maildrop.empty()
        maildrop.add(Post.withAttachment(1, octets: 200_000), to: "INBOX", received: Post.now)
        let office = try await PostOffice.open(maildrop) { $0.attachmentChunk = 30_000 }

        try await office.running {
            try await office.inStep()
            let message = try await office.message(1)
            let structure = try #require(try office.store.structure(of: message.id))
            let size = try #require(structure.part("2")?.size)
            let pieces = Mutex<[Int]>([])

            // When
            try await office.account.attachment(message.id, section: "2") { bytes, _, _ in
                pieces.withLock { $0.append(bytes.count) }
            }

            // Then
            let counts = pieces.withLock { $0 }
            #expect(counts.reduce(0, +) == size)
            #expect(counts.dropLast().allSatisfy { $0 == 30_000 })
            // And from the middle
            let rest = Mutex(0)
            try await office.account.attachment(message.id, section: "2", from: 60_000) { bytes, _, _ in
                rest.withLock { $0 += bytes.count }
            }
            #expect(rest.withLock { $0 } == size - 60_000)
        }
    }

    @Test func `an attachment goes on with the next connection where one is lost`() async throws {
        // Given
        var maildrop = Maildrop.empty()
        maildrop.add(Post.withAttachment(1, octets: 400_000), to: "INBOX", received: Post.now)
        let office = try await PostOffice.open(maildrop) { $0.attachmentChunk = 30_000 }

        try await office.running {
            try await office.inStep()
            let message = try await office.message(1)
            let size = try #require(try office.store.structure(of: message.id)?.part("2")?.size)
            let whole = Mutex<[UInt8]>([])
            try await office.account.attachment(message.id, section: "2") { bytes, _, _ in
                whole.withLock { $0 += bytes }
            }

            // When
            let parts = Mutex<[UInt8]>([])
            let cuts = Mutex(0)
            try await office.account.attachment(message.id, section: "2") { bytes, received, _ in
                let count = parts.withLock { parts in
                    parts += bytes
                    return parts.count
                }
                #expect(count == received)
                if cuts.withLock({ cuts in
                    cuts += 1
                    return cuts == 1 || cuts == 7
                }) {
                    office.server.cutAllConnections()
                }
            }

            // Then
            #expect(whole.withLock { $0.count } == size)
            #expect(parts.withLock { $0 } == whole.withLock { $0 })
        }
    }

    @Test func `an attachment whose task is cancelled is no longer waited for`() async throws {
        // Given
        var maildrop = Maildrop.empty()
        maildrop.add(Post.withAttachment(1, octets: 400_000), to: "INBOX", received: Post.now)
        let office = try await PostOffice.open(maildrop) {
            $0.attachmentChunk = 30_000
            $0.backoff = Backoff(shortest: .seconds(60))
        }

        try await office.running {
            try await office.inStep()
            let message = try await office.message(1)

            // When: the connection is lost and will not be back for a minute
            let failure = await withTaskGroup(of: SyncError?.self) { group in
                let (pieces, sink) = AsyncStream<Int>.makeStream()
                group.addTask {
                    do {
                        try await office.account.attachment(message.id, section: "2") { _, received, _ in
                            office.server.inject(.refuseConnections)
                            office.server.cutAllConnections()
                            sink.yield(received)
                        }
                        return nil
                    } catch {
                        return SyncError(error)
                    }
                }
                for await _ in pieces { break }
                group.cancelAll()
                return await group.next() ?? nil
            }

            // Then
            #expect(failure == .cancelled)
        }
    }

    @Test func `wanting a message while offline fails at once`() async throws {
        // Given
        let office = try await PostOffice.open(Post.maildrop(2)) { $0.backoff = Backoff(shortest: .seconds(60)) }

        try await office.running {
            try await office.inStep()
            let message = try await office.message(1)
            office.server.inject(.refuseConnections)
            office.server.cutAllConnections()
            for await status in office.account.statuses { if case .offline = status.link { break } }

            // Then
            await #expect(throws: SyncError.self) { try await office.account.want(message.id) }
        }
    }
}
