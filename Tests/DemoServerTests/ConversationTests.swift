import DemoServer
import Testing

/// A small mailbox: three messages in INBOX, UIDs 1 to 3.
func threeMessages() -> Maildrop {
    var maildrop = Maildrop.empty()
    for (number, flags) in [(1, ["\\Seen"]), (2, []), (3, ["\\Flagged"])] {
        let text =
            "From: Ines <ines@example.org>\r\nTo: robin@example.net\r\nSubject: Number \(number)\r\n"
            + "Date: Tue, 3 Feb 2026 0\(number):00:00 +0000\r\nMessage-ID: <\(number)@example.org>\r\n\r\nText \(number)\r\n"
        maildrop.add(Array(text.utf8), to: "INBOX", flags: flags, received: 1_770_000_000 + Int64(number) * 86_400)
    }
    return maildrop
}

@Suite struct ConversationTests {
    @Test func `a session goes from greeting to logout`() async throws {
        let server = try await DemoServer.start(maildrop: threeMessages())
        try Conversation(with: server).play(
            """
            S: * OK [CAPABILITY IMAP4rev1 SASL-IR LITERAL+ ID ENABLE NAMESPACE *] *
            C: a1 CAPABILITY
            S: * CAPABILITY IMAP4rev1 *
            S: a1 OK *
            C: a2 SELECT INBOX
            S: a2 BAD Log in first
            C: a3 LOGIN demo wrong
            S: a3 NO [AUTHENTICATIONFAILED] *
            C: a4 AUTHENTICATE PLAIN AGRlbW8AZGVtbw==
            S: a4 OK [CAPABILITY *
            C: a5 ID ("name" "test")
            S: * ID ("name" *
            S: a5 OK *
            C: a6 NAMESPACE
            S: * NAMESPACE (("" "/")) NIL NIL
            S: a6 OK *
            C: a7 ENABLE CONDSTORE X-NONE
            S: * ENABLED CONDSTORE
            S: a7 OK *
            C: a8 FETCH 1 FLAGS
            S: a8 BAD Select a folder first
            C: a9 NONSENSE
            S: a9 BAD Unknown command
            C: a10 LOGOUT
            S: * BYE *
            S: a10 OK *
            S: (closed)
            """)
        await server.stop()
    }

    @Test func `credentials may follow in a continuation`() async throws {
        let server = try await DemoServer.start(maildrop: .empty(), capabilities: .everything(except: .saslIR))
        try Conversation(with: server).play(
            """
            S: ...
            C: a1 AUTHENTICATE PLAIN
            S: + 
            C: AGRlbW8AZGVtbw==
            S: a1 OK *
            """)
        await server.stop()
    }

    @Test func `select tells how the folder stands`() async throws {
        let server = try await DemoServer.start(maildrop: threeMessages())
        let client = try Conversation(with: server)
        try client.play(
            """
            S: * OK *
            C: a1 LOGIN demo demo
            S: a1 OK *
            C: a2 SELECT inbox
            S: * FLAGS (\\Answered \\Deleted \\Draft \\Flagged \\Seen)
            S: * OK [PERMANENTFLAGS (\\Answered \\Deleted \\Draft \\Flagged \\Seen \\*)] *
            S: * 3 EXISTS
            S: * 0 RECENT
            S: * OK [UNSEEN 2] *
            S: * OK [UIDVALIDITY 1700000001] *
            S: * OK [UIDNEXT 4] *
            S: * OK [HIGHESTMODSEQ 4] *
            S: a2 OK [READ-WRITE] *
            C: a3 FETCH 1:* (UID FLAGS RFC822.SIZE INTERNALDATE)
            S: * 1 FETCH (UID 1 FLAGS (\\Seen) RFC822.SIZE * INTERNALDATE " 3-Feb-2026 02:40:00 +0000")
            S: * 2 FETCH (UID 2 FLAGS () *
            S: * 3 FETCH (UID 3 FLAGS (\\Flagged) *
            S: a3 OK *
            C: a4 UID FETCH 9:* BODY.PEEK[TEXT]<0.4>
            S: * 3 FETCH (UID 3 BODY[TEXT]<0> {4}\\r\\nText)
            S: a4 OK *
            C: a5 UID FETCH 2 BODY[HEADER.FIELDS (Subject)]
            S: * 2 FETCH (UID 2 BODY[HEADER.FIELDS (SUBJECT)] {21}\\r\\nSubject: Number 2\\r\\n\\r\\n FLAGS (\\Seen))
            S: a5 OK *
            C: a6 FETCH 2 ENVELOPE
            S: * 2 FETCH (ENVELOPE ("Tue, 3 Feb 2026 02:00:00 +0000" "Number 2" (("Ines" NIL "ines" "example.org")) * NIL NIL NIL "<2@example.org>"))
            S: a6 OK *
            C: a7 UID STORE 1:2 +FLAGS.SILENT (\\flagged)
            S: a7 OK *
            C: a8 UID MOVE 1 Archive
            S: * OK [COPYUID 1700000002 1 1] *
            S: * 1 EXPUNGE
            S: a8 OK *
            C: a9 EXAMINE Nowhere
            S: a9 NO [NONEXISTENT] *
            """)
        #expect(server.snapshot().folders["INBOX"]?.uids == [2, 3])
        #expect(server.snapshot().folders["INBOX"]?.message(2)?.flags == ["\\Flagged", "\\Seen"])
        #expect(server.snapshot().folders["Archive"]?.message(1)?.messageID == "<1@example.org>")
        await server.stop()
    }

    @Test func `an idling session is told at once of what others do`() async throws {
        let server = try await DemoServer.start(maildrop: threeMessages())
        let client = try Conversation(with: server)
        try client.select()
        try client.play(
            """
            C: i1 IDLE
            S: + idling
            """)
        server.deliver(Array("Subject: New\r\n\r\nHello\r\n".utf8))
        try client.play(
            """
            S: * 4 EXISTS
            S: * 0 RECENT
            """)
        server.setFlags(["\\Seen"], uid: 2, in: "INBOX")
        try client.play("S: * 2 FETCH (FLAGS (\\Seen) UID 2)")
        server.expunge([1], in: "INBOX")
        try client.play(
            """
            S: * 1 EXPUNGE
            C: DONE
            S: i1 OK *
            """)
        await server.stop()
    }
}
