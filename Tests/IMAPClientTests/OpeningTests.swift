import IMAPClient
import MailModel
import TestSupport
import Testing

/// How many turns it takes from the connection to the first messages; the figures stand in `docs/imap.md`.
@Suite struct OpeningTests {
    static let items: [FetchItem] = [.flags, .size]

    /// What one server offers, and the whole conversation with it up to the first messages.
    struct Way: CustomTestStringConvertible, Sendable {
        var testDescription: String
        var turns: Int
        var script: String
        var first = FirstFetch.newest(2, OpeningTests.items)
    }

    static let selection = """
        S: * 9 EXISTS
        S: * OK [UIDVALIDITY 7] ok
        S: * OK [UIDNEXT 100] ok
        S: <select> OK [READ-WRITE] done

        """

    static let newest = """
        S: * 8 FETCH (UID 90 FLAGS () RFC822.SIZE 10)
        S: * 9 FETCH (UID 99 FLAGS (\\Seen) RFC822.SIZE 20)
        S: <fetch> OK done
        """

    static let ways: [Way] = [
        Way(
            testDescription: "everything", turns: 2,
            script: Conversation.opening(
                "IMAP4rev1 SASL-IR AUTH=PLAIN ENABLE QRESYNC LIST-EXTENDED SPECIAL-USE PARTIAL") + """
                    C: <enable> ENABLE QRESYNC
                    C: <list> LIST "" "*" RETURN (SUBSCRIBED CHILDREN SPECIAL-USE)
                    C: <select> SELECT INBOX (CONDSTORE)
                    C: <fetch> UID FETCH 1:* (UID FLAGS RFC822.SIZE) (PARTIAL -1:-2)
                    S: * ENABLED QRESYNC
                    S: <enable> OK done
                    S: * LIST () "/" INBOX
                    S: <list> OK done

                    """ + selection + newest),
        Way(
            testDescription: "everything but PARTIAL", turns: 3,
            script: Conversation.opening(
                "IMAP4rev1 SASL-IR AUTH=PLAIN ENABLE QRESYNC LIST-EXTENDED SPECIAL-USE") + """
                    C: <enable> ENABLE QRESYNC
                    C: <list> LIST "" "*" RETURN (SUBSCRIBED CHILDREN SPECIAL-USE)
                    C: <select> SELECT INBOX (CONDSTORE)
                    S: * ENABLED QRESYNC
                    S: <enable> OK done
                    S: * LIST () "/" INBOX
                    S: <list> OK done

                    """ + selection + """
                    C: <fetch> FETCH 8:9 (UID FLAGS RFC822.SIZE)

                    """ + newest),
        Way(
            testDescription: "everything but PARTIAL, and the folder is known", turns: 2,
            script: Conversation.opening("IMAP4rev1 SASL-IR AUTH=PLAIN LIST-EXTENDED SPECIAL-USE") + """
                C: <list> LIST "" "*" RETURN (SUBSCRIBED CHILDREN SPECIAL-USE)
                C: <select> SELECT INBOX
                C: <fetch> UID FETCH 90:589 (UID FLAGS RFC822.SIZE)
                S: * LIST () "/" INBOX
                S: <list> OK done

                """ + selection + newest,
            first: .from(UID(90), atMost: 500, items)),
        Way(
            testDescription: "nothing", turns: 4,
            script: nothing(behind: "") + """
                C: <fetch> FETCH 8:9 (UID FLAGS RFC822.SIZE)

                """ + newest),
        Way(
            testDescription: "nothing, and the folder is known", turns: 3,
            script: nothing(behind: "C: <fetch> UID FETCH 90:589 (UID FLAGS RFC822.SIZE)\n") + newest,
            first: .from(UID(90), atMost: 500, items)),
    ]

    /// A server that has nothing and tells nothing by itself.
    static func nothing(behind: String) -> String {
        """
        S: * OK hello
        C: <cap> CAPABILITY
        S: * CAPABILITY IMAP4rev1
        S: <cap> OK done
        C: <login> LOGIN ada "secret"
        S: <login> OK in
        C: <again> CAPABILITY
        C: <list> LIST "" "*"
        C: <lsub> LSUB "" "*"
        C: <select> SELECT INBOX
        \(behind)S: * CAPABILITY IMAP4rev1
        S: <again> OK done
        S: * LIST () "/" INBOX
        S: <list> OK done
        S: <lsub> OK done

        """ + selection
    }

    @Test(arguments: ways)
    func `the first messages are there after as few turns as the server allows`(_ way: Way) async throws {
        try await Conversation.run(way.script) { connection, _ in
            let account = try await connection.listAndSelect("INBOX", first: way.first)

            #expect(account.folders.map(\.wireName) == ["INBOX"])
            #expect(!account.foldersAreProvisional)
            #expect(account.opened.mailbox.exists == 9)
            #expect(account.opened.messages?.map(\.uid) == [UID(90), UID(99)])
            #expect(connection.counters.turns == way.turns)
        }
    }

