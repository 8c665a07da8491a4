import MailModel
import TestSupport
import Testing

@testable import IMAPClient

/// Messages, uploads and moves as some servers have them. The numbers are those of the table in `docs/imap.md`.
@Suite struct MessageQuirkTests {
    @Test func `quirk 26: a structure that nobody understands is said to be unknown, and the rest counts`() async throws
    {
        try await Conversation.run(
            Conversation.opening() + Conversation.selection(2) + """
                C: <f> FETCH 1:2 (UID RFC822.SIZE BODYSTRUCTURE)
                S: * 1 FETCH (UID 10 BODYSTRUCTURE ("text" ((1)) (2)) RFC822.SIZE 9)
                S: * 2 FETCH (UID 20 BODYSTRUCTURE ("ALTERNATIVE") RFC822.SIZE 8)
                S: <f> OK done
                """
        ) { connection, _ in
            _ = try await connection.select("INBOX")
            let found = try await connection.fetch(.sequence(1...2), [.size, .bodyStructure])
            #expect(found.map(\.uid) == [UID(10), UID(20)])
            #expect(found.map(\.structureIsUnknown) == [true, false])
            #expect(found.map(\.structure?.type) == [nil, "multipart/alternative"])
            #expect(found.map(\.size) == [9, 8])
        }
    }

    @Test func `quirk 29: a body without a value and a stretch named otherwise cost nothing else`() async throws {
        try await Conversation.run(
            Conversation.opening() + Conversation.selection(3) + """
                C: <f> UID FETCH 10,20,30 (UID BODY.PEEK[1]<0.5>)
                S: * 1 FETCH (BODY[1] UID 10)
                S: * 2 FETCH (UID 20 BODY[1]<0.5> {5}
                S: hello)
                S: * 3 FETCH (UID 30 BODY[1] {3}
                S: hello)
                S: <f> OK done
                """
        ) { connection, _ in
            _ = try await connection.select("INBOX")
            let found = try await connection.fetch(
                .uids(UIDSet([UID(10), UID(20), UID(30)])), [.peek(section: "1", partial: 0..<5)])
            #expect(found.map(\.uid) == [UID(10), UID(20), UID(30)])
            #expect(found.map { $0.sections["1"] } == [nil, Array("hello".utf8), Array("hello".utf8)])
        }
    }

    @Test func `quirk 30: bodies are asked for as BODY.PEEK, header fields as atoms, and by no macro`() async throws {
        try await Conversation.run(
            Conversation.opening() + Conversation.selection(1) + """
                C: <f> FETCH 1:1 (UID BODY.PEEK[] BODY.PEEK[HEADER.FIELDS (FROM SUBJECT)] RFC822.SIZE)
                S: <f> OK done
                """
        ) { connection, _ in
            _ = try await connection.select("INBOX")
            _ = try await connection.fetch(
                .sequence(1...1), [.peek(section: ""), .headerFields(["FROM", "SUBJECT"]), .size])
        }
    }

    @Test func `quirk 30: header fields that are BAD with a space are asked for without it from then on`() async throws
    {
        try await Conversation.run(
            Conversation.opening() + Conversation.selection(1) + """
                C: <a> FETCH 1:1 (UID BODY.PEEK[HEADER.FIELDS (FROM)])
                S: <a> BAD invalid section
                C: <b> FETCH 1:1 (UID BODY.PEEK[HEADER.FIELDS(FROM)])
                S: * 1 FETCH (UID 10 BODY[HEADER.FIELDS(FROM)] "From: a")
                S: <b> OK done
                C: <c> FETCH 1:1 (UID BODY.PEEK[HEADER.FIELDS(TO)])
                S: <c> OK done
                """
        ) { connection, _ in
            _ = try await connection.select("INBOX")
            let found = try await connection.fetch(.sequence(1...1), [.headerFields(["FROM"])])
            #expect(found.first?.sections[FetchedMessage.headerFieldsKey] == Array("From: a".utf8))
            _ = try await connection.fetch(.sequence(1...1), [.headerFields(["TO"])])
            #expect(await connection.profile.dislikesSpaceBeforeFields)
        }
    }

