import MailModel
import TestSupport
import Testing

@testable import IMAPClient

@Suite struct CompressionTests {
    static let offering = "IMAP4rev1 SASL-IR AUTH=PLAIN COMPRESS=DEFLATE"

    @Test func `what follows COMPRESS is deflated both ways, and counted as it crosses the wire`() async throws {
        let body = String(repeating: "abcdefgh", count: 10_000)
        try await Conversation.run(
            Conversation.opening(Self.offering) + """
                C: <c> COMPRESS DEFLATE
                S: <c> OK active
                Z:

                """ + Conversation.selection() + """
                    C: <f> UID FETCH 20 (UID BODY.PEEK[1])
                    S: * 1 FETCH (UID 20 BODY[1] {\(body.utf8.count)}
                    S- \(body)
                    S: )
                    S: <f> OK done
                    """
        ) { connection, _ in
            #expect(try await connection.compress())
            #expect(try await connection.compress())
            _ = try await connection.select("INBOX")
            let before = connection.counters.bytesReceived
            let found = try await connection.fetch(.uids(UIDSet(20...20)), [.peek(section: "1")])
            #expect(found.first?.sections["1"] == Array(body.utf8))
            #expect(connection.counters.bytesReceived - before < 2_000)
        }
    }

    @Test func `deflated octets that came with the answer are inflated`() async throws {
        // One write carries the OK and a deflated `* BYE`, which a client that reads on in clear would miss.
        let deflater = try #require(Deflater())
        let said = deflater.deflate(Array("* OK [ALERT] from within\r\n".utf8)[...]) + deflater.flush()
        let hexadecimal = said.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
        try await Conversation.run(
            Conversation.opening(Self.offering) + """
                C: <c> COMPRESS DEFLATE
                S: <c> OK active
                B: \(hexadecimal)
                """
        ) { connection, _ in
            try await connection.compress()
            for await update in connection.updates {
                #expect(update == .alert("from within"))
                break
            }
        }
    }

    @Test(arguments: ["S: <c> NO no", "S: <c> BAD what"])
    func `a server that refuses COMPRESS goes on without, and is asked again by the next connection only`(
        answer: String
    ) async throws {
        try await Conversation.run(
            Conversation.opening(Self.offering) + """
                C: <c> COMPRESS DEFLATE
                \(answer)
                C: <n> NOOP
                S: <n> OK done
                """
        ) { connection, _ in
            #expect(try await connection.compress() == false)
            try await connection.noop()
            #expect(try await connection.compress() == false)
            #expect(await !connection.profile.isBroken(.compress))
            #expect(await connection.extensions.contains { $0 == (.compress, .switchedOff) })
        }
    }

    @Test func `quirk 9: COMPRESS that ends in BYE connects again without it, and is remembered`() async throws {
        let server = try await ScriptedServer.start(
            Conversation.opening(Self.offering) + """
                C: <c> COMPRESS DEFLATE
                S: * BYE not like that
                X:
                """,
            Conversation.opening(Self.offering) + """
                C: <n> NOOP
                S: <n> OK done
                """)
        let connection = try await IMAPConnection.open(
            Conversation.endpoint(server), login: Conversation.login, options: IMAPOptions(compression: .atOnce))
        try await connection.noop()
        #expect(await server.finished() == [])
        #expect(await connection.profile.isBroken(.compress))
        #expect(await connection.isCompressed == false)
        await connection.closeNow()
        await server.stop()
    }

    @Test func `quirk 9: COMPRESS that is OK and then the end is remembered`() async throws {
        try await Conversation.run(
            Conversation.opening(Self.offering) + """
                C: <c> COMPRESS DEFLATE
                S: <c> OK active
                Z:
                C: <n> NOOP
                X:
                """
        ) { connection, _ in
            try await connection.compress()
            await #expect(throws: IMAPError.closed(byServer: nil)) { try await connection.noop() }
            #expect(await connection.profile.isBroken(.compress))
        }
    }

    @Test func `what the configuration forbids is not used`() async throws {
        try await Conversation.run(
            Conversation.opening(Self.offering), options: IMAPOptions(compression: .never)
        ) { connection, _ in
            let found = try await connection.compress()
            #expect(found == false)
        }
    }

    @Test func `deflate that is none ends the connection with a clear error`() async throws {
        try await Conversation.run(
            Conversation.opening(Self.offering) + """
                C: <c> COMPRESS DEFLATE
                S: <c> OK active
                B: ffffffffffffffff
                """
        ) { connection, _ in
            _ = try await connection.compress()
            for await _ in connection.updates {}
            #expect(
                await connection.endedBecause == .protocolViolation("compressed data that cannot be read"))
        }
    }

    @Test func `a stream that inflates a thousandfold costs one step at a time`() throws {
        let deflater = try #require(Deflater())
        var bomb: [UInt8] = []
        let zeros = [UInt8](repeating: 0, count: 1 << 20)
        for _ in 0..<64 { bomb += deflater.deflate(zeros[...]) }
        bomb += deflater.flush()
        #expect(bomb.count < 100_000)
        let inflater = try #require(Inflater())
        inflater.append(bomb)
        var total = 0
        while let piece = try inflater.next() {
            #expect(piece.count <= Inflater.step)
            total += piece.count
        }
        #expect(total == 64 << 20)
    }

    @Test func `a line without end behind COMPRESS is skipped, and the session goes on`() async throws {
        let deflater = try #require(Deflater())
        var said: [UInt8] = []
        let letters = [UInt8](repeating: 0x61, count: 1 << 20)
        for _ in 0..<16 { said += deflater.deflate(letters[...]) }
        said += deflater.deflate(Array("\r\n* OK [ALERT] behind it\r\n".utf8)[...]) + deflater.flush()
        let hexadecimal = said.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
        try await Conversation.run(
            Conversation.opening(Self.offering) + """
                C: <c> COMPRESS DEFLATE
                S: <c> OK active
                B: \(hexadecimal)
                """
        ) { connection, _ in
            try await connection.compress()
            for await update in connection.updates {
                #expect(update == .alert("behind it"))
                break
            }
            #expect(await connection.oddities.oversizedResponses == 1)
        }
    }

    @Test(arguments: [1, 7, 100, 4_096]) func `any split of the stream inflates to the same`(size: Int) throws {
        let deflater = try #require(Deflater())
        let text = (0..<3_000).flatMap { Array("* \($0) FETCH (UID \($0 * 7))\r\n".utf8) }
        let stream = deflater.deflate(text[...]) + deflater.flush()
        let inflater = try #require(Inflater())
        var result: [UInt8] = []
        for start in stride(from: 0, to: stream.count, by: size) {
            inflater.append(stream[start..<min(start + size, stream.count)])
            while let piece = try inflater.next() { result += piece }
        }
        #expect(result == text)
    }
}
