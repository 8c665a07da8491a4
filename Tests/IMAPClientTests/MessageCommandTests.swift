import IMAPClient
import MailModel
import TestSupport
import Testing

@Suite struct MessageCommandTests {
    @Test func `a window is fetched by number, with headers, flags and structure`() async throws {
        try await Conversation.run(
            Conversation.opening() + Conversation.selection() + """
                C: <f> FETCH 2:3 (UID FLAGS INTERNALDATE RFC822.SIZE BODYSTRUCTURE BODY.PEEK[HEADER.FIELDS (FROM SUBJECT)])
                S- * 2 FETCH (UID 20 FLAGS (\\Seen $Forwarded) INTERNALDATE "07-Feb-1994 21:52:25 -0800" RFC822.SIZE 1234
                S-  BODYSTRUCTURE (("TEXT" "PLAIN" ("CHARSET" "utf-8") NIL NIL "7BIT" 10 1)("APPLICATION" "PDF" NIL "<c@x>" NIL
                S-  "BASE64" 5000 NIL ("ATTACHMENT" ("FILENAME*0*" "utf-8''Z%C3%BC" "FILENAME*1" "rich.pdf"))) "MIXED")
                S:  BODY[HEADER.FIELDS (FROM SUBJECT)] {12}
                S: Subject: a
                S: )
                S: * 3 FETCH (BODYSTRUCTURE (oops UID 21 FLAGS ())
                S: * 3 FETCH (UID 21 FLAGS ())
                S: * 3 FETCH (UID 21 RFC822.SIZE 7)
                S: <f> OK done
                """
        ) { connection, _ in
            _ = try await connection.select("INBOX")
            let found = try await connection.fetch(
                .sequence(2...3),
                [.uid, .flags, .internalDate, .size, .bodyStructure, .headerFields(["FROM", "SUBJECT"])])
            #expect(found.count == 2)
            #expect(found.last?.uid == UID(21))
            #expect(found.last?.size == 7)
            let message = try #require(found.first)
            #expect(message.uid == UID(20))
            #expect(message.flags == Flags(system: .seen, keywords: ["$Forwarded"]))
            #expect(message.received == MailDate(seconds: 760_686_745, offsetMinutes: -480))
            #expect(message.size == 1234)
            #expect(message.sections["HEADER.FIELDS"] == Array("Subject: a\r\n".utf8))
            let parts = try #require(message.structure).children
            #expect(parts.map(\.section) == ["1", "2"])
            #expect(parts.last?.filename == "Zürich.pdf")
            #expect(parts.last?.contentID == "c@x")
            #expect(parts.last?.disposition == "attachment")
        }
    }

