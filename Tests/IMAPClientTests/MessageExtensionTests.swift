import IMAPClient
import MailModel
import TestSupport
import Testing

/// FETCH and STORE with what extensions add, and changes of the whole session.
@Suite struct MessageExtensionTests {
    private static let all =
        "IMAP4rev1 SASL-IR AUTH=PLAIN LITERAL+ UIDPLUS PREVIEW SAVEDATE OBJECTID BINARY PARTIAL"
    private static let bare = "IMAP4rev1 SASL-IR AUTH=PLAIN LITERAL+"

    @Test func `previews, ids, dates and decoded parts are fetched`() async throws {
        try await Conversation.run(
            Conversation.opening(Self.all) + Conversation.selection() + """
                C: <a> UID FETCH 3:4 (UID PREVIEW (LAZY) SAVEDATE EMAILID THREADID BINARY.PEEK[2]<0.5> BINARY.SIZE[2])
                S: * 1 FETCH (UID 3 PREVIEW "Tea at five" SAVEDATE " 1-Jan-1970 00:00:10 +0000" EMAILID (M1) THREADID (T1) BINARY[2]<0> ~{5}
                S- \u{1}bcde
                S:  BINARY.SIZE[2] 812)
                S: * 2 FETCH (UID 4 PREVIEW NIL SAVEDATE NIL EMAILID (M2) THREADID NIL BINARY[2] NIL BINARY.SIZE[2] 0)
                S: <a> OK done
                """
        ) { connection, _ in
            _ = try await connection.select("INBOX")
            let found = try await connection.fetch(
                .uids(UIDSet(3...4)),
                [
                    .preview(isLazy: true), .saveDate, .objectIDs, .binary(section: "2", partial: 0..<5),
                    .binarySize(section: "2"), .gmailLabels,
                ])
            #expect(found.map(\.uid) == [UID(3), UID(4)])
            #expect(found.map(\.preview) == ["Tea at five", nil])
            #expect(found.map(\.saveDate) == [MailDate(seconds: 10), nil])
            #expect(found.map(\.emailID) == ["M1", "M2"])
            #expect(found.map(\.threadID) == ["T1", nil])
            #expect(found.first?.sections["2"] == Array("\u{1}bcde".utf8))
            #expect(found.map { $0.binarySizes["2"] } == [812, 0])
        }
    }

    @Test(arguments: ["1] BODY[", "0", "1..2", "a", "1.MIME"])
    func `a decoded part has a number and nothing else`(section: String) async throws {
        try await Conversation.run(Conversation.opening(Self.all)) { connection, _ in
            for item in [FetchItem.binary(section: section, partial: nil), .binarySize(section: section)] {
                let failure = await Conversation.failure {
                    _ = try await connection.fetch(.uids(UIDSet([UID(3)])), [item])
                }
                #expect(failure == .unencodable)
            }
        }
    }

    @Test func `what a server lacks is left out of a FETCH, and a decoded part refused`() async throws {
        try await Conversation.run(
            Conversation.opening(Self.bare) + Conversation.selection() + """
                C: <a> UID FETCH 3 (UID FLAGS)
                S: * 1 FETCH (UID 3 FLAGS ())
                S: <a> OK done
                """
        ) { connection, _ in
            _ = try await connection.select("INBOX")
            let found = try await connection.fetch(
                .uids(UIDSet([UID(3)])), [.preview(isLazy: false), .saveDate, .objectIDs, .gmailLabels, .flags])
            #expect(found.map(\.uid) == [UID(3)])
            let failure = await Conversation.failure {
                _ = try await connection.fetch(.uids(UIDSet([UID(3)])), [.binary(section: "2", partial: nil)])
            }
            #expect(failure == .unsupported("BINARY"))
        }
    }

    @Test func `a preview that the server does not have is an answer all the same`() async throws {
        try await Conversation.run(
            Conversation.opening(Self.all) + Conversation.selection() + """
                C: <a> UID FETCH 3 (UID PREVIEW FLAGS)
                S: * 1 FETCH (FLAGS (\\Seen) UID 3 PREVIEW NIL)
                S: <a> OK done
                C: <b> UID FETCH 3 (UID PREVIEW)
                S: * 1 FETCH (UID 3 PREVIEW NIL)
                S: <b> OK done
                """
        ) { connection, _ in
            _ = try await connection.select("INBOX")
            let one = MessageSet.uids(UIDSet([UID(3)]))
            #expect(try await connection.fetch(one, [.preview(isLazy: false), .flags]).first?.flags?.isSeen == true)
            #expect(try await connection.fetch(one, [.preview(isLazy: false)]).map(\.uid) == [UID(3)])
        }
    }

    @Test func `Gmail's ids and labels are fetched and labels changed`() async throws {
        try await Conversation.run(
            Conversation.opening("IMAP4rev1 SASL-IR AUTH=PLAIN X-GM-EXT-1") + Conversation.selection() + """
                C: <a> UID FETCH 3 (UID X-GM-MSGID X-GM-THRID X-GM-LABELS)
                S: * 1 FETCH (UID 3 X-GM-MSGID 1278455344230334865 X-GM-THRID 1266894439832287888 X-GM-LABELS ("\\\\Inbox" Work))
                S: <a> OK done
                C: <b> UID STORE 3 +X-GM-LABELS.SILENT (\\Starred "a b")
                S: <b> OK done
                """
        ) { connection, _ in
            _ = try await connection.select("INBOX")
            let found = try await connection.fetch(.uids(UIDSet([UID(3)])), [.objectIDs, .gmailLabels])
            #expect(found.first?.emailID == "1278455344230334865")
            #expect(found.first?.threadID == "1266894439832287888")
            #expect(found.first?.gmailLabels == ["\\Inbox", "Work"])
            try await connection.store(UIDSet([UID(3)]), labels: ["\\Starred", "a b"], adding: true)
        }
    }