    @Test func `what a server can tell of folders is asked for later where it was not known yet`() async throws {
        try await Conversation.run(
            """
            S: * OK [CAPABILITY IMAP4rev1 AUTH=PLAIN SASL-IR] hello
            C: <login> AUTHENTICATE PLAIN AGFkYQBzZWNyZXQ=
            S: <login> OK in
            C: <again> CAPABILITY
            C: <list> LIST "" "*"
            C: <lsub> LSUB "" "*"
            C: <select> SELECT INBOX
            S: * CAPABILITY IMAP4rev1 LIST-EXTENDED SPECIAL-USE
            S: <again> OK done
            S: * LIST () "/" INBOX
            S: <list> OK done
            S: <lsub> OK done

            """ + Self.selection
        ) { connection, _ in
            let account = try await connection.listAndSelect("INBOX", first: nil)
            #expect(account.foldersAreProvisional)
            #expect(account.opened.messages == nil)
            #expect(connection.counters.turns == 2)
        }
    }

    @Test func `a folder whose figures were told is opened in one turn, by UIDs with room for gaps`() async throws {
        try await Conversation.run(
            Conversation.opening("IMAP4rev1 SASL-IR AUTH=PLAIN") + """
                C: <status> STATUS "Work" (MESSAGES UNSEEN UIDNEXT UIDVALIDITY)
                S: * STATUS Work (MESSAGES 50 UNSEEN 1 UIDNEXT 100 UIDVALIDITY 7)
                S: <status> OK done
                C: <select> SELECT "Work"
                C: <fetch> UID FETCH 96:* (UID FLAGS RFC822.SIZE)

                """ + Self.selection + """
                    S: * 8 FETCH (UID 97 FLAGS () RFC822.SIZE 10)
                    S: * 9 FETCH (UID 99 FLAGS () RFC822.SIZE 20)
                    S: <fetch> OK done
                    """
        ) { connection, _ in
            _ = try await connection.status(["Work"])
            let turns = connection.counters.turns
            let opened = try await connection.select("Work", first: .newest(2, Self.items))
            #expect(opened.messages?.compactMap(\.uid) == [UID(97), UID(99)])
            #expect(connection.counters.turns == turns + 1)
        }
    }

    @Test func `where gaps are larger than was thought the rest comes by number`() async throws {
        try await Conversation.run(
            Conversation.opening("IMAP4rev1 SASL-IR AUTH=PLAIN") + """
                C: <status> STATUS "Work" (MESSAGES UNSEEN UIDNEXT UIDVALIDITY)
                S: * STATUS Work (MESSAGES 99 UNSEEN 1 UIDNEXT 100 UIDVALIDITY 7)
                S: <status> OK done
                C: <select> SELECT "Work"
                C: <fetch> UID FETCH 97:* (UID FLAGS RFC822.SIZE)

                """ + Self.selection + """
                    S: * 9 FETCH (UID 99 FLAGS () RFC822.SIZE 20)
                    S: <fetch> OK done
                    C: <rest> FETCH 7:8 (UID FLAGS RFC822.SIZE)
                    S: * 7 FETCH (UID 20 FLAGS () RFC822.SIZE 10)
                    S: * 8 FETCH (UID 90 FLAGS () RFC822.SIZE 10)
                    S: <rest> OK done
                    """
        ) { connection, _ in
            _ = try await connection.status(["Work"])
            let opened = try await connection.select("Work", first: .newest(3, Self.items))
            #expect(opened.messages?.compactMap(\.uid) == [UID(20), UID(90), UID(99)])
        }
    }

    @Test func `PARTIAL that is offered and refused is done without, and remembered`() async throws {
        try await Conversation.run(
            Conversation.opening("IMAP4rev1 SASL-IR AUTH=PLAIN PARTIAL") + """
                C: <select> SELECT INBOX
                C: <partial> UID FETCH 1:* (UID FLAGS RFC822.SIZE) (PARTIAL -1:-2)

                """ + Self.selection + """
                    S: <partial> BAD what
                    C: <fetch> FETCH 8:9 (UID FLAGS RFC822.SIZE)

                    """ + Self.newest
        ) { connection, _ in
            let opened = try await connection.select("INBOX", first: .newest(2, Self.items))
            #expect(opened.messages?.count == 2)
            #expect(await connection.profile.isBroken(.partial))
        }
    }

    @Test func `a server that only dislikes the space before header fields keeps PARTIAL`() async throws {
        try await Conversation.run(
            Conversation.opening("IMAP4rev1 SASL-IR AUTH=PLAIN PARTIAL") + """
                C: <select> SELECT INBOX
                C: <partial> UID FETCH 1:* (UID BODY.PEEK[HEADER.FIELDS (DATE)]) (PARTIAL -1:-1)

                """ + Self.selection + """
                    S: <partial> BAD what
                    C: <spaced> FETCH 9:9 (UID BODY.PEEK[HEADER.FIELDS (DATE)])
                    S: <spaced> BAD what
                    C: <fetch> FETCH 9:9 (UID BODY.PEEK[HEADER.FIELDS(DATE)])
                    S: * 9 FETCH (UID 99 BODY[HEADER.FIELDS (DATE)] "")
                    S: <fetch> OK done
                    C: <window> UID FETCH 1:* (UID BODY.PEEK[HEADER.FIELDS(DATE)]) (PARTIAL -1:-1)
                    S: * 9 FETCH (UID 99 BODY[HEADER.FIELDS (DATE)] "")
                    S: <window> OK done
                    """
        ) { connection, _ in
            let items = [FetchItem.headerFields(["DATE"])]
            let opened = try await connection.select("INBOX", first: .newest(1, items))
            #expect(opened.messages?.count == 1)
            let profile = await connection.profile
            #expect(!profile.isBroken(.partial))
            #expect(profile.dislikesSpaceBeforeFields)
            #expect(try await connection.fetch(window: .last(1...1), items).count == 1)
        }
    }

