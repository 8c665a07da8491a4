import IMAPClient
import MailModel
import TestSupport
import Testing

/// SEARCH and its family: what is sent, what comes back, and what is done where the server offers less.
@Suite struct SearchExtensionTests {
    private static let all =
        "IMAP4rev1 SASL-IR AUTH=PLAIN LITERAL+ ESEARCH SEARCHRES PARTIAL CONTEXT=SEARCH SEARCH=FUZZY WITHIN SAVEDATE "
        + "OBJECTID CONDSTORE SORT SORT=DISPLAY ESORT THREAD=REFERENCES MULTISEARCH X-GM-EXT-1"
    private static let bare = "IMAP4rev1 SASL-IR AUTH=PLAIN"

    @Test func `a search tells what it is asked to tell`() async throws {
        try await Conversation.run(
            Conversation.opening(Self.all) + """
                C: <a> UID SEARCH RETURN (MIN MAX COUNT PARTIAL -1:-2) UNSEEN
                S: * ESEARCH (TAG "<a>") UID MIN 3 MAX 90 COUNT 7 PARTIAL (-1:-2 80,90) MODSEQ 12
                S: <a> OK done
                C: <b> UID SEARCH RETURN (SAVE) ALL
                S: * ESEARCH (TAG "<b>") UID
                S: <b> OK done
                C: <c> UID SEARCH RETURN (ALL) UID $
                S: * ESEARCH (TAG "<c>") UID ALL 3:5
                S: <c> OK done
                C: <d> UID SEARCH RETURN (RELEVANCY) FUZZY TEXT "tea"
                S: * ESEARCH (TAG "<d>") UID RELEVANCY (90 4)
                S: <d> OK done
                """
        ) { connection, _ in
            let found = try await connection.search(
                .seen(false), returning: [.min, .max, .count, .partial(.last(1...2))])
            #expect(found.min == UID(3))
            #expect(found.max == UID(90))
            #expect(found.count == 7)
            #expect(found.partial == UIDSet([UID(80), UID(90)]))
            #expect(found.highestModSeq == ModSeq(12))
            _ = try await connection.search(.all, returning: [.save])
            #expect(try await connection.search(.key(.uid(.saved))) == UIDSet(3...5))
            let fuzzy = try await connection.search(.key(.fuzzy(.text(.text, "tea"))), returning: [.relevancy])
            #expect(fuzzy.relevancies == [90, 4])
        }
    }

    @Test func `without ESEARCH the same is worked out here`() async throws {
        try await Conversation.run(
            Conversation.opening(Self.bare) + """
                C: <a> UID SEARCH TEXT "tea"
                S: * SEARCH 9 3 4 80
                S: <a> OK done
                C: <b> UID SEARCH ALL
                S: * SEARCH
                S: <b> OK done
                """
        ) { connection, _ in
            // The server cannot match as it thinks best: then exactly.
            let found = try await connection.search(
                .key(.fuzzy(.text(.text, "tea"))), returning: [.min, .max, .count, .partial(.last(2...3))])
            #expect(found.min == UID(3))
            #expect(found.max == UID(80))
            #expect(found.count == 4)
            #expect(found.partial == UIDSet([UID(4), UID(9)]))
            #expect(found.all == nil)
            let nothing = try await connection.search(.all, returning: [.all, .count, .max, .partial(.first(1...9))])
            #expect(nothing.all == UIDSet())
            #expect(nothing.count == 0)
            #expect(nothing.max == nil)
            #expect(nothing.partial == UIDSet())
        }
    }

