import IMAPWire
import MailModel
import TestSupport
import Testing

@testable import IMAPClient

/// Numbers, UIDs and changes as some servers have them. The numbers are those of the table in `docs/imap.md`.
@Suite(.timeLimit(.minutes(1))) struct SyncQuirkTests {
    private static func updates(_ connection: IMAPConnection, _ count: Int) async -> [MailboxUpdate] {
        var found: [MailboxUpdate] = []
        for await update in connection.updates {
            found.append(update)
            if found.count == count { break }
        }
        return found
    }

    /// The UIDs 10, 20, 30 … for the numbers 1, 2, 3 …
    private static func known(_ count: Int) -> String {
        """
        C: <known> FETCH 1:\(count) (UID)
        \((1...count).map { "S: * \($0) FETCH (UID \($0 * 10))" }.joined(separator: "\n"))
        S: <known> OK done

        """
    }

    @Test func `quirk 18: zeros and what is missing from a SELECT are what the server does not have`() async throws {
        try await Conversation.run(
            Conversation.opening() + """
                C: <a> SELECT INBOX
                S: * 2 EXISTS
                S: * OK [UIDVALIDITY 0] none
                S: * OK [UIDNEXT 0] none
                S: * OK [UNSEEN 0]
                S: * OK [HIGHESTMODSEQ 0]
                S: <a> OK done
                """
        ) { connection, _ in
            let mailbox = try await connection.select("INBOX")
            #expect(mailbox.exists == 2)
            #expect(mailbox.uidValidity == UIDValidity(0))
            #expect(mailbox.uidNext == nil)
            #expect(mailbox.highestModSeq == nil)
            #expect(mailbox.permanentFlags == nil)
            #expect(mailbox.allowsNewKeywords)
            #expect(!mailbox.isReadOnly)
        }
    }

    @Test(arguments: [[1, 1, 1], [4, 3, 2], [3, 1, 2]])
    func `quirk 20: expunges mean the number at the moment they come, whatever their order`(numbers: [Int]) async throws
    {
        try await Conversation.run(
            Conversation.opening() + Conversation.selection(4) + Self.known(4) + """
                C: <n> NOOP
                \(numbers.map { "S: * \($0) EXPUNGE" }.joined(separator: "\n"))
                S: <n> OK done
                """
        ) { connection, _ in
            _ = try await connection.select("INBOX")
            _ = try await connection.fetch(.sequence(1...4), [.uid])
            try await connection.noop()
            var left: [UInt32] = [10, 20, 30, 40]
            let gone = numbers.map { left.remove(at: $0 - 1) }
            #expect(
                await Self.updates(connection, 4) == [.selected(wireName: "INBOX")]
                    + gone.map { .expunged(UIDSet([UID($0)])) })
        }
    }

    @Test func `quirk 21: an expunge among the answers to a UID FETCH moves the numbers of those that follow`()
        async throws
    {
        try await Conversation.run(
            Conversation.opening() + Conversation.selection(4) + Self.known(4) + """
                C: <f> UID FETCH 10,30,40 (UID FLAGS)
                S: * 1 FETCH (UID 10 FLAGS ())
                S: * 2 EXPUNGE
                S: * 2 FETCH (UID 30 FLAGS (\\Seen))
                S: * 3 FETCH (FLAGS (\\Flagged))
                S: <f> OK done
                """
        ) { connection, _ in
            _ = try await connection.select("INBOX")
            _ = try await connection.fetch(.sequence(1...4), [.uid])
            let found = try await connection.fetch(.uids(UIDSet([UID(10), UID(30), UID(40)])), [.uid, .flags])
            #expect(found.map(\.uid) == [UID(10), UID(30), UID(40)])
            #expect(found.last?.flags == Flags(system: [.flagged]))
            #expect(
                await Self.updates(connection, 2) == [
                    .selected(wireName: "INBOX"), .expunged(UIDSet([UID(20)])),
                ])
        }
    }

    @Test func `quirk 22: flags without a UID are placed by the number, or else are a reason to look again`()
        async throws
    {
        try await Conversation.run(
            Conversation.opening() + Conversation.selection(3) + """
                C: <known> FETCH 1:2 (UID)
                S: * 1 FETCH (UID 10)
                S: * 2 FETCH (UID 20)
                S: <known> OK done
                C: <n> NOOP
                S: * 0 FETCH (FLAGS (\\Seen))
                S: * 2 FETCH (FLAGS (\\Seen))
                S: * 3 FETCH (FLAGS (\\Seen))
                S: <n> OK done
                """
        ) { connection, _ in
            _ = try await connection.select("INBOX")
            _ = try await connection.fetch(.sequence(1...2), [.uid])
            try await connection.noop()
            #expect(
                await Self.updates(connection, 3) == [
                    .selected(wireName: "INBOX"), .flags(UID(20), Flags(system: [.seen]), nil),
                    .resyncNeeded(.unplaceable),
                ])
        }
    }

    @Test func `quirk 23: a mod-sequence of Gmail without text behind it counts, one below zero does not`() async throws
    {
        try await Conversation.run(
            Conversation.opening("IMAP4rev1 SASL-IR AUTH=PLAIN CONDSTORE") + """
                C: <a> SELECT INBOX (CONDSTORE)
                S: * 1 EXISTS
                S: * OK [HIGHESTMODSEQ 12]
                S: <a> OK done
                C: <f> FETCH 1:1 (UID FLAGS MODSEQ)
                S: * 1 FETCH (UID 10 FLAGS () MODSEQ (-1))
                S: <f> OK done
                C: <b> SELECT "Zoho" (CONDSTORE)
                S: * 1 EXISTS
                S: * OK [HIGHESTMODSEQ -1] none
                S: <b> OK done
                """
        ) { connection, _ in
            #expect(try await connection.select("INBOX").highestModSeq == ModSeq(12))
            let found = try await connection.fetch(.sequence(1...1), [.uid, .flags, .modSeq])
            #expect(found.first?.uid == UID(10))
            #expect(found.first?.modSeq == nil)
            #expect(try await connection.select("Zoho").highestModSeq == nil)
        }
    }

    @Test func `quirk 24: Yahoo gets short lines, and tells a stretch of a folder`() async throws {
        let scattered = UIDSet(ranges: (1...200).map { UInt32($0 * 10_000_000)...UInt32($0 * 10_000_000) })
        let parts = UIDSetParts.parts(of: scattered, longest: 900)
        #expect(parts.count == 3)
        let script = zip("abc", parts).map { letter, part in
            "C: <\(letter)> UID STORE \(part.wireNotation) +FLAGS.SILENT (\\Seen)"
        }
        let answers = "abc".map { "S: <\($0)> OK done" }
        try await Conversation.run(
            Conversation.opening("IMAP4rev1 SASL-IR AUTH=PLAIN XYMHIGHESTMODSEQ PARTIAL UIDONLY")
                + Conversation.selection() + (script + answers).joined(separator: "\n") + "\n" + """
                    C: <w> UID FETCH 1:* (UID FLAGS) (PARTIAL -1:-100)
                    S: * 1 FETCH (UID 10 FLAGS ())
                    S: <w> OK done
                    """
        ) { connection, _ in
            _ = try await connection.select("INBOX")
            try await connection.store(scattered, [.system(.seen)], adding: true)
            #expect(try await connection.fetch(window: .last(1...100), [.flags]).map(\.uid) == [UID(10)])
        }
        #expect(parts.allSatisfy { $0.wireNotation.utf8.count < 900 })
    }

    @Test(
        arguments: [
            ("IMAP4REV1 XYMHIGHESTMODSEQ", "hello", 900), ("IMAP4REV1", "UW-IMAP 2007e.404 ready", 900),
            ("IMAP4REV1", "[127.0.0.1] IMAP4rev1 2007f.404", 900), ("IMAP4REV1 X-GM-EXT-1", "Gimap ready", 16_000),
            ("IMAP4REV1", "hello", 7_500),
        ])
    func `quirk 24: how long a set may be goes by the server`(capabilities: String, greeting: String, longest: Int) {
        let offered = Capabilities(capabilities.split(separator: " ").map(String.init))
        #expect(IMAPConnection.longestSet(offered, greeting: greeting) == longest)
    }

    @Test func `quirk 25: sets ascend, and none is a star alone`() async throws {
        #expect(UIDSet([UID(9), UID(3), UID(4)]).wireNotation == "3:4,9")
        try await Conversation.run(
            Conversation.opening() + Conversation.selection(30) + """
                C: <a> UID FETCH 1:* (UID FLAGS)
                S: <a> OK done
                C: <b> FETCH 21:30 (UID FLAGS)
                S: <b> OK done
                C: <c> FETCH 1:* (UID FLAGS)
                S: <c> OK done
                """
        ) { connection, _ in
            _ = try await connection.select("INBOX")
            _ = try await connection.fetch(.uidsFrom(UID(0)), [.flags])
            _ = try await connection.fetch(window: .last(1...10), [.flags])
            _ = try await connection.fetch(.sequenceFrom(0), [.flags])
        }
    }
}