    @Test func `flags of other messages are updates, not results`() async throws {
        try await Conversation.run(
            Conversation.opening() + Conversation.selection() + """
                C: <f> UID FETCH 20:21 (UID FLAGS)
                S: * 1 FETCH (UID 20 FLAGS ())
                S: * 2 FETCH (UID 21 FLAGS (\\Seen))
                S: <f> OK done
                C: <g> UID FETCH 20 (UID BODY.PEEK[1]<0.4>)
                S: * 2 FETCH (FLAGS (\\Flagged))
                S: * 1 FETCH (FLAGS (\\Seen))
                S: * 1 EXPUNGE
                S: * 1 FETCH (FLAGS (\\Answered))
                S: * 0 FETCH (FLAGS ())
                S: * 2 FETCH (FLAGS ())
                S: <g> OK done
                """
        ) { connection, _ in
            _ = try await connection.select("INBOX")
            let flags = try await connection.fetch(.uids(UIDSet(20...21)), [.flags])
            #expect(flags.map(\.uid) == [UID(20), UID(21)])
            let content = try await connection.fetch(.uids(UIDSet(20...20)), [.peek(section: "1", partial: 0..<4)])
            #expect(content == [])
            await connection.closeNow()
            var updates: [MailboxUpdate] = []
            for await update in connection.updates { updates.append(update) }
            #expect(
                updates == [
                    .selected(wireName: "INBOX"), .flags(UID(21), Flags(system: .flagged), nil),
                    .flags(UID(20), Flags(system: .seen), nil), .expunged(UIDSet(20...20)),
                    .flags(UID(21), Flags(system: .answered), nil), .resyncNeeded(.unplaceable),
                ])
        }
    }

    @Test func `two fetches at once each get their own`() async throws {
        try await Conversation.run(
            Conversation.opening() + Conversation.selection() + """
                C: <f> UID FETCH <one> (UID BODY.PEEK[1])
                C: <g> UID FETCH <two> (UID BODY.PEEK[1])
                S: * 1 FETCH (UID <one> BODY[1] "first")
                S: <f> OK done
                S: * 2 FETCH (UID <two> BODY[1] {6}
                S: second)
                S: <g> OK done
                """
        ) { connection, _ in
            _ = try await connection.select("INBOX")
            async let first = connection.fetch(.uids(UIDSet(20...20)), [.peek(section: "1")])
            async let second = connection.fetch(.uids(UIDSet(30...30)), [.peek(section: "1")])
            #expect(try await first.map(\.uid) == [UID(20)])
            #expect(try await second.map(\.uid) == [UID(30)])
            #expect(connection.counters.turns == 3)
        }
    }

    @Test func `from a UID on leaves out a last message that lies below it`() async throws {
        try await Conversation.run(
            Conversation.opening() + Conversation.selection() + """
                C: <f> UID FETCH 100:* (UID FLAGS)
                S: * 3 FETCH (UID 99 FLAGS ())
                S: <f> OK done
                """
        ) { connection, _ in
            _ = try await connection.select("INBOX")
            #expect(try await connection.fetch(.uidsFrom(UID(100)), [.flags]) == [])
        }
    }

    @Test func `flags are set and taken off silently`() async throws {
        try await Conversation.run(
            Conversation.opening() + Conversation.selection() + """
                C: <a> UID STORE 1:3,7 +FLAGS.SILENT (\\Seen $Work)
                S: <a> OK done
                C: <b> UID STORE 9 -FLAGS.SILENT (\\Flagged)
                S: <b> NO [NOPERM] read-only
                """
        ) { connection, _ in
            _ = try await connection.select("INBOX")
            let set = UIDSet(ranges: [1...3, 7...7])
            try await connection.store(set, [.system(.seen), .keyword("$Work")], adding: true)
            await #expect(throws: IMAPError.no(command: "STORE", code: "NOPERM", text: "read-only")) {
                try await connection.store(UIDSet(9...9), [.system(.flagged)], adding: false)
            }
            await #expect(throws: IMAPError.unencodable) {
                try await connection.store(UIDSet(9...9), [.keyword("bad\r\nA9 DELETE x")], adding: true)
            }
        }
    }

    @Test func `MOVE is used where offered and tells where messages went`() async throws {
        try await Conversation.run(
            Conversation.opening() + Conversation.selection() + """
                C: <a> UID MOVE 5:6 "Trash"
                S: * OK [COPYUID 9 5:6 101:102] moved
                S: * 1 EXPUNGE
                S: * 1 EXPUNGE
                S: <a> OK done
                """
        ) { connection, _ in
            _ = try await connection.select("INBOX")
            let result = try await connection.move(UIDSet(5...6), to: "Trash")
            #expect(
                result == CopyResult(uidValidity: UIDValidity(9), targets: [UID(5): UID(101), UID(6): UID(102)]))
        }
    }

    @Test func `without MOVE messages are copied, marked and removed, these only`() async throws {
        try await Conversation.run(
            Conversation.opening("IMAP4rev1 SASL-IR AUTH=PLAIN UIDPLUS") + Conversation.selection() + """
                C: <a> UID COPY 5 "Trash"
                S: <a> OK [COPYUID 9 5 101] copied
                C: <b> UID STORE 5 +FLAGS.SILENT (\\Deleted)
                S: <b> OK done
                C: <c> UID EXPUNGE 5
                S: * 1 EXPUNGE
                S: <c> OK done
                """
        ) { connection, _ in
            _ = try await connection.select("INBOX")
            let result = try await connection.move(UIDSet(5...5), to: "Trash")
            #expect(result?.targets == [UID(5): UID(101)])
        }
    }

    @Test func `a copy that is refused marks nothing`() async throws {
        try await Conversation.run(
            Conversation.opening("IMAP4rev1 SASL-IR AUTH=PLAIN UIDPLUS") + Conversation.selection() + """
                C: <a> UID COPY 5 "Trash"
                S: <a> NO [TRYCREATE] no such folder
                C: <b> NOOP
                S: <b> OK done
                """
        ) { connection, _ in
            _ = try await connection.select("INBOX")
            await #expect(throws: IMAPError.no(command: "UID COPY", code: "TRYCREATE", text: "no such folder")) {
                _ = try await connection.move(UIDSet(5...5), to: "Trash")
            }
            try await connection.noop()
        }
    }

    @Test func `without UIDPLUS no EXPUNGE is sent and messages stay marked`() async throws {
        try await Conversation.run(
            Conversation.opening("IMAP4rev1 SASL-IR AUTH=PLAIN") + Conversation.selection() + """
                C: <a> UID COPY 5 "Trash"
                S: <a> OK copied
                C: <b> UID STORE 5 +FLAGS.SILENT (\\Deleted)
                S: <b> OK done
                C: <c> NOOP
                S: <c> OK done
                """
        ) { connection, _ in
            _ = try await connection.select("INBOX")
            await #expect(throws: IMAPError.unsupported("UIDPLUS")) {
                _ = try await connection.move(UIDSet(5...5), to: "Trash")
            }
            try await connection.noop()
        }
    }

    @Test func `APPEND streams where the server takes any literal`() async throws {
        try await Conversation.run(
            Conversation.opening() + """
                C: <a> APPEND "Sent" (\\Seen) " 7-Feb-1994 21:52:25 -0800" {5+}
                C: hello
                S: <a> OK [APPENDUID 9 77] done
                """
        ) { connection, _ in
            let result = try await connection.append(
                "Sent", Array("hello".utf8), flags: Flags(system: .seen),
                date: MailDate(seconds: 760_686_745, offsetMinutes: -480))
            #expect(result == AppendResult(uidValidity: UIDValidity(9), uid: UID(77)))
        }
    }

    @Test func `APPEND asks first elsewhere, and a refusal spares the upload`() async throws {
        try await Conversation.run(
            Conversation.opening("IMAP4rev1 SASL-IR AUTH=PLAIN LITERAL-") + """
                C: <a> APPEND "Sent" {5}
                S: + go on
                C: hello
                S: <a> OK done
                C: <b> APPEND "Sent" {5}
                S: <b> NO [OVERQUOTA] full
                C: <c> NOOP
                S: <c> OK done
                """
        ) { connection, _ in
            #expect(try await connection.append("Sent", Array("hello".utf8)) == nil)
            await #expect(throws: IMAPError.no(command: "APPEND", code: "OVERQUOTA", text: "full")) {
                _ = try await connection.append("Sent", Array("hello".utf8))
            }
            try await connection.noop()
        }
    }

    @Test func `a search is answered by ranges where ESEARCH is offered`() async throws {
        try await Conversation.run(
            Conversation.opening() + Conversation.selection() + """
                C: <a> UID SEARCH RETURN (ALL) (UNSEEN NOT FROM "bob" SINCE 8-Feb-1994)
                S: * ESEARCH (TAG "<a>") UID ALL 2,10:12
                S: <a> OK done
                C: <b> UID SEARCH RETURN (ALL) CHARSET UTF-8 SUBJECT {7+}
                C: Zürich
                S: * ESEARCH (TAG "<b>") UID
                S: <b> OK done
                """
        ) { connection, _ in
            _ = try await connection.select("INBOX")
            let found = try await connection.search(
                .every([.seen(false), .not(.from("bob")), .since(760_686_745)]))
            #expect(found == UIDSet(ranges: [2...2, 10...12]))
            #expect(try await connection.search(.subject("Zürich")).isEmpty)
        }
    }

    @Test func `a search is answered by numbers elsewhere`() async throws {
        try await Conversation.run(
            Conversation.opening("IMAP4rev1 SASL-IR AUTH=PLAIN") + Conversation.selection() + """
                C: <a> UID SEARCH HEADER Message-ID "<x@y>"
                S: * SEARCH 3 1 2
                S: <a> OK done
                """
        ) { connection, _ in
            _ = try await connection.select("INBOX")
            #expect(try await connection.search(.header("Message-ID", "<x@y>")) == UIDSet(1...3))
        }
    }
}
