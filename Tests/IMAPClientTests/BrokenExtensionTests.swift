import IMAPClient
import MailModel
import TestSupport
import Testing

/// Extensions that are offered and answered with BAD: what is wanted is had without, and they are not asked for again.
@Suite struct BrokenExtensionTests {
    private static let base = "IMAP4rev1 SASL-IR AUTH=PLAIN LITERAL+"

    /// What the connection has learnt to be broken after the script.
    private func broken(
        _ capabilities: String, _ script: String, _ body: (IMAPConnection) async throws -> Void
    ) async throws -> Set<String> {
        var found: Set<String> = []
        let opening = Conversation.opening("\(Self.base) \(capabilities)")
        try await Conversation.run(opening + Conversation.selection() + script) { connection, _ in
            _ = try await connection.select("INBOX")
            try await body(connection)
            found = await connection.profile.broken
        }
        return found
    }

    @Test func `of several items of a FETCH the one that is BAD is found`() async throws {
        let found = try await broken(
            "PREVIEW OBJECTID",
            """
            C: <a> UID FETCH 3 (UID PREVIEW EMAILID THREADID RFC822.SIZE)
            S: <a> BAD what
            C: <b> UID FETCH 3 (UID RFC822.SIZE)
            S: * 1 FETCH (UID 3 RFC822.SIZE 7)
            S: <b> OK done
            C: <c> UID FETCH 3 (UID PREVIEW RFC822.SIZE)
            S: <c> BAD what
            C: <d> UID FETCH 3 (UID EMAILID THREADID RFC822.SIZE)
            S: <d> OK done
            C: <e> UID FETCH 3 (UID EMAILID THREADID RFC822.SIZE)
            S: * 1 FETCH (UID 3 EMAILID (M1) THREADID (T1) RFC822.SIZE 7)
            S: <e> OK done
            """
        ) { connection in
            let items: [FetchItem] = [.preview(isLazy: false), .objectIDs, .size]
            let first = try await connection.fetch(.uids(UIDSet([UID(3)])), items)
            #expect(first.map(\.size) == [7])
            let second = try await connection.fetch(.uids(UIDSet([UID(3)])), items)
            #expect(second.map(\.emailID) == ["M1"])
        }
        #expect(found == ["PREVIEW"])
    }

    @Test func `a FETCH that is BAD without them too is BAD, and nothing is learnt of it`() async throws {
        let found = try await broken(
            "SAVEDATE",
            """
            C: <a> UID FETCH 3 (UID SAVEDATE)
            S: <a> BAD first
            C: <b> UID FETCH 3 (UID)
            S: <b> BAD second
            """
        ) { connection in
            let failure = await Conversation.failure {
                _ = try await connection.fetch(.uids(UIDSet([UID(3)])), [.saveDate])
            }
            #expect(failure == .bad(command: "FETCH", text: "first"))
        }
        #expect(found.isEmpty)
    }

    @Test func `ESEARCH that is BAD is done without`() async throws {
        let found = try await broken(
            "ESEARCH",
            """
            C: <a> UID SEARCH RETURN (ALL) UNSEEN
            S: <a> BAD what
            C: <b> UID SEARCH UNSEEN
            S: * SEARCH 3 4
            S: <b> OK done
            C: <c> UID SEARCH UNSEEN
            S: * SEARCH 3
            S: <c> OK done
            """
        ) { connection in
            let all = try await connection.search(.seen(false))
            #expect(all == UIDSet([UID(3), UID(4)]))
            let counted = try await connection.search(.seen(false), returning: [.count])
            #expect(counted.count == 1)
        }
        #expect(found == ["ESEARCH"])
    }

    @Test func `FUZZY that is BAD is left out, and a stretch is still the server's to cut`() async throws {
        let found = try await broken(
            "ESEARCH PARTIAL SEARCH=FUZZY",
            """
            C: <a> UID SEARCH RETURN (PARTIAL 1:2) FUZZY SUBJECT "carry"
            S: <a> BAD what
            C: <b> UID SEARCH SUBJECT "carry"
            S: * SEARCH 3 4 5
            S: <b> OK done
            C: <c> UID SEARCH SUBJECT "carry"
            S: * SEARCH 3 4 5
            S: <c> OK done
            C: <d> UID SEARCH RETURN (PARTIAL 1:2) SUBJECT "carry"
            S: * ESEARCH (TAG "<d>") UID PARTIAL (1:2 3:4)
            S: <d> OK done
            C: <e> UID SEARCH RETURN (PARTIAL 1:2) FUZZY SUBJECT "carry"
            S: <e> BAD what
            C: <f> UID SEARCH RETURN (PARTIAL 1:2) SUBJECT "carry"
            S: * ESEARCH (TAG "<f>") UID PARTIAL (1:2 3:4)
            S: <f> OK done
            """
        ) { connection in
            for _ in 1...2 {
                let result = try await connection.search(
                    .key(.fuzzy(.text(.subject, "carry"))), returning: [.partial(.first(1...2))])
                #expect(result.partial == UIDSet([UID(3), UID(4)]))
            }
        }
        #expect(found == ["SEARCH=FUZZY"])
    }

