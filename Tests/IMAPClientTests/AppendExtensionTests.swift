import IMAPClient
import MailModel
import TestSupport
import Testing

/// Uploads: several at once, put together by the server, in the place of another.
@Suite struct AppendExtensionTests {
    private static let all =
        "IMAP4rev1 SASL-IR AUTH=PLAIN LITERAL+ UIDPLUS MULTIAPPEND CATENATE BINARY REPLACE APPENDLIMIT=20"
    private static let bare = "IMAP4rev1 SASL-IR AUTH=PLAIN LITERAL+ UIDPLUS"

    @Test func `several messages leave in one command`() async throws {
        try await Conversation.run(
            Conversation.opening(Self.all) + """
                C: <a> APPEND "Sent" (\\Seen) " 7-Feb-1994 21:52:25 -0800" {3+}
                C: one {3+}
                C: two
                S: <a> OK [APPENDUID 7 10:11] done
                """
        ) { connection, _ in
            let placed = try await connection.append(
                "Sent",
                all: [
                    OutgoingMessage(
                        Array("one".utf8), flags: Flags(system: [.seen]),
                        date: MailDate(seconds: 760_686_745, offsetMinutes: -480)),
                    OutgoingMessage(Array("two".utf8)),
                ])
            #expect(placed.map(\.?.uid) == [UID(10), UID(11)])
        }
    }

    @Test func `without MULTIAPPEND they leave one by one`() async throws {
        try await Conversation.run(
            Conversation.opening(Self.bare) + """
                C: <a> APPEND "Sent" {3+}
                C: one
                S: <a> OK [APPENDUID 7 10] done
                C: <b> APPEND "Sent" {3+}
                C: two
                S: <b> OK done
                """
        ) { connection, _ in
            let placed = try await connection.append(
                "Sent", all: [OutgoingMessage(Array("one".utf8)), OutgoingMessage(Array("two".utf8))])
            #expect(placed == [AppendResult(uidValidity: UIDValidity(7), uid: UID(10)), nil])
        }
    }

    @Test func `the server is asked before each literal where it has to be`() async throws {
        try await Conversation.run(
            Conversation.opening("IMAP4rev1 SASL-IR AUTH=PLAIN MULTIAPPEND") + """
                C: <a> APPEND "Sent" {3}
                S: + go
                C: one {3}
                S: + go
                C: two
                S: <a> OK done
                """
        ) { connection, _ in
            let placed = try await connection.append(
                "Sent", all: [OutgoingMessage(Array("one".utf8)), OutgoingMessage(Array("two".utf8))])
            #expect(placed == [nil, nil])
        }
    }

    @Test func `the server puts a message together`() async throws {
        try await Conversation.run(
            Conversation.opening(Self.all)
                + """
                C: <a> APPEND "Drafts" CATENATE (URL /INBOX;UIDVALIDITY=7/;UID=3/;SECTION=HEADER TEXT {3+}
                C: one)
                S: <a> OK [APPENDUID 7 10] done
                """
        ) { connection, _ in
            let placed = try await connection.append(
                "Drafts",
                all: [
                    OutgoingMessage(
                        .parts([.url("/INBOX;UIDVALIDITY=7/;UID=3/;SECTION=HEADER"), .text(Array("one".utf8))]))
                ])
            #expect(placed.first??.uid == UID(10))
        }
    }

    @Test func `a message that is too large is not sent at all`() async throws {
        try await Conversation.run(Conversation.opening(Self.all)) { connection, _ in
            let large = [UInt8](repeating: 65, count: 21)
            for call in [
                { _ = try await connection.append("Sent", large) },
                { _ = try await connection.append("Sent", all: [OutgoingMessage(large)]) },
                { _ = try await connection.replace(UID(3), in: "Drafts", with: OutgoingMessage(large)) },
            ] as [() async throws -> Void] {
                guard case .no(_, "TOOBIG", _) = await Conversation.failure(call) else {
                    Issue.record("it was not refused")
                    continue
                }
            }
        }
    }