    @Test func `flags are changed only where nobody else has`() async throws {
        try await Conversation.run(
            Conversation.opening("IMAP4rev1 SASL-IR AUTH=PLAIN CONDSTORE") + """
                C: <a> UID STORE 3:9 (UNCHANGEDSINCE 12) +FLAGS.SILENT (\\Seen $Work)
                S: * 1 FETCH (UID 3 MODSEQ (13))
                S: <a> OK [MODIFIED 7,9] some were changed
                C: <b> UID STORE 3 (UNCHANGEDSINCE 12) -FLAGS.SILENT (\\Seen)
                S: <b> NO [MODIFIED 3] changed
                C: <c> UID STORE 3 (UNCHANGEDSINCE 12) -FLAGS.SILENT (\\Seen)
                S: <c> NO no
                """
        ) { connection, _ in
            let kept = try await connection.store(
                UIDSet(3...9), [.system(.seen), .keyword("$Work")], adding: true, unchangedSince: ModSeq(12))
            #expect(kept == UIDSet([UID(7), UID(9)]))
            let one = UIDSet([UID(3)])
            #expect(
                try await connection.store(one, [.system(.seen)], adding: false, unchangedSince: ModSeq(12)) == one)
            let failure = await Conversation.failure {
                _ = try await connection.store(one, [.system(.seen)], adding: false, unchangedSince: ModSeq(12))
            }
            #expect(failure == .no(command: "STORE", code: nil, text: "no"))
        }
    }

    @Test func `the newest are fetched as a stretch, or by their numbers`() async throws {
        try await Conversation.run(
            Conversation.opening(Self.all) + Conversation.selection(300) + """
                C: <a> UID FETCH 1:* (UID FLAGS) (PARTIAL -1:-2)
                S: * 299 FETCH (UID 800 FLAGS ())
                S: * 300 FETCH (UID 801 FLAGS ())
                S: <a> OK done
                """
        ) { connection, _ in
            _ = try await connection.select("INBOX")
            let found = try await connection.fetch(window: .last(1...2), [.flags])
            #expect(found.map(\.uid) == [UID(800), UID(801)])
        }
        try await Conversation.run(
            Conversation.opening(Self.bare) + Conversation.selection(300) + """
                C: <a> FETCH 299:300 (UID FLAGS)
                S: * 299 FETCH (UID 800 FLAGS ())
                S: * 300 FETCH (UID 801 FLAGS ())
                S: <a> OK done
                """
        ) { connection, _ in
            _ = try await connection.select("INBOX")
            let found = try await connection.fetch(window: .last(1...2), [.flags])
            #expect(found.map(\.uid) == [UID(800), UID(801)])
            #expect(try await connection.fetch(window: .first(301...400), [.flags]).isEmpty)
        }
    }

    @Test func `with UIDONLY nothing has a number`() async throws {
        try await Conversation.run(
            Conversation.opening("IMAP4rev1 SASL-IR AUTH=PLAIN ENABLE UIDONLY PARTIAL") + Conversation.selection() + """
                C: <a> ENABLE UIDONLY
                S: * ENABLED UIDONLY
                S: <a> OK done
                C: <b> UID FETCH 3:4 (UID FLAGS)
                S: * 3 UIDFETCH (FLAGS (\\Seen))
                S: * 4 UIDFETCH (FLAGS ())
                S: <b> OK done
                C: <n> NOOP
                S: * VANISHED 4
                S: * 3 UIDFETCH (FLAGS ())
                S: <n> OK done
                """
        ) { connection, _ in
            _ = try await connection.select("INBOX")
            try await connection.enableUIDOnly()
            let found = try await connection.fetch(.uids(UIDSet(3...4)), [.flags])
            #expect(found.map(\.uid) == [UID(3), UID(4)])
            #expect(found.map(\.flags?.isSeen) == [true, false])
            let failure = await Conversation.failure { _ = try await connection.fetch(.sequence(1...2), [.flags]) }
            #expect(failure == .unsupported("numbers of messages beside UIDONLY"))
            try await connection.noop()
            var updates = connection.updates.makeAsyncIterator()
            #expect(await updates.next() == .selected(wireName: "INBOX"))
            #expect(await updates.next() == .expunged(UIDSet([UID(4)])))
            #expect(await updates.next() == .flags(UID(3), Flags(), nil))
        }
    }

    @Test func `somebody else logs in over the same link`() async throws {
        try await Conversation.run(
            Conversation.opening("IMAP4rev1 SASL-IR AUTH=PLAIN UNAUTHENTICATE") + """
                C: <a> UNAUTHENTICATE
                S: <a> OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=PLAIN] who are you
                C: <b> AUTHENTICATE PLAIN AHJvYmluAHNlY3JldA==
                S: <b> OK [CAPABILITY IMAP4rev1 IDLE] welcome
                """
        ) { connection, _ in
            try await connection.switchUser(to: IMAPLogin(user: "robin", fixedPassword: "secret"))
            #expect(await connection.capabilities.contains("IDLE"))
        }
    }
}
