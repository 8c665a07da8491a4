import IMAPClient
import MailModel
import NIOConcurrencyHelpers
import TestSupport
import Testing

/// A section that is handed to a consumer piece by piece.
@Suite struct SectionFetchTests {
    static func request(_ offset: Int = 0, told: Int? = 10) -> SectionRequest {
        var request = SectionRequest(uid: UID(20), section: "2", offset: offset, expectedSize: told)
        request.pieceLengths = 4...4
        return request
    }

    @Test func `pieces are asked for ahead, and handed over in order`() async throws {
        try await Conversation.run(
            Conversation.opening() + Conversation.selection() + """
                C: <a> UID FETCH 20 (UID BODY.PEEK[2]<0.4>)
                C: <b> UID FETCH 20 (UID BODY.PEEK[2]<4.4>)
                C: <c> UID FETCH 20 (UID BODY.PEEK[2]<8.4>)
                S: * 1 FETCH (UID 20 BODY[2]<0> "abcd")
                S: <a> OK done
                S: * 1 FETCH (UID 20 BODY[2]<4> "efgh")
                S: <b> OK done
                S: * 1 FETCH (UID 20 BODY[2]<8> "ij")
                S: <c> OK done
                """
        ) { connection, _ in
            _ = try await connection.select("INBOX")
            let text = NIOLockedValueBox("")
            let end = try await connection.fetch(Self.request()) { bytes in
                text.withLockedValue { $0 += String(decoding: bytes, as: UTF8.self) }
                return true
            }
            #expect(end == .whole)
            #expect(text.withLockedValue { $0 } == "abcdefghij")
        }
    }

    @Test func `a consumer that has enough is told where to go on`() async throws {
        try await Conversation.run(
            Conversation.opening() + Conversation.selection() + """
                C: <a> UID FETCH 20 (UID BODY.PEEK[2]<0.4>)
                C: <b> UID FETCH 20 (UID BODY.PEEK[2]<4.4>)
                C: <c> UID FETCH 20 (UID BODY.PEEK[2]<8.4>)
                S: * 1 FETCH (UID 20 BODY[2]<0> "abcd")
                S: <a> OK done
                S: * 1 FETCH (UID 20 BODY[2]<4> "efgh")
                S: <b> OK done
                S: * 1 FETCH (UID 20 BODY[2]<8> "ijkl")
                S: <c> OK done
                C: <d> UID FETCH 20 (UID BODY.PEEK[2]<12.4>)
                S: * 1 FETCH (UID 20 BODY[2]<12> "m")
                S: <d> OK done
                """
        ) { connection, _ in
            _ = try await connection.select("INBOX")
            let first = try await connection.fetch(Self.request(told: 100)) { _ in false }
            #expect(first == .paused(at: 12))
            #expect(try await connection.fetch(Self.request(12, told: 13)) { _ in true } == .whole)
        }
    }

    @Test func `a consumer that fails ends it, and the connection goes on`() async throws {
        struct DiskIsFull: Error {}
        try await Conversation.run(
            Conversation.opening() + Conversation.selection() + """
                C: <a> UID FETCH 20 (UID BODY.PEEK[2]<0.4>)
                C: <b> UID FETCH 20 (UID BODY.PEEK[2]<4.4>)
                C: <c> UID FETCH 20 (UID BODY.PEEK[2]<8.4>)
                S: * 1 FETCH (UID 20 BODY[2]<0> "abcd")
                S: <a> OK done
                C: <n> NOOP
                S: * 1 FETCH (UID 20 BODY[2]<4> "efgh")
                S: <b> OK done
                S: * 1 FETCH (UID 20 BODY[2]<8> "ijkl")
                S: <c> OK done
                S: <n> OK done
                """
        ) { connection, _ in
            _ = try await connection.select("INBOX")
            await #expect(throws: DiskIsFull.self) {
                _ = try await connection.fetch(Self.request()) { _ in throw DiskIsFull() }
            }
            try await connection.noop()
        }
    }

    @Test func `a cancelled task ends it, and the connection goes on`() async throws {
        try await Conversation.run(
            Conversation.opening() + Conversation.selection() + """
                C: <a> UID FETCH 20 (UID BODY.PEEK[2]<0.4>)
                C: <b> UID FETCH 20 (UID BODY.PEEK[2]<4.4>)
                C: <c> UID FETCH 20 (UID BODY.PEEK[2]<8.4>)
                S: * 1 FETCH (UID 20 BODY[2]<0> "abcd")
                S: <a> OK done
                C: <n> NOOP
                S: * 1 FETCH (UID 20 BODY[2]<4> "efgh")
                S: <b> OK done
                S: <c> OK done
                S: <n> OK done
                """
        ) { connection, _ in
            _ = try await connection.select("INBOX")
            let failure = await Conversation.failure {
                try await withThrowingTaskGroup(of: Void.self) { group in
                    let (pieces, sink) = AsyncStream<[UInt8]>.makeStream()
                    group.addTask {
                        _ = try await connection.fetch(Self.request()) { bytes in
                            sink.yield(bytes)
                            return true
                        }
                    }
                    for await _ in pieces { break }
                    group.cancelAll()
                    try await group.waitForAll()
                }
            }
            #expect(failure == .cancelled)
            try await connection.noop()
        }
    }

    @Test func `another mailbox is not asked for what was begun in this one`() async throws {
        try await Conversation.run(
            Conversation.opening() + Conversation.selection() + """
                C: <a> UID FETCH 20 (UID BODY.PEEK[2]<0.4>)
                C: <b> UID FETCH 20 (UID BODY.PEEK[2]<4.4>)
                C: <c> UID FETCH 20 (UID BODY.PEEK[2]<8.4>)
                S: * 1 FETCH (UID 20 BODY[2]<0> "abcd")
                S: <a> OK done
                C: <s> SELECT "Other"
                S: * 1 FETCH (UID 20 BODY[2]<4> "efgh")
                S: <b> OK done
                S: * 1 FETCH (UID 20 BODY[2]<8> "ijkl")
                S: <c> OK done
                S: * 0 EXISTS
                S: <s> OK done
                """
        ) { connection, _ in
            _ = try await connection.select("INBOX")
            let isFirst = NIOLockedValueBox(true)
            let end = try await connection.fetch(Self.request(told: 100)) { _ in
                if isFirst.withLockedValue({ first in
                    defer { first = false }; return first
                }) {
                    _ = try await connection.select("Other")
                }
                return true
            }
            #expect(end == .paused(at: 12))
        }
    }

    @Test func `without BINARY nothing is asked for decoded`() async throws {
        try await Conversation.run(Conversation.opening() + Conversation.selection()) { connection, _ in
            _ = try await connection.select("INBOX")
            var request = Self.request()
            request.isDecoded = true
            let decoded = request
            let failure = await Conversation.failure { _ = try await connection.fetch(decoded) { _ in true } }
            #expect(failure == .unsupported("BINARY"))
        }
    }
}
