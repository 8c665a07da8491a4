import IMAPClient
import MailModel
import TestSupport
import Testing

@Suite struct FolderCommandTests {
    private static let extended = "IMAP4rev1 SASL-IR AUTH=PLAIN LIST-EXTENDED SPECIAL-USE CONDSTORE"

    @Test func `one LIST tells folders, roles and subscriptions where the server takes options`() async throws {
        try await Conversation.run(
            Conversation.opening(Self.extended) + """
                C: <list> LIST "" "*" RETURN (SUBSCRIBED CHILDREN SPECIAL-USE)
                S: * LIST (\\Subscribed \\HasNoChildren) "/" inbox
                S: * LIST (\\Sent) "/" "Sent"
                S: * LIST (\\Noselect) "/" "Projekte"
                S: * LIST (\\Subscribed) "/" "Projekte/M&APw-ll"
                S: <list> OK done
                """
        ) { connection, _ in
            let folders = try await connection.list()
            #expect(folders.map(\.name) == ["INBOX", "Sent", "Projekte", "Projekte/Müll"])
            #expect(folders.map(\.wireName) == ["inbox", "Sent", "Projekte", "Projekte/M&APw-ll"])
            #expect(folders.map(\.role) == [.inbox, .sent, nil, nil])
            #expect(folders.map(\.isSubscribed) == [true, false, false, true])
            #expect(folders.map(\.isSelectable) == [true, true, false, true])
        }
    }

    @Test(arguments: ["BAD no options please", "OK nothing found"])
    func `a LIST with options that fails or finds nothing is done again without`(answer: String) async throws {
        try await Conversation.run(
            Conversation.opening(Self.extended) + """
                C: <list> LIST "" "*" RETURN (SUBSCRIBED CHILDREN SPECIAL-USE)
                S: <list> \(answer)
                C: <fewer> LIST "" "*" RETURN (SUBSCRIBED CHILDREN)
                S: <fewer> \(answer)
                C: <plain> LIST "" "*"
                C: <lsub> LSUB "" "*"
                S: * LIST () "." INBOX
                S: * LIST () "." "INBOX.Entw&APw-rfe"
                S: * LIST () "." "INBOX.Papierkorb"
                S: <plain> OK done
                S: * LSUB () "." INBOX
                S: <lsub> OK done
                C: <next> LIST "" "*"
                C: <nextlsub> LSUB "" "*"
                S: * LIST () "." INBOX
                S: <next> OK done
                S: <nextlsub> BAD no LSUB
                """
        ) { connection, _ in
            let folders = try await connection.list()
            #expect(folders.map(\.role) == [.inbox, .drafts, .trash])
            #expect(folders.map(\.isSubscribed) == [true, false, false])
            // The rung is remembered; and without LSUB nothing is hidden.
            #expect(try await connection.list().map(\.isSubscribed) == [true])
        }
    }

    @Test func `LIST and SELECT leave in one turn`() async throws {
        try await Conversation.run(
            Conversation.opening(Self.extended) + """
                C: <list> LIST "" "*" RETURN (SUBSCRIBED CHILDREN SPECIAL-USE)
                C: <select> SELECT INBOX (CONDSTORE)
                S: * LIST () "/" INBOX
                S: <list> OK done
                S: * 100000 EXISTS
                S: * OK [UIDVALIDITY 42] ok
                S: * OK [UIDNEXT 100001] ok
                S: * OK [HIGHESTMODSEQ 999]
                S: * OK [PERMANENTFLAGS (\\Seen \\Deleted)] limited
                S: <select> OK [READ-ONLY] done
                """
        ) { connection, _ in
            let (folders, mailbox) = try await connection.listAndSelect("INBOX")
            #expect(folders.count == 1)
            #expect(mailbox.exists == 100_000)
            #expect(mailbox.uidValidity == UIDValidity(42))
            #expect(mailbox.uidNext == UID(100_001))
            #expect(mailbox.highestModSeq == ModSeq(999))
            #expect(mailbox.permanentFlags == Flags(system: [.seen, .deleted]))
            #expect(!mailbox.allowsNewKeywords)
            #expect(mailbox.isReadOnly)
            #expect(connection.counters.turns == 2)
        }
    }

    @Test func `a SELECT of a missing folder names the code`() async throws {
        try await Conversation.run(
            Conversation.opening() + """
                C: <a> SELECT "Nirgends"
                S: <a> NO [NONEXISTENT] no such folder
                """
        ) { connection, _ in
            await #expect(throws: IMAPError.no(command: "SELECT", code: "NONEXISTENT", text: "no such folder")) {
                _ = try await connection.select("Nirgends")
            }
        }
    }

    @Test func `STATUS goes out in groups and tells what it can`() async throws {
        let names = (1...26).map { "F\($0)" }
        let first = (1...25).map { "C: <t\(letters($0))> STATUS \"F\($0)\" (MESSAGES UNSEEN UIDNEXT UIDVALIDITY)" }
        let answers = (1...25).map { number in
            number == 2
                ? "S: <t\(letters(number))> NO gone"
                : "S: * STATUS \"F\(number)\" (MESSAGES \(number) UNSEEN 1 UIDNEXT 0 UIDVALIDITY 5 )\n"
                    + "S: <t\(letters(number))> OK done"
        }
        try await Conversation.run(
            Conversation.opening() + (first + answers).joined(separator: "\n") + """

                C: <last> STATUS "F26" (MESSAGES UNSEEN UIDNEXT UIDVALIDITY)
                S: * STATUS "F26" (MESSAGES 26)
                S: <last> OK done
                """
        ) { connection, _ in
            let before = connection.counters.turns
            let values = try await connection.status(names)
            // The second group waits for the answers to the first.
            #expect(connection.counters.turns - before == 2)
            #expect(values.count == 25)
            #expect(values["F2"] == nil)
            #expect(values["F3"] == MailboxStatusValues(messages: 3, unseen: 1, uidValidity: UIDValidity(5)))
            #expect(values["F26"]?.messages == 26)
        }
    }

    /// Words in a script are letters only.
    private func letters(_ number: Int) -> String {
        String(repeating: "x", count: number)
    }

    @Test func `folders are made, renamed, subscribed and deleted under names as the wire has them`() async throws {
        try await Conversation.run(
            Conversation.opening() + """
                C: <a> CREATE "M&APw-ll"
                S: <a> OK done
                C: <b> SUBSCRIBE "M&APw-ll"
                S: <b> OK done
                C: <c> RENAME "M&APw-ll" "Abfall \\"alt\\""
                S: <c> OK done
                C: <d> UNSUBSCRIBE "M&APw-ll"
                S: <d> OK done
                C: <e> DELETE "Abfall \\"alt\\""
                S: <e> NO [CANNOT] not this one
                """
        ) { connection, _ in
            let name = MailboxName.wireName(forTyped: "Müll", isUTF8: false)
            try await connection.create(name)
            try await connection.subscribe(name)
            try await connection.rename(name, to: "Abfall \"alt\"")
            try await connection.unsubscribe(name)
            await #expect(throws: IMAPError.no(command: "DELETE", code: "CANNOT", text: "not this one")) {
                try await connection.delete("Abfall \"alt\"")
            }
        }
    }
}
