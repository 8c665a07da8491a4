import IMAPClient
import MailModel
import NIOConcurrencyHelpers
import TestSupport
import Testing

extension RealServerTests {
    @Suite struct BasicStoryTests {
        @Test(arguments: RealServer.allCases)
        func `a message that is put into a folder is found there`(server: RealServer) async throws {
            try await server.withFreshUser { connection, _ in
                let capabilities = await connection.capabilities
                #expect(capabilities.contains("IMAP4rev1"))
                let inbox = try await connection.select("INBOX")
                #expect(inbox.exists == 0)

                let placed = try #require(
                    try await connection.append("INBOX", Letter.plain(1), flags: Flags(system: [.seen])))

                #expect(placed.uidValidity == inbox.uidValidity)
                let found = try await connection.fetch(
                    .uids(UIDSet([placed.uid])), [.flags, .size, .peek(section: "")])
                #expect(found.count == 1)
                #expect(found.first?.flags?.isSeen == true)
                #expect(found.first?.sections[""] == Letter.plain(1))
                #expect(found.first?.size == Letter.plain(1).count)
            }
        }

        /// Longer than any window of pieces, and each stretch of it unlike the others.
        static let largePart = (0..<400_000).map { "line \($0) of a long attachment, which is not yet the last\r\n" }

        @Test(arguments: RealServer.allCases)
        func `a large part comes in pieces that make up the whole, also from its middle on`(
            server: RealServer
        ) async throws {
            let content = Array(Self.largePart.joined().utf8)
            let head = """
                From: ada@example.org\r
                Subject: large\r
                MIME-Version: 1.0\r
                Content-Type: multipart/mixed; boundary=cut\r
                \r
                --cut\r
                Content-Type: text/plain\r
                \r
                Look.\r
                --cut\r
                Content-Type: text/x-log\r
                \r

                """
            let lines = Lines()
            try await server.withFreshUser(options: IMAPOptions(transcript: lines.append)) { connection, _ in
                let letter = Array(head.utf8) + content + Array("\r\n--cut--\r\n".utf8)
                let placed = try #require(try await connection.append("INBOX", letter))
                _ = try await connection.select("INBOX")
                for start in [0, 20_000_001] {
                    let found = NIOLockedValueBox<[UInt8]>([])
                    let largest = NIOLockedValueBox(0)
                    let request = SectionRequest(
                        uid: placed.uid, section: "2", offset: start, expectedSize: content.count)
                    let end = try await connection.fetch(request) { bytes in
                        found.withLockedValue { $0 += bytes }
                        largest.withLockedValue { $0 = max($0, bytes.count) }
                        return true
                    }
                    #expect(end == .whole, "\(lines.all.suffix(12).joined(separator: "\n"))")
                    // Not compared by `==` in the expectation, which would print both.
                    let isSame = found.withLockedValue { $0.elementsEqual(content[start...]) }
                    #expect(isSame)
                    #expect(largest.withLockedValue { $0 } <= 524_288)
                }
            }
        }
    }
}

/// Mail to put into folders.
enum Letter {
    /// A text, dated the so-manyeth of May 2021.
    ///
    /// - Parameter replyTo: the day of the letter that it answers.
    static func plain(
        _ day: Int, subject: String? = nil, from: String = "Ada <ada@example.org>", replyTo: Int? = nil
    ) -> [UInt8] {
        let padded = day < 10 ? "0\(day)" : "\(day)"
        let reference = replyTo.map { "References: <letter-\($0)@example.org>\r\n" } ?? ""
        return Array(
            """
            From: \(from)\r
            To: Robin <robin@example.org>\r
            Subject: \(subject ?? "Letter \(day)")\r
            Date: \(padded) May 2021 10:00:00 +0000\r
            Message-ID: <letter-\(day)@example.org>\r
            \(reference)MIME-Version: 1.0\r
            Content-Type: text/plain; charset=us-ascii\r
            \r
            This is letter number \(day).\r

            """.utf8)
    }

    /// A text with an attachment of five octets, one of them NUL.
    static let withAttachment = Array(
        """
        From: Ada <ada@example.org>\r
        Subject: Attachment\r
        MIME-Version: 1.0\r
        Content-Type: multipart/mixed; boundary=cut\r
        \r
        --cut\r
        Content-Type: text/plain\r
        \r
        Look.\r
        --cut\r
        Content-Type: application/octet-stream\r
        Content-Transfer-Encoding: base64\r
        \r
        AAECA/8=\r
        --cut--\r

        """.utf8)
}