    @Test func `a limit of one mailbox is kept too, once STATUS has told it`() async throws {
        try await Conversation.run(
            Conversation.opening("IMAP4rev1 SASL-IR AUTH=PLAIN LITERAL+ APPENDLIMIT") + """
                C: <a> STATUS "Sent" (APPENDLIMIT)
                S: * STATUS "Sent" (APPENDLIMIT 3)
                S: <a> OK done
                """
        ) { connection, _ in
            let status = try await connection.status(of: "Sent", [.appendLimit])
            #expect(status.appendLimit == 3)
            let failure = await Conversation.failure { _ = try await connection.append("Sent", [65, 66, 67, 68]) }
            #expect(
                failure == .no(command: "APPEND", code: "TOOBIG", text: "the server takes at most 3 octets"))
        }
    }

    @Test func `a message takes the place of another`() async throws {
        try await Conversation.run(
            Conversation.opening(Self.all) + Conversation.selection() + """
                C: <a> UID REPLACE 3 "Drafts" (\\Draft) {3+}
                C: two
                S: * OK [APPENDUID 7 11] placed
                S: * 2 EXPUNGE
                S: <a> OK done
                """
        ) { connection, _ in
            _ = try await connection.select("INBOX")
            let placed = try await connection.replace(
                UID(3), in: "Drafts", with: OutgoingMessage(Array("two".utf8), flags: Flags(system: [.draft])))
            #expect(placed?.uid == UID(11))
        }
    }

    @Test func `without REPLACE the old one goes only after the new one is there`() async throws {
        try await Conversation.run(
            Conversation.opening(Self.bare) + Conversation.selection() + """
                C: <a> APPEND "Drafts" {3+}
                C: two
                S: <a> OK [APPENDUID 7 11] done
                C: <s> UID STORE 3 +FLAGS.SILENT (\\Deleted)
                S: <s> OK done
                C: <e> UID EXPUNGE 3
                S: <e> OK done
                C: <b> APPEND "Drafts" {3+}
                C: two
                S: <b> NO [OVERQUOTA] full
                """
        ) { connection, _ in
            _ = try await connection.select("INBOX")
            let message = OutgoingMessage(Array("two".utf8))
            #expect(try await connection.replace(UID(3), in: "Drafts", with: message)?.uid == UID(11))
            let failure = await Conversation.failure {
                _ = try await connection.replace(UID(4), in: "Drafts", with: message)
            }
            #expect(failure == .no(command: "APPEND", code: "OVERQUOTA", text: "full"))
        }
    }

    @Test func `once UTF-8 is on, headers go in it and searches name no charset`() async throws {
        try await Conversation.run(
            Conversation.opening("IMAP4rev1 SASL-IR AUTH=PLAIN LITERAL+ ENABLE UTF8=ACCEPT") + """
                C: <e> ENABLE UTF8=ACCEPT
                S: * ENABLED UTF8=ACCEPT
                S: <e> OK done
                C: <a> APPEND "Sent" UTF8 (~{18+}
                C: Subject: T\u{e4}e
                C:
                C: x)
                S: <a> OK done
                C: <b> APPEND "Sent" {19+}
                C: Subject: Tee
                C:
                C: \u{e4}x
                S: <b> OK done
                C: <c> UID SEARCH SUBJECT {4+}
                C: T\u{e4}e
                S: * SEARCH 3
                S: <c> OK done
                """
        ) { connection, _ in
            try await connection.acceptUTF8()
            for text in ["Subject: T\u{e4}e\r\n\r\nx", "Subject: Tee\r\n\r\n\u{e4}x"] {
                _ = try await connection.append("Sent", all: [OutgoingMessage(Array(text.utf8))])
            }
            #expect(try await connection.search(.subject("T\u{e4}e")) == UIDSet([UID(3)]))
        }
    }

    @Test func `what the server lacks and nothing stands for is said by name`() async throws {
        try await Conversation.run(Conversation.opening("IMAP4rev1 SASL-IR AUTH=PLAIN")) { connection, _ in
            let calls: [(String, () async throws -> Void)] = [
                ("BINARY", { _ = try await connection.append("a", all: [OutgoingMessage([0])]) }),
                ("UTF8=ACCEPT", { try await connection.acceptUTF8() }),
                ("CATENATE", { _ = try await connection.append("a", all: [OutgoingMessage(.parts([.text([1])]))]) }),
                ("UIDPLUS", { _ = try await connection.replace(UID(3), in: "a", with: OutgoingMessage([65])) }),
            ]
            for (name, call) in calls {
                #expect(await Conversation.failure(call) == .unsupported(name))
            }
        }
    }
}
