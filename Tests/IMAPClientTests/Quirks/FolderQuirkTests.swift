import IMAPWire
import MailModel
import TestSupport
import Testing

@testable import IMAPClient

/// Lists of folders and their counts as some servers have them. The numbers are those of the table in `docs/imap.md`.
@Suite struct FolderQuirkTests {
    private static let all = "IMAP4rev1 SASL-IR AUTH=PLAIN LIST-EXTENDED LIST-STATUS SPECIAL-USE"

    @Test func `quirk 13: folders without the counts that were asked for are not asked for counts again`() async throws
    {
        try await Conversation.run(
            Conversation.opening(Self.all) + """
                C: <a> LIST "" "*" RETURN (SUBSCRIBED CHILDREN SPECIAL-USE STATUS (MESSAGES UNSEEN UIDNEXT UIDVALIDITY))
                S: * LIST () "/" INBOX
                S: <a> OK done
                C: <b> LIST "" "*" RETURN (SUBSCRIBED CHILDREN SPECIAL-USE)
                S: * LIST () "/" INBOX
                S: <b> OK done
                """
        ) { connection, _ in
            let first = try await connection.listing()
            #expect(first.folders.map(\.name) == ["INBOX"])
            #expect(first.statuses.isEmpty)
            #expect(try await connection.listing().folders.map(\.name) == ["INBOX"])
            #expect(await connection.profile.isBroken(.listStatus))
        }
    }

    @Test func `counts come with the list where the server tells them`() async throws {
        try await Conversation.run(
            Conversation.opening(Self.all) + """
                C: <a> LIST "" "*" RETURN (SUBSCRIBED CHILDREN SPECIAL-USE STATUS (MESSAGES UNSEEN UIDNEXT UIDVALIDITY))
                S: * LIST () "/" INBOX
                S: * STATUS INBOX (MESSAGES 3 UNSEEN 1 UIDNEXT 9 UIDVALIDITY 7)
                S: * LIST (\\NonExistent) "/" Work
                S: * LIST () "/" Work/Old
                S: * STATUS Work/Old (MESSAGES 0 UNSEEN 0 UIDNEXT 1 UIDVALIDITY 8)
                S: <a> OK done
                """
        ) { connection, _ in
            let found = try await connection.listing()
            #expect(found.folders.map(\.isSelectable) == [true, false, true])
            #expect(
                found.statuses["INBOX"]
                    == MailboxStatusValues(
                        messages: 3, unseen: 1, uidNext: UID(9), uidValidity: UIDValidity(7)))
            #expect(found.statuses.keys.sorted() == ["INBOX", "Work/Old"])
        }
    }

    @Test func `XLIST tells roles where nothing else does`() async throws {
        try await Conversation.run(
            Conversation.opening("IMAP4rev1 SASL-IR AUTH=PLAIN XLIST") + """
                C: <x> XLIST "" "*"
                C: <l> LSUB "" "*"
                S: * XLIST (\\HasNoChildren \\Inbox) "/" "Boîte"
                S: * XLIST (\\HasNoChildren \\Spam) "/" "Ungewollt"
                S: * XLIST (\\AllMail) "/" "Alle"
                S: * XLIST (\\Starred) "/" "Markiert"
                S: <x> OK done
                S: <l> OK done
                """
        ) { connection, _ in
            let folders = try await connection.list()
            #expect(folders.map(\.role) == [.inbox, .junk, .all, .flagged])
        }
    }

    @Test func `quirk 14: all that is wanted is asked for by name, and LSUB never where only IMAP4rev2 is spoken`()
        async throws
    {
        try await Conversation.run(
            Conversation.opening("IMAP4rev2 SASL-IR AUTH=PLAIN") + """
                C: <a> LIST "" "*" RETURN (SUBSCRIBED CHILDREN SPECIAL-USE)
                S: <a> BAD no
                C: <b> LIST "" "*" RETURN (SUBSCRIBED CHILDREN)
                S: <b> BAD no
                C: <c> LIST "" "*"
                S: * LIST () "/" INBOX
                S: <c> OK done
                C: <n> NOOP
                S: <n> OK done
                """
        ) { connection, _ in
            // Without a list of subscriptions nothing is hidden.
            #expect(try await connection.list().map(\.isSubscribed) == [true])
            try await connection.noop()
        }
    }

    @Test func `quirk 15: a folder that does not exist is not opened, and INBOX is INBOX in any case`() throws {
        let lines = [
            "* LIST (\\NonExistent) \"/\" Gone", "* LIST () \"/\" iNbOx", "* LIST () \"/\" /lead",
            "* LIST () \"/\" Sent [a]%*", "* LIST () NIL NIL", "* LIST () \"/\" \"&zzz\"", "* LIST () \"/\" \"\"",
        ]
        let parser = ResponseParser()
        let folders = FolderList.folders(lines.map { parser.parse(Array($0.utf8)) }, subscribed: [])
        #expect(folders.map(\.wireName) == ["Gone", "iNbOx", "/lead", "Sent [a]%*", "NIL", "&zzz"])
        #expect(folders.map(\.isSelectable) == [false, true, true, true, true, true])
        #expect(folders.map(\.role) == [nil, .inbox, nil, nil, nil, nil])
        #expect(folders.last?.name == "&zzz")
    }

    @Test(
        arguments: [
            ("INBOX.Gesendet", .sent), ("[Gmail]/Papierkorb", .trash), ("Éléments envoyés", .sent),
            ("E\u{301}le\u{301}ments envoye\u{301}s", .sent), ("Ｔｒａｓｈ", .trash), ("Entwu\u{308}rfe", .drafts),
            ("Deep/Down/Sent", nil), ("Sent stuff", nil),
        ] as [(String, FolderRole?)])
    func `quirk 16: folders without a role are known by their names in any language, however these are spelled`(
        name: String, role: FolderRole?
    ) {
        let delimiter: Character = name.contains("/") ? "/" : "."
        let folder = ListedFolder(
            name: name, wireName: name, delimiter: delimiter, role: nil, isSubscribed: true, isSelectable: true)
        #expect(FolderRoleGuess.completing([folder]).map(\.role) == [role])
    }

    @Test func `quirk 16: a role that no folder has is given to none, and no folder is made for it`() async throws {
        try await Conversation.run(
            Conversation.opening("IMAP4rev1 SASL-IR AUTH=PLAIN") + """
                C: <a> LIST "" "*"
                C: <b> LSUB "" "*"
                S: * LIST () "/" INBOX
                S: <a> OK done
                S: <b> OK done
                C: <n> NOOP
                S: <n> OK done
                """
        ) { connection, _ in
            #expect(try await connection.list().map(\.role) == [.inbox])
            try await connection.noop()
        }
    }
}