    @Test func `a window of a folder is asked for without the space too where that is the reason`() async throws {
        try await Conversation.run(
            Conversation.opening("IMAP4rev1 SASL-IR AUTH=PLAIN PARTIAL") + Conversation.selection() + """
                C: <spaced> UID FETCH 1:* (UID BODY.PEEK[HEADER.FIELDS (DATE)]) (PARTIAL -1:-1)
                S: <spaced> BAD what
                C: <window> UID FETCH 1:* (UID BODY.PEEK[HEADER.FIELDS(DATE)]) (PARTIAL -1:-1)
                S: * 3 FETCH (UID 99 BODY[HEADER.FIELDS (DATE)] "")
                S: <window> OK done
                """
        ) { connection, _ in
            _ = try await connection.select("INBOX")
            #expect(try await connection.fetch(window: .last(1...1), [.headerFields(["DATE"])]).count == 1)
            #expect(await connection.profile.dislikesSpaceBeforeFields)
        }
    }

    @Test func `an empty folder tells nothing of PARTIAL, even where it is refused`() async throws {
        try await Conversation.run(
            Conversation.opening("IMAP4rev1 SASL-IR AUTH=PLAIN PARTIAL") + """
                C: <select> SELECT INBOX
                C: <partial> UID FETCH 1:* (UID FLAGS RFC822.SIZE) (PARTIAL -1:-2)
                S: * 0 EXISTS
                S: <select> OK done
                S: <partial> BAD there are no messages
                """
        ) { connection, _ in
            let opened = try await connection.select("INBOX", first: .newest(2, Self.items))
            #expect(opened.messages == [])
            #expect(await !connection.profile.isBroken(.partial))
        }
    }

    @Test func `a mailbox that cannot be opened refuses what stands behind its SELECT as well`() async throws {
        try await Conversation.run(
            Conversation.opening("IMAP4rev1 SASL-IR AUTH=PLAIN PARTIAL") + Conversation.selection() + """
                C: <second> SELECT "Gone"
                C: <fetch> UID FETCH 1:* (UID FLAGS RFC822.SIZE) (PARTIAL -1:-2)
                S: * 2 FETCH (UID 21 FLAGS (\\Seen) RFC822.SIZE 5)
                S: <second> NO [NONEXISTENT] gone
                S: <fetch> BAD no mailbox
                C: <noop> NOOP
                S: <noop> OK done
                """
        ) { connection, _ in
            _ = try await connection.select("INBOX")
            await #expect(throws: IMAPError.no(command: "SELECT", code: "NONEXISTENT", text: "gone")) {
                _ = try await connection.select("Gone", first: .newest(2, Self.items))
            }
            #expect(await !connection.profile.isBroken(.partial))
            try await connection.noop()
        }
    }

    @Test func `what is said of the mailbox that is left is not taken for an answer about the next`() async throws {
        try await Conversation.run(
            Conversation.opening("IMAP4rev1 SASL-IR AUTH=PLAIN PARTIAL") + Conversation.selection()
                + """
                C: <select> SELECT "Work"
                C: <fetch> UID FETCH 1:* (UID FLAGS RFC822.SIZE) (PARTIAL -1:-1)
                S: * 2 FETCH (UID 21 FLAGS (\\Seen) RFC822.SIZE 5)
                S: * 9 EXISTS
                S: <select> OK done
                S: * 9 FETCH (UID 99 FLAGS () RFC822.SIZE 20)
                S: <fetch> OK done
                """.replacing("<select>", with: "<work>")
        ) { connection, _ in
            _ = try await connection.select("INBOX")
            let opened = try await connection.select("Work", first: .newest(1, Self.items))
            #expect(opened.messages?.map(\.uid) == [UID(99)])
        }
    }

    @Test func `new mail beyond what was asked for is left to the next question`() async throws {
        try await Conversation.run(
            Conversation.opening("IMAP4rev1 SASL-IR AUTH=PLAIN") + """
                C: <select> SELECT INBOX
                C: <fetch> UID FETCH 90:94 (UID FLAGS RFC822.SIZE)

                """ + Self.selection + """
                    S: * 8 FETCH (UID 90 FLAGS () RFC822.SIZE 10)
                    S: <fetch> OK done
                    """
        ) { connection, _ in
            let opened = try await connection.select("INBOX", first: .from(UID(90), atMost: 5, Self.items))
            #expect(opened.mailbox.uidNext == UID(100))
            #expect(opened.messages == nil)
        }
    }
}