    @Test func `PARTIAL that is BAD is cut here from all that is found`() async throws {
        let found = try await broken(
            "ESEARCH PARTIAL",
            """
            C: <a> UID SEARCH RETURN (PARTIAL 1:2) UNSEEN
            S: <a> BAD what
            C: <b> UID SEARCH UNSEEN
            S: * SEARCH 3 4 5
            S: <b> OK done
            C: <c> UID SEARCH UNSEEN
            S: * SEARCH 3 4 5
            S: <c> OK done
            C: <d> UID SEARCH RETURN (PARTIAL 1:2) UNSEEN
            S: <d> BAD what
            C: <e> UID SEARCH UNSEEN
            S: * SEARCH 3 4 5
            S: <e> OK done
            """
        ) { connection in
            for _ in 1...2 {
                let result = try await connection.search(.seen(false), returning: [.partial(.first(1...2))])
                #expect(result.partial == UIDSet([UID(3), UID(4)]))
            }
        }
        #expect(found == ["PARTIAL"])
    }

    @Test func `an item of STATUS that is BAD is left out`() async throws {
        let found = try await broken(
            "STATUS=SIZE",
            """
            C: <a> STATUS "Sent" (MESSAGES SIZE)
            S: <a> BAD what
            C: <b> STATUS "Sent" (MESSAGES)
            S: * STATUS Sent (MESSAGES 2)
            S: <b> OK done
            C: <c> STATUS "Sent" (MESSAGES)
            S: * STATUS Sent (MESSAGES 2)
            S: <c> OK done
            """
        ) { connection in
            for _ in 1...2 {
                let status = try await connection.status(of: "Sent", [.messages, .size])
                #expect(status.messages == 2)
            }
        }
        #expect(found == ["STATUS=SIZE"])
    }

    @Test func `REPLACE that is BAD is an APPEND and a removal`() async throws {
        let found = try await broken(
            "REPLACE UIDPLUS",
            """
            C: <a> UID REPLACE 3 "Drafts" {3+}
            C: two
            S: <a> BAD what
            C: <b> APPEND "Drafts" {3+}
            C: two
            S: <b> OK [APPENDUID 7 11] done
            C: <c> UID STORE 3 +FLAGS.SILENT (\\Deleted)
            S: <c> OK done
            C: <d> UID EXPUNGE 3
            S: <d> OK done
            """
        ) { connection in
            let message = OutgoingMessage(Array("two".utf8))
            let placed = try await connection.replace(UID(3), in: "Drafts", with: message)
            #expect(placed?.uid == UID(11))
        }
        #expect(found == ["REPLACE"])
    }

    @Test func `MULTIAPPEND that is BAD is one APPEND each`() async throws {
        let found = try await broken(
            "MULTIAPPEND",
            """
            C: <a> APPEND "Sent" {3+}
            C: one {3+}
            C: two
            S: <a> BAD what
            C: <b> APPEND "Sent" {3+}
            C: one
            S: <b> OK done
            C: <c> APPEND "Sent" {3+}
            C: two
            S: <c> OK done
            """
        ) { connection in
            let messages = ["one", "two"].map { OutgoingMessage(Array($0.utf8)) }
            let placed = try await connection.append("Sent", all: messages)
            #expect(placed == [nil, nil])
        }
        #expect(found == ["MULTIAPPEND"])
    }

    @Test func `CREATE with a use that is BAD is made without`() async throws {
        let found = try await broken(
            "CREATE-SPECIAL-USE",
            """
            C: <a> CREATE "Weg" (USE (\\Trash))
            S: <a> BAD what
            C: <b> CREATE "Weg"
            S: <b> OK done
            """
        ) { connection in
            try await connection.create("Weg", uses: [.trash])
        }
        #expect(found == ["CREATE-SPECIAL-USE"])
    }

    @Test func `MOVE that is BAD is a copy and a removal`() async throws {
        let found = try await broken(
            "MOVE UIDPLUS",
            """
            C: <a> UID MOVE 3 "Archive"
            S: <a> BAD what
            C: <b> UID COPY 3 "Archive"
            S: <b> OK done
            C: <c> UID STORE 3 +FLAGS.SILENT (\\Deleted)
            C: <d> UID EXPUNGE 3
            S: <c> OK done
            S: <d> OK done
            """
        ) { connection in
            _ = try await connection.move(UIDSet([UID(3)]), to: "Archive")
        }
        #expect(found == ["MOVE"])
    }

    @Test func `UID EXPUNGE that is BAD twice is not sent a third time`() async throws {
        let found = try await broken(
            "UIDPLUS",
            """
            C: <a> UID EXPUNGE 3
            S: <a> BAD what
            C: <b> UID EXPUNGE 3
            S: <b> BAD what
            """
        ) { connection in
            for _ in 1...2 {
                let failure = await Conversation.failure { try await connection.expunge(UIDSet([UID(3)])) }
                #expect(failure == .bad(command: "EXPUNGE", text: "what"))
            }
            let failure = await Conversation.failure { try await connection.expunge(UIDSet([UID(3)])) }
            #expect(failure == .unsupported("UIDPLUS"))
        }
        #expect(found == ["UIDPLUS"])
    }
}
