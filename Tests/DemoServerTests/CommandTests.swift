import DemoServer
import Testing

@Suite struct CommandTests {
    @Test func `folders are listed, made, renamed, subscribed and deleted`() async throws {
        let server = try await DemoServer.start(maildrop: .empty())
        let client = try Conversation(with: server)
        try client.play(
            """
            S: * OK *
            C: l LOGIN demo demo
            S: l OK *
            C: a1 LIST "" ""
            S: * LIST (\\Noselect) "/" ""
            S: a1 OK *
            C: a2 LIST "" (inbox S%) RETURN (SPECIAL-USE SUBSCRIBED CHILDREN STATUS (MESSAGES UIDNEXT))
            S: * LIST (\\HasNoChildren \\Subscribed) "/" INBOX
            S: * STATUS INBOX (MESSAGES 0 UIDNEXT 1)
            S: * LIST (\\HasNoChildren \\Sent \\Subscribed) "/" Sent
            S: * STATUS Sent (MESSAGES 0 UIDNEXT 1)
            S: a2 OK *
            C: a3 CREATE "Plans/Roof & walls"
            S: a3 OK *
            C: a4 CREATE "Plans/Roof & walls"
            S: a4 NO [ALREADYEXISTS] *
            C: a5 LIST "" Plans*
            S: * LIST (\\NonExistent \\Noselect \\HasChildren) "/" Plans
            S: * LIST (\\HasNoChildren) "/" "Plans/Roof & walls"
            S: a5 OK *
            C: a6 LIST "" %
            S: ...
            S: * LIST (\\NonExistent \\Noselect \\HasChildren) "/" Plans
            S: * LIST (\\HasNoChildren \\Sent) "/" Sent
            S: * LIST (\\HasNoChildren \\Trash) "/" Trash
            S: a6 OK *
            C: a7 SUBSCRIBE "Plans/Roof & walls"
            S: a7 OK *
            C: a8 RENAME "Plans/Roof & walls" House
            S: a8 OK *
            C: a9 LSUB "" H*
            S: * LSUB () "/" House
            S: a9 OK *
            C: a10 UNSUBSCRIBE House
            S: a10 OK *
            C: a11 DELETE House
            S: a11 OK *
            C: a12 DELETE House
            S: a12 NO [NONEXISTENT] *
            C: a13 DELETE inbox
            S: a13 NO *
            C: a14 STATUS INBOX (MESSAGES UNSEEN UIDVALIDITY)
            S: * STATUS INBOX (MESSAGES 0 UNSEEN 0 UIDVALIDITY 1700000001)
            S: a14 OK *
            """)
        await server.stop()
    }

    @Test func `a message is appended in a literal of either kind`() async throws {
        let server = try await DemoServer.start(maildrop: .empty())
        let client = try Conversation(with: server)
        try client.select()
        try client.play(
            """
            C: a1 APPEND INBOX (\\Seen $work) "17-Jul-2025 02:44:25 +0200" {12}
            S: + *
            """)
        client.send("Subject: A\r\n\r\n")
        try client.play(
            """
            S: * 1 EXISTS
            S: * 0 RECENT
            S: a1 OK [APPENDUID 1700000001 1] *
            """)
        client.send("a2 APPEND INBOX {14+}\r\nSubject: B\r\n\r\n\r\n")
        try client.play(
            """
            S: * 2 EXISTS
            S: * 0 RECENT
            S: a2 OK [APPENDUID 1700000001 2] *
            C: a3 FETCH 1 (INTERNALDATE FLAGS)
            S: * 1 FETCH (INTERNALDATE "17-Jul-2025 00:44:25 +0000" FLAGS ($work \\Seen))
            S: a3 OK *
            """)
        #expect(server.bytes(uid: 2, in: "INBOX") == Array("Subject: B\r\n\r\n".utf8))
        await server.stop()
    }