    @Test func `a FETCH that is BAD with and without the space is BAD, and nothing is learnt of it`() async throws {
        try await Conversation.run(
            Conversation.opening() + Conversation.selection(1) + """
                C: <a> FETCH 1:1 (UID BODY.PEEK[HEADER.FIELDS (FROM)])
                S: <a> BAD not now
                C: <b> FETCH 1:1 (UID BODY.PEEK[HEADER.FIELDS(FROM)])
                S: <b> BAD not now
                """
        ) { connection, _ in
            _ = try await connection.select("INBOX")
            let failure = await Conversation.failure {
                _ = try await connection.fetch(.sequence(1...1), [.headerFields(["FROM"])])
            }
            #expect(failure == .bad(command: "FETCH", text: "not now"))
            #expect(await connection.profile.isEmpty)
        }
    }

    @Test func `quirk 31: a message without ids is a message all the same`() async throws {
        try await Conversation.run(
            Conversation.opening("IMAP4rev1 SASL-IR AUTH=PLAIN OBJECTID") + Conversation.selection(2) + """
                C: <f> FETCH 1:2 (UID EMAILID THREADID)
                S: * 1 FETCH (UID 10 EMAILID (M1) THREADID NIL)
                S: * 2 FETCH (UID 20)
                S: <f> OK done
                """
        ) { connection, _ in
            _ = try await connection.select("INBOX")
            let found = try await connection.fetch(.sequence(1...2), [.objectIDs])
            #expect(found.map(\.uid) == [UID(10), UID(20)])
            #expect(found.map(\.emailID) == ["M1", nil])
            #expect(found.map(\.threadID) == [nil, nil])
        }
    }

    /// A name of so many octets.
    private func name(_ octets: Int) -> String { String(repeating: "n", count: octets) }

    @Test func `quirk 32: a message never goes without being asked for where only short literals do`() async throws {
        try await Conversation.run(
            Conversation.opening("IMAP4rev1 SASL-IR AUTH=PLAIN LITERAL-") + """
                C: <a> APPEND "Sent" {2}
                S: + go
                C: hi
                S: <a> OK done
                C: <b> STATUS {3+}
                C: \u{FC}b (MESSAGES UNSEEN UIDNEXT UIDVALIDITY)
                S: <b> OK done
                C: <c> STATUS {4096+}
                C: \(name(4096)) (MESSAGES UNSEEN UIDNEXT UIDVALIDITY)
                S: <c> OK done
                C: <d> STATUS {4097}
                S: + go
                C: \(name(4097)) (MESSAGES UNSEEN UIDNEXT UIDVALIDITY)
                S: <d> OK done
                """
        ) { connection, _ in
            _ = try await connection.append("Sent", Array("hi".utf8))
            for name in ["\u{FC}b", name(4096), name(4097)] { _ = try await connection.status([name]) }
        }
    }

    @Test func `quirk 33: MOVE that twice ends the session is done by COPY from then on`() async throws {
        let capabilities = "IMAP4rev1 SASL-IR AUTH=PLAIN UIDPLUS MOVE X-GM-EXT-1"
        var profile = ServerProfile()
        for _ in 0..<2 {
            let server = try await ScriptedServer.start(
                Conversation.opening(capabilities) + Conversation.selection() + """
                    C: <m> UID MOVE 3 "[Gmail]/Trash"
                    X:
                    """)
            let connection = try await IMAPConnection.open(
                Conversation.endpoint(server), login: Conversation.login, options: IMAPOptions(profile: profile))
            _ = try await connection.select("INBOX")
            let failure = await Conversation.failure {
                _ = try await connection.move(UIDSet([UID(3)]), to: "[Gmail]/Trash")
            }
            #expect(failure == .closed(byServer: nil))
            profile = await connection.profile
            await server.stop()
        }
        try await Conversation.run(
            Conversation.opening(capabilities) + Conversation.selection() + """
                C: <c> UID COPY 3 "[Gmail]/Trash"
                S: <c> OK [COPYUID 9 3 5] done
                C: <s> UID STORE 3 +FLAGS.SILENT (\\Deleted)
                S: <s> OK done
                C: <e> UID EXPUNGE 3
                S: <e> OK done
                """, options: IMAPOptions(profile: profile)
        ) { connection, _ in
            _ = try await connection.select("INBOX")
            let result = try await connection.move(UIDSet([UID(3)]), to: "[Gmail]/Trash")
            #expect(result?.targets == [UID(3): UID(5)])
        }
    }
}
