import IMAPClient
import MailModel
import TestSupport
import Testing

/// ENABLE, QRESYNC and CONDSTORE: what changed comes along, and what a server cannot do is done without.
@Suite struct ResyncTests {
    static let everything = "IMAP4rev1 SASL-IR AUTH=PLAIN ENABLE CONDSTORE QRESYNC UIDPLUS"

    private let known = KnownMailbox(
        uidValidity: UIDValidity(7), highestModSeq: ModSeq(90), uids: UIDSet(ranges: [1...3, 5...9]),
        matches: [(1, UID(1)), (4, UID(5))])

    private static let answers = """
        S: * 6 EXISTS
        S: * OK [UIDVALIDITY 7] ok
        S: * OK [UIDNEXT 11] ok
        S: * OK [HIGHESTMODSEQ 99]
        S: * VANISHED (EARLIER) 2,6:7
        S: * 2 FETCH (UID 3 FLAGS (\\Seen) MODSEQ (97))
        S: * 6 FETCH (UID 10 FLAGS () MODSEQ (99))
        S: <s> OK [READ-WRITE] done

        """

    @Test func `one SELECT brings what vanished and changed, in the turn of ENABLE`() async throws {
        try await Conversation.run(
            Conversation.opening(Self.everything) + """
                C: <e> ENABLE QRESYNC
                C: <s> SELECT INBOX (QRESYNC (7 90 1:3,5:9 (1,4 1,5)))
                S: * ENABLED QRESYNC
                S: <e> OK done
                """ + "\n" + Self.answers
        ) { connection, _ in
            let mailbox = try await connection.select("INBOX", known: known)
            let changes = try #require(mailbox.changes)
            #expect(changes.vanished == UIDSet(ranges: [2...2, 6...7]))
            #expect(changes.changed.map(\.uid) == [UID(3), UID(10)])
            #expect(changes.changed.map(\.flags) == [Flags(system: .seen), Flags()])
            #expect(changes.changed.map(\.modSeq) == [ModSeq(97), ModSeq(99)])
            #expect(mailbox.highestModSeq == ModSeq(99))
            #expect(connection.counters.turns == 2)
            #expect(await connection.extensions.contains { $0 == (.qresync, .used) })
            await connection.closeNow()
            var updates: [MailboxUpdate] = []
            for await update in connection.updates { updates.append(update) }
            #expect(updates == [.selected(wireName: "INBOX")])
        }
    }

    @Test func `quirk 8: an ENABLE that is OK without ENABLED is believed`() async throws {
        try await Conversation.run(
            Conversation.opening(Self.everything) + """
                C: <e> ENABLE QRESYNC
                C: <s> SELECT INBOX (QRESYNC (7 90 1:3,5:9 (1,4 1,5)))
                S: <e> OK done
                """ + "\n" + Self.answers + """
                    C: <f> UID FETCH 1:9 (UID FLAGS) (CHANGEDSINCE 99 VANISHED)
                    S: * VANISHED (EARLIER) 8
                    S: * 1 FETCH (UID 1 FLAGS () MODSEQ (120))
                    S: <f> OK done
                    """
        ) { connection, _ in
            #expect(try await connection.select("INBOX", known: known).changes != nil)
            #expect(await connection.enabledExtensions == ["QRESYNC"])
            let changes = try await connection.changes(in: UIDSet(1...9), since: ModSeq(99))
            #expect(changes.vanished == UIDSet(8...8))
            #expect(changes.changed.map(\.uid) == [UID(1)])
        }
    }

    @Test func `quirk 8: one unknown word that spoils ENABLE is left out`() async throws {
        try await Conversation.run(
            Conversation.opening("IMAP4rev1 IMAP4rev2 SASL-IR AUTH=PLAIN ENABLE CONDSTORE") + """
                C: <a> ENABLE CONDSTORE IMAP4REV2
                S: <a> BAD Unknown extension
                C: <b> ENABLE CONDSTORE
                S: * ENABLED CONDSTORE
                S: <b> OK done
                C: <c> ENABLE IMAP4REV2
                S: <c> BAD Unknown extension
                """
        ) { connection, _ in
            let found = try await connection.enable(["CONDSTORE", "IMAP4rev2", "UNHEARD-OF"])
            #expect(found == ["CONDSTORE"])
        }
    }