    @Test func `sections and structure follow the boundaries of a message`() async throws {
        var maildrop = Maildrop.empty()
        let message = """
            Subject: All
            MIME-Version: 1.0
            Content-Type: multipart/mixed; boundary="o"

            preamble
            --o
            Content-Type: multipart/alternative; boundary=i

            --i
            Content-Type: text/plain

            plain
            --i
            Content-Type: text/html

            <p>
            --i--
            --o
            Content-Type: message/rfc822

            Subject: Inner
            Content-Type: text/plain

            deep
            --o--

            """
        maildrop.add(Array(message.replacing("\n", with: "\r\n").utf8), to: "INBOX", received: 0)
        let server = try await DemoServer.start(maildrop: maildrop)
        let client = try Conversation(with: server)
        try client.select()
        try client.play(
            #"""
            C: a1 FETCH 1 BODYSTRUCTURE
            S: * 1 FETCH (BODYSTRUCTURE ((("text" "plain" NIL NIL NIL "7bit" 5 0 NIL NIL NIL NIL)("text" "html" NIL NIL NIL "7bit" 3 0 NIL NIL NIL NIL) "alternative" ("boundary" "i") NIL NIL NIL)("message" "rfc822" NIL NIL NIL "7bit" 48 (NIL "Inner" NIL NIL NIL NIL NIL NIL NIL NIL) ("text" "plain" NIL NIL NIL "7bit" 4 0 NIL NIL NIL NIL) 3 NIL NIL NIL NIL) "mixed" ("boundary" "o") NIL NIL NIL))
            S: a1 OK *
            C: a2 FETCH 1 (BODY.PEEK[1.1] BODY.PEEK[1.2.MIME] BODY.PEEK[2.HEADER] BODY.PEEK[2.1] BODY.PEEK[2.TEXT] BODY.PEEK[7])
            S: * 1 FETCH (BODY[1.1] {5}\r\nplain BODY[1.2.MIME] {27}\r\nContent-Type: text/html\r\n\r\n BODY[2.HEADER] {44}\r\nSubject: Inner\r\nContent-Type: text/plain\r\n\r\n BODY[2.1] {4}\r\ndeep BODY[2.TEXT] {4}\r\ndeep BODY[7] NIL)
            S: a2 OK *
            """#)
        await server.stop()
    }

    @Test(arguments: [
        ("a@b.example", #"((NIL NIL "a" "b.example"))"#),
        ("Ines Calder <i@c.example>", #"(("Ines Calder" NIL "i" "c.example"))"#),
        (#""Calder, \"I\"" <i@c.example>, x@y (X)"#, #"(("Calder, \"I\"" NIL "i" "c.example")("X" NIL "x" "y"))"#),
        ("Crew: a@b, c@d;", #"((NIL NIL "Crew" NIL)(NIL NIL "a" "b")(NIL NIL "c" "d")(NIL NIL NIL NIL))"#),
        ("nobody", #"((NIL NIL "nobody" ""))"#), ("", "NIL"), (")))<<>>", #"((")))" NIL "" ""))"#),
    ])
    func `addresses are told in their pieces`(field: String, pieces: String) async throws {
        var maildrop = Maildrop.empty()
        maildrop.add(Array("Subject: A\r\nTo: \(field)\r\n\r\n".utf8), to: "INBOX", received: 0)
        let server = try await DemoServer.start(maildrop: maildrop)
        let client = try Conversation(with: server)
        try client.select()
        try client.play(
            """
            C: a FETCH 1 ENVELOPE
            S: * 1 FETCH (ENVELOPE (NIL "A" NIL NIL NIL \(pieces) NIL NIL NIL NIL))
            S: a OK *
            """)
        await server.stop()
    }

    @Test(arguments: [
        ("ALL", "1 2 3"), ("UNSEEN", "2 3"), ("NOT FLAGGED", "1 2"), ("OR SEEN FLAGGED", "1 3"),
        ("SUBJECT \"number 2\"", "2"),
        ("FROM ines UID 2:*", "2 3"), ("TEXT nowhere", ""), ("BODY \"text 3\"", "3"), ("SINCE 4-Feb-2026", "2 3"),
        ("BEFORE 4-Feb-2026", "1"), ("SENTON 3-Feb-2026", "1 2 3"), ("HEADER Message-ID 3@", "3"), ("1,3 (SEEN)", "1"),
        ("LARGER 10 SMALLER 20", ""),
    ])
    func `a search finds what its conditions say`(condition: String, found: String) async throws {
        let server = try await DemoServer.start(maildrop: threeMessages())
        let client = try Conversation(with: server)
        try client.select()
        let numbers = found.split(separator: " ")
        try client.play(
            """
            C: a SEARCH \(condition)
            S: * SEARCH\(numbers.map { " " + $0 }.joined())
            S: a OK *
            C: b UID SEARCH RETURN (COUNT) CHARSET UTF-8 \(condition)
            S: * ESEARCH (TAG "b") UID COUNT \(numbers.count)
            S: b OK *
            """)
        await server.stop()
    }

    @Test func `an expunge by another session waits for the right moment`() async throws {
        let server = try await DemoServer.start(maildrop: threeMessages())
        let client = try Conversation(with: server)
        try client.select()
        server.expunge([1], in: "INBOX")
        try client.play(
            """
            C: a FETCH 3 UID
            S: * 3 FETCH (UID 3)
            S: a OK *
            C: b NOOP
            S: * 1 EXPUNGE
            S: b OK *
            C: c FETCH 2 UID
            S: * 2 FETCH (UID 3)
            S: c OK *
            """)
        await server.stop()
    }

    @Test func `a UID EXPUNGE spares what is deleted outside its set`() async throws {
        let server = try await DemoServer.start(maildrop: threeMessages())
        let client = try Conversation(with: server)
        try client.select()
        try client.play(
            """
            C: a STORE 1:3 +FLAGS (\\Deleted)
            S: * 1 FETCH (FLAGS (\\Deleted \\Seen))
            S: * 2 FETCH (FLAGS (\\Deleted))
            S: * 3 FETCH (FLAGS (\\Deleted \\Flagged))
            S: a OK *
            C: b UID EXPUNGE 2
            S: * 2 EXPUNGE
            S: b OK *
            C: c UID COPY 1,3 Archive
            S: c OK [COPYUID 1700000002 1,3 1:2] *
            C: d UNSELECT
            S: d OK *
            """)
        #expect(server.snapshot().folders["INBOX"]?.uids == [1, 3])
        await server.stop()
    }

    @Test func `changes since a mod-sequence are told with their mod-sequences`() async throws {
        let server = try await DemoServer.start(maildrop: threeMessages())
        let client = try Conversation(with: server)
        try client.select("INBOX (CONDSTORE)")
        server.setFlags(["\\Seen"], uid: 3, in: "INBOX")
        try client.play(
            """
            C: a UID FETCH 1:* (FLAGS) (CHANGEDSINCE 4)
            S: * 3 FETCH (UID 3 FLAGS (\\Seen) MODSEQ (5))
            S: * 3 FETCH (FLAGS (\\Seen) MODSEQ (5) UID 3)
            S: a OK *
            C: b UID STORE 1,3 (UNCHANGEDSINCE 4) +FLAGS.SILENT (\\Flagged)
            S: * 1 FETCH (UID 1 MODSEQ (6))
            S: b OK [MODIFIED 3] *
            """)
        await server.stop()
    }

    @Test(arguments: [
        (Capability.idle, "IDLE"), (.move, "UID MOVE 1 Archive"), (.uidPlus, "UID EXPUNGE 1"), (.enable, "ENABLE X"),
        (.id, "ID NIL"), (.namespace, "NAMESPACE"), (.unselect, "UNSELECT"),
        (.listExtended, "LIST \"\" * RETURN (CHILDREN)"),
        (.listStatus, "LIST \"\" * RETURN (STATUS (MESSAGES))"), (.extendedSearch, "SEARCH RETURN (ALL) ALL"),
        (.condstore, "FETCH 1 FLAGS (CHANGEDSINCE 1)"), (.specialUse, "LIST \"\" * RETURN (SPECIAL-USE)"),
    ])
    func `what is switched off is neither advertised nor understood`(capability: Capability, command: String)
        async throws
    {
        let server = try await DemoServer.start(
            maildrop: threeMessages(), capabilities: .everything(except: capability))
        let client = try Conversation(with: server)
        let greeting = client.readLine() ?? ""
        #expect(!greeting.contains(" \(capability.rawValue) ") && greeting.contains("IMAP4rev1"))
        try client.play(
            """
            C: l LOGIN demo demo
            S: l OK *
            C: s SELECT INBOX
            S: ...
            S: s OK *
            C: a \(command)
            S: a BAD *
            """)
        await server.stop()
    }

    @Test(arguments: [
        "a", "a LOGIN", "a FETCH 1", "a FETCH 0 FLAGS", "a FETCH 1 (FLAGS", "a FETCH 1 BODY[1.]]", "a STORE 1 FLAGS",
        "a SEARCH", "a SEARCH (((", "a UID", "a SELECT \"", "a FETCH 1 BODY[HEADER.FIELDS (", "a COPY 1:99999999999 X",
        "a FETCH 1 BODY[]<0.0>", "a LIST \"\" (", "a APPEND INBOX (", "* BAD",
        "a FETCH 1 BODY.PEEK[99999999999999999999]",
    ])
    func `nonsense is answered with BAD and the session goes on`(line: String) async throws {
        let server = try await DemoServer.start(maildrop: threeMessages())
        let client = try Conversation(with: server)
        try client.select()
        client.send(line + "\r\n")
        #expect(client.readLine()?.contains(" BAD ") == true)
        try client.play(
            """
            C: z NOOP
            S: z OK *
            """)
        await server.stop()
    }

    @Test func `a line without end is not kept for ever`() async throws {
        let server = try await DemoServer.start(maildrop: .empty())
        let client = try Conversation(with: server)
        try client.play("S: * OK *")
        client.send(String(repeating: "x", count: 70_000))
        try client.play(
            """
            S: * BYE *
            S: (closed)
            """)
        await server.stop()
    }
}