    @Test func `the result of a search is kept up to date until that is cancelled`() async throws {
        try await Conversation.run(
            Conversation.opening(Self.all) + Conversation.selection().replacing("INBOX", with: "INBOX (CONDSTORE)")
                + """
                C: <a> UID SEARCH RETURN (ALL UPDATE) UNSEEN
                S: * ESEARCH (TAG "<a>") UID ALL 3
                S: <a> OK done
                C: <n> NOOP
                S: * ESEARCH (TAG "<a>") UID ADDTO (0 32768:32769 1 5) REMOVEFROM (0 3)
                S: <n> OK done
                C: <c> CANCELUPDATE "<a>"
                S: <c> OK done
                """
        ) { connection, _ in
            _ = try await connection.select("INBOX")
            let found = try await connection.search(.seen(false), returning: [.all, .update])
            let context = try #require(found.context)
            try await connection.noop()
            try await connection.cancel(context)
            var updates = connection.updates.makeAsyncIterator()
            #expect(await updates.next() == .selected(wireName: "INBOX"))
            #expect(
                await updates.next()
                    == .searchChanged(
                        context, added: UIDSet(ranges: [5...5, 32768...32769]), removed: UIDSet([UID(3)])))
        }
    }

    @Test func `the server sorts, and tells the order`() async throws {
        try await Conversation.run(
            Conversation.opening(Self.all)
                + """
                C: <a> UID SORT (REVERSE DATE DISPLAYFROM) UTF-8 SUBJECT {4+}
                C: T\u{e4}e
                S: * SORT 9 3 80
                S: <a> OK done
                C: <b> UID SORT RETURN (COUNT ALL) (SUBJECT) UTF-8 ALL
                S: * ESEARCH (TAG "<b>") UID COUNT 3 ALL 9,3:4
                S: <b> OK done
                """
        ) { connection, _ in
            let sorted = try await connection.sort(
                .subject("T\u{e4}e"), by: [SortKey(.date, isReversed: true), SortKey(.displayFrom)])
            #expect(sorted == [UID(9), UID(3), UID(80)])
            let told = try await connection.sort(.all, by: [SortKey(.subject)], returning: [.count, .all])
            #expect(told.count == 3)
            #expect(told.ordered == [UID(9), UID(3), UID(4)])
        }
    }

    @Test func `threads come as depths`() async throws {
        try await Conversation.run(
            Conversation.opening(Self.all) + """
                C: <a> UID THREAD REFERENCES UTF-8 ALL
                S: * THREAD (2)(3 6 (4 23)(44 7))
                S: <a> OK done
                """
        ) { connection, _ in
            let threads = try await connection.threads(by: .references)
            #expect(threads.map(\.uid?.value) == [2, 3, 6, 4, 23, 44, 7])
            #expect(threads.map(\.depth) == [0, 0, 1, 2, 3, 2, 3])
        }
    }

    @Test func `one search looks into several mailboxes`() async throws {
        try await Conversation.run(
            Conversation.opening(Self.all) + """
                C: <a> ESEARCH IN (subtree "Work" mailboxes INBOX) RETURN (ALL) SUBJECT "tea"
                S: * ESEARCH (TAG "<a>" MAILBOX "Work/a b" UIDVALIDITY 7) UID ALL 1:3
                S: * ESEARCH (TAG "<a>" MAILBOX INBOX UIDVALIDITY 8) UID ALL 9
                S: * ESEARCH (TAG "other" MAILBOX INBOX UIDVALIDITY 8) UID ALL 1
                S: <a> OK done
                """
        ) { connection, _ in
            let found = try await connection.search(.subject("tea"), in: [.subtree(["Work"]), .mailboxes(["INBOX"])])
            #expect(found.map(\.wireName) == ["Work/a b", "INBOX"])
            #expect(found.map(\.uidValidity) == [UIDValidity(7), UIDValidity(8)])
            #expect(found.map(\.uids) == [UIDSet(1...3), UIDSet([UID(9)])])
        }
    }

    @Test func `keys of extensions are written as they are`() async throws {
        try await Conversation.run(
            Conversation.opening(Self.all) + """
                C: <a> UID SEARCH RETURN (ALL) (MODSEQ 9 YOUNGER 60 SAVEDSINCE 1-May-2021 EMAILID M1 X-GM-RAW "is:important")
                S: * ESEARCH (TAG "<a>") UID ALL 4 MODSEQ 10
                S: <a> OK done
                """
        ) { connection, _ in
            let found = try await connection.search(
                .every([
                    .key(.modSeq(9)), .key(.younger(seconds: 60)),
                    .key(.date(.savedSince, WireDay(year: 2021, month: 5, day: 1))), .key(.emailID("M1")),
                    .key(.gmailRaw("is:important")),
                ]))
            #expect(found == UIDSet([UID(4)]))
        }
    }

    @Test func `what the server lacks and nothing stands for is said by name`() async throws {
        try await Conversation.run(Conversation.opening(Self.bare)) { connection, _ in
            let calls: [(String, () async throws -> Void)] = [
                ("CONDSTORE", { _ = try await connection.search(.key(.modSeq(1))) }),
                ("WITHIN", { _ = try await connection.search(.not(.key(.older(seconds: 1)))) }),
                ("SAVEDATE", { _ = try await connection.search(.key(.saveDateSupported)) }),
                (
                    "SAVEDATE",
                    {
                        let day = WireDay(year: 2021, month: 1, day: 1)
                        _ = try await connection.search(.every([.key(.date(.savedOn, day))]))
                    }
                ),
                ("OBJECTID", { _ = try await connection.search(.key(.threadID("T1"))) }),
                ("X-GM-EXT-1", { _ = try await connection.search(.either(.all, .key(.gmailLabel("x")))) }),
                ("SEARCHRES", { _ = try await connection.search(.all, returning: [.save]) }),
                ("SEARCHRES", { _ = try await connection.search(.key(.uid(.saved))) }),
                ("CONTEXT=SEARCH", { _ = try await connection.search(.all, returning: [.update]) }),
                ("SEARCH=FUZZY", { _ = try await connection.search(.all, returning: [.relevancy]) }),
                ("SORT", { _ = try await connection.sort(by: [SortKey(.date)]) }),
                ("THREAD=REFS", { _ = try await connection.threads(by: .refs) }),
                ("MULTISEARCH", { _ = try await connection.search(.all, in: [.personal]) }),
            ]
            for (name, call) in calls {
                #expect(await Conversation.failure(call) == .unsupported(name))
            }
        }
    }
}