    @Test func `a refused ENABLE and its SELECT are done again without, and that is remembered`() async throws {
        let learnt = Lines()
        let script =
            Conversation.opening(Self.everything) + """
                C: <e> ENABLE QRESYNC
                C: <s> SELECT INBOX (QRESYNC (7 90 1:3,5:9 (1,4 1,5)))
                S: <e> NO not today
                S: <s> BAD what
                C: <t> SELECT INBOX
                S: * 6 EXISTS
                S: * OK [UIDVALIDITY 7] ok
                S: <t> OK done

                """
        let options = IMAPOptions(learnt: { learnt.append($0.broken.sorted().joined(separator: " ")) })
        try await Conversation.run(script, options: options) { connection, _ in
            let mailbox = try await connection.select("INBOX", known: known)
            #expect(mailbox.changes == nil)
            #expect(mailbox.exists == 6)
            #expect(await connection.profile.isBroken(.qresync))
        }
        #expect(learnt.all.last == "QRESYNC")
    }

    @Test func `what an earlier connection found broken is not tried again`() async throws {
        var profile = ServerProfile()
        let kept = Lines()
        try await Conversation.run(
            Conversation.opening(Self.everything) + """
                C: <e> ENABLE QRESYNC
                C: <s> SELECT INBOX (CONDSTORE)
                S: <e> BAD no
                S: <s> OK done
                """
        ) { connection, _ in
            _ = try await connection.select("INBOX")
            profile = await connection.profile
            kept.append("\(profile.broken)")
        }
        try await Conversation.run(
            Conversation.opening(Self.everything) + """
                C: <s> SELECT INBOX (CONDSTORE)
                S: <s> OK done
                """, options: IMAPOptions(profile: profile)
        ) { connection, _ in
            _ = try await connection.select("INBOX", known: known)
            #expect(await connection.extensions.contains { $0 == (.qresync, .broken) })
        }
    }

    @Test func `another UIDVALIDITY tells no changes`() async throws {
        try await Conversation.run(
            Conversation.opening(Self.everything) + """
                C: <e> ENABLE QRESYNC
                C: <s> SELECT INBOX (QRESYNC (7 90 1:3,5:9 (1,4 1,5)))
                S: * ENABLED QRESYNC
                S: <e> OK done
                S: * 6 EXISTS
                S: * OK [UIDVALIDITY 8] ok
                S: * OK [HIGHESTMODSEQ 99]
                S: <s> OK done
                """
        ) { connection, _ in
            let found = try await connection.select("INBOX", known: known).changes
            #expect(found == nil)
        }
    }

    @Test func `quirk 23: a mod-sequence of 0 is never sent`() async throws {
        let zero = KnownMailbox(uidValidity: UIDValidity(7), highestModSeq: ModSeq(0))
        try await Conversation.run(
            Conversation.opening(Self.everything) + """
                C: <e> ENABLE QRESYNC
                C: <s> SELECT INBOX (CONDSTORE)
                S: <e> OK done
                S: * OK [HIGHESTMODSEQ 0]
                S: <s> OK done
                """
        ) { connection, _ in
            let found = try await connection.select("INBOX", known: zero).highestModSeq
            #expect(found == nil)
            await #expect(throws: IMAPError.unsupported("CONDSTORE")) {
                _ = try await connection.changes(in: UIDSet(1...9), since: ModSeq(0))
            }
        }
    }

    @Test func `with CONDSTORE alone flags since a mod-sequence are told, and nothing vanished`() async throws {
        try await Conversation.run(
            Conversation.opening("IMAP4rev1 SASL-IR AUTH=PLAIN condstore enable") + """
                C: <s> SELECT INBOX (CONDSTORE)
                S: <s> OK done
                C: <f> UID FETCH 1:9 (UID FLAGS) (CHANGEDSINCE 99)
                S: <f> OK done
                """
        ) { connection, _ in
            _ = try await connection.select("INBOX", known: known)
            #expect(try await connection.changes(in: UIDSet(1...9), since: ModSeq(99)) == MailboxChanges())
        }
    }

    @Test func `what vanishes while another mailbox is selected is not of that one`() async throws {
        try await Conversation.run(
            Conversation.opening(Self.everything) + """
                C: <e> ENABLE QRESYNC
                C: <s> SELECT INBOX (CONDSTORE)
                S: <e> OK done
                S: * 3 EXISTS
                S: <s> OK done
                C: <t> SELECT "Other" (CONDSTORE)
                S: * VANISHED 5
                S: * 1 FETCH (UID 1 FLAGS (\\Seen) MODSEQ (3))
                S: * OK [CLOSED] left
                S: * 2 EXISTS
                S: <t> OK done
                """
        ) { connection, _ in
            _ = try await connection.select("INBOX")
            _ = try await connection.select("Other")
            await connection.closeNow()
            var updates: [MailboxUpdate] = []
            for await update in connection.updates { updates.append(update) }
            #expect(updates == [.selected(wireName: "INBOX"), .selected(wireName: "Other")])
        }
    }
}
