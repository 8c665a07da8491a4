import IMAPClient
import MailModel
import TestSupport
import Testing

/// Mailboxes: namespaces, lists with options, status, uses, quotas, rights, metadata and news of all of them.
@Suite struct FolderExtensionTests {
    private static let all =
        "IMAP4rev1 SASL-IR AUTH=PLAIN LITERAL+ NAMESPACE LIST-EXTENDED LIST-STATUS LIST-MYRIGHTS LIST-METADATA "
        + "SPECIAL-USE CREATE-SPECIAL-USE OBJECTID STATUS=SIZE APPENDLIMIT QUOTA QUOTA=RES-STORAGE QUOTA=RES-MESSAGE "
        + "ACL METADATA NOTIFY"
    private static let bare = "IMAP4rev1 SASL-IR AUTH=PLAIN LITERAL+"

    @Test func `namespaces are told`() async throws {
        try await Conversation.run(
            Conversation.opening(Self.all) + """
                C: <a> NAMESPACE
                S: * NAMESPACE (("" "/")) (("Others/" "/")) NIL
                S: <a> OK done
                """
        ) { connection, _ in
            let found = try await connection.namespaces()
            #expect(found.personal.map(\.wirePrefix) == [""])
            #expect(found.otherUsers.map(\.wirePrefix) == ["Others/"])
            #expect(found.shared.isEmpty)
        }
    }

    @Test func `one LIST brings status, rights and metadata along`() async throws {
        try await Conversation.run(
            Conversation.opening(Self.all) + """
                C: <a> LIST (SUBSCRIBED RECURSIVEMATCH) "" ("*") RETURN (SUBSCRIBED CHILDREN SPECIAL-USE MYRIGHTS STATUS (MESSAGES SIZE MAILBOXID) METADATA (/shared/comment))
                S: * LIST (\\Subscribed \\Drafts) "/" "Drafts"
                S: * LIST (\\HasChildren) "/" "Work" ("CHILDINFO" ("SUBSCRIBED"))
                S: * STATUS "Drafts" (MESSAGES 3 SIZE 812 MAILBOXID (F1))
                S: * MYRIGHTS "Drafts" lrs
                S: * METADATA "Drafts" (/shared/comment "ours")
                S: <a> OK done
                """
        ) { connection, _ in
            var request = ListRequest()
            request.selection = [.subscribed, .recursiveMatch]
            request.status = [.messages, .size, .mailboxID, .highestModSeq]
            request.rights = true
            request.metadata = ["/shared/comment"]
            let found = try await connection.list(request)
            #expect(found.map(\.folder.wireName) == ["Drafts", "Work"])
            #expect(found.first?.folder.role == .drafts)
            #expect(found.first?.status == MailboxStatusValues(messages: 3, size: 812, mailboxID: "F1"))
            #expect(found.first?.rights == "lrs")
            #expect(found.first?.metadata == ["/shared/comment": "ours"])
            #expect(found.last?.childInfo == ["SUBSCRIBED"])
            #expect(found.last?.folder.isSubscribed == false)
        }
    }

    @Test func `what LIST cannot bring along is asked for one by one`() async throws {
        try await Conversation.run(
            Conversation.opening("IMAP4rev1 SASL-IR AUTH=PLAIN LIST-EXTENDED ACL METADATA") + """
                C: <a> LIST "" "*" RETURN (SUBSCRIBED CHILDREN)
                S: * LIST () "/" INBOX
                S: * LIST (\\Noselect) "/" "Work"
                S: * LIST () "/" "Plans"
                S: <a> OK done
                C: <b> STATUS INBOX (MESSAGES)
                S: * STATUS INBOX (MESSAGES 3)
                S: <b> OK done
                C: <c> MYRIGHTS INBOX
                S: * MYRIGHTS INBOX lrs
                S: <c> OK done
                C: <d> GETMETADATA INBOX (/shared/comment)
                S: * METADATA INBOX (/shared/comment NIL)
                S: <d> OK done
                C: <e> STATUS "Plans" (MESSAGES)
                S: <e> NO [NOPERM] no
                C: <f> MYRIGHTS "Plans"
                S: <f> NO no
                C: <g> GETMETADATA "Plans" (/shared/comment)
                S: * METADATA "Plans" (/shared/comment {4}
                S: ours)
                S: <g> OK done
                """
        ) { connection, _ in
            var request = ListRequest()
            request.status = [.messages, .size]
            request.rights = true
            request.metadata = ["/shared/comment"]
            let found = try await connection.list(request)
            #expect(found.map(\.status?.messages) == [3, nil, nil])
            #expect(found.map(\.rights) == ["lrs", nil, nil])
            #expect(found.map(\.metadata) == [[:], [:], ["/shared/comment": "ours"]])
        }
    }

    @Test func `STATUS is asked for what the server can tell`() async throws {
        try await Conversation.run(
            Conversation.opening(Self.all) + """
                C: <a> STATUS "Plans" (MESSAGES DELETED SIZE MAILBOXID APPENDLIMIT DELETED-STORAGE)
                S: * STATUS "Plans" (MESSAGES 3 DELETED 1 SIZE 812 MAILBOXID (F1) APPENDLIMIT NIL DELETED-STORAGE 40)
                S: <a> OK done
                """
        ) { connection, _ in
            let status = try await connection.status(
                of: "Plans", [.messages, .deleted, .size, .mailboxID, .appendLimit, .deletedStorage, .highestModSeq])
            #expect(
                status
                    == MailboxStatusValues(
                        messages: 3, deleted: 1, deletedStorage: 40, size: 812, mailboxID: "F1"))
        }
        try await Conversation.run(Conversation.opening(Self.bare)) { connection, _ in
            let status = try await connection.status(of: "Plans", [.size, .mailboxID])
            #expect(status == MailboxStatusValues())
        }
    }

    @Test func `a mailbox is made for a use where the server takes one`() async throws {
        try await Conversation.run(
            Conversation.opening(Self.all) + """
                C: <a> CREATE "Old" (USE (\\Archive))
                S: <a> OK [MAILBOXID (F7)] done
                """
        ) { connection, _ in
            let id = try await connection.create("Old", uses: [.archive])
            #expect(id == "F7")
        }
        try await Conversation.run(
            Conversation.opening(Self.bare) + """
                C: <a> CREATE "Old"
                S: <a> OK done
                """
        ) { connection, _ in
            let id = try await connection.create("Old", uses: [.archive])
            #expect(id == nil)
        }
    }

    @Test func `quotas are told and set`() async throws {
        try await Conversation.run(
            Conversation.opening(Self.all) + """
                C: <a> GETQUOTAROOT INBOX
                S: * QUOTAROOT INBOX "" "all of it"
                S: * QUOTA "" (STORAGE 10 512 MESSAGE 3 100)
                S: * QUOTA "all of it" ()
                S: <a> OK done
                C: <b> SETQUOTA "" (STORAGE 1024)
                S: * QUOTA "" (STORAGE 10 1024)
                S: <b> OK done
                C: <c> GETQUOTA ""
                S: <c> NO [NOPERM] no
                """
        ) { connection, _ in
            let quotas = try await connection.quotas(of: "INBOX")
            #expect(quotas.map(\.root) == ["", "all of it"])
            #expect(quotas.first?.resources.map(\.name) == ["STORAGE", "MESSAGE"])
            #expect(quotas.first?.resources.map(\.limit) == [512, 100])
            let set = try await connection.setQuota(root: "", [QuotaLimit(resource: "STORAGE", limit: 1024)])
            #expect(set?.resources.map(\.limit) == [1024])
            let failure = await Conversation.failure { _ = try await connection.quota(root: "") }
            #expect(failure == .no(command: "GETQUOTA", code: "NOPERM", text: "no"))
        }
    }

    @Test func `rights are told and changed`() async throws {
        try await Conversation.run(
            Conversation.opening(Self.all) + """
                C: <a> SETACL "Work" ada +lr
                S: <a> OK done
                C: <b> GETACL "Work"
                S: * ACL "Work" ada lr robin lrswipkxtea
                S: <b> OK done
                C: <c> LISTRIGHTS "Work" "a b"
                S: * LISTRIGHTS "Work" "a b" la r swicd
                S: <c> OK done
                C: <d> MYRIGHTS "Work"
                S: * MYRIGHTS "Work" lrs
                S: <d> OK done
                C: <e> DELETEACL "Work" ada
                S: <e> OK done
                """
        ) { connection, _ in
            try await connection.setRights(.add("lr"), of: "ada", on: "Work")
            #expect(try await connection.rights(on: "Work").map(\.identifier) == ["ada", "robin"])
            #expect(try await connection.possibleRights(of: "a b", on: "Work") == ["la", "r", "swicd"])
            #expect(try await connection.myRights(on: "Work") == "lrs")
            try await connection.deleteRights(of: "ada", on: "Work")
            let failure = await Conversation.failure {
                try await connection.setRights(.replace("l r"), of: "ada", on: "Work")
            }
            #expect(failure == .unencodable)
        }
    }

    @Test func `metadata is read and written`() async throws {
        try await Conversation.run(
            Conversation.opening(Self.all) + """
                C: <a> GETMETADATA (MAXSIZE 100 DEPTH infinity) "" (/Shared/comment)
                S: * METADATA "" (/Shared/Comment "Shop" /shared/comment/more {3}
                S: a b)
                S: <a> OK [METADATA LONGENTRIES 2199] some left out
                C: <b> SETMETADATA INBOX (/private/a NIL /private/b "x")
                S: <b> OK done
                """
        ) { connection, _ in
            let values = try await connection.metadata(
                of: "", ["/Shared/comment"], largest: 100, depth: .everything)
            #expect(values == ["/shared/comment": "Shop", "/shared/comment/more": "a b"])
            try await connection.setMetadata(of: "INBOX", ["/private/b": "x", "/private/a": nil])
            let failure = await Conversation.failure {
                try await connection.setMetadata(of: "INBOX", ["/private/\r\na LOGOUT": nil])
            }
            #expect(failure == .unencodable)
        }
    }

    @Test func `the server tells of mailboxes that are not open`() async throws {
        try await Conversation.run(
            Conversation.opening(Self.all) + """
                C: <a> NOTIFY SET STATUS (personal (MessageNew MessageExpunge MailboxName))
                S: * STATUS "Plans" (MESSAGES 3 UIDNEXT 9 UIDVALIDITY 7)
                S: <a> OK done
                C: <n> NOOP
                S: * STATUS "Plans" (MESSAGES 4 UIDNEXT 10)
                S: * LIST () "/" "New" ("OLDNAME" ("Old"))
                S: * LIST (\\NonExistent) "/" "Gone"
                S: * METADATA "Plans" /shared/comment
                S: <n> OK done
                C: <z> NOTIFY NONE
                S: <z> OK done
                """
        ) { connection, _ in
            let stand = try await connection.notify([
                NotifyGroup(.personal, [.messageNew([]), .messageExpunge, .mailboxName])
            ])
            #expect(stand["Plans"]?.messages == 3)
            try await connection.noop()
            try await connection.notifyNone()
            var updates = connection.updates.makeAsyncIterator()
            #expect(
                await updates.next()
                    == .mailboxStatus(wireName: "Plans", MailboxStatusValues(messages: 4, uidNext: UID(10))))
            guard case .mailboxListed(let renamed, true, "Old") = await updates.next() else {
                Issue.record("the renaming was not told")
                return
            }
            #expect(renamed.wireName == "New")
            guard case .mailboxListed(let gone, false, nil) = await updates.next() else {
                Issue.record("the removal was not told")
                return
            }
            #expect(gone.wireName == "Gone")
            #expect(await updates.next() == .metadataChanged(wireName: "Plans", entries: ["/shared/comment"]))
        }
    }

    @Test func `what the server lacks and nothing stands for is said by name`() async throws {
        try await Conversation.run(Conversation.opening(Self.bare)) { connection, _ in
            let calls: [(String, () async throws -> Void)] = [
                ("NAMESPACE", { _ = try await connection.namespaces() }),
                ("LIST-EXTENDED", { _ = try await connection.list(ListRequest()) }),
                ("QUOTA", { _ = try await connection.quotas(of: "INBOX") }),
                ("ACL", { _ = try await connection.myRights(on: "INBOX") }),
                ("METADATA", { _ = try await connection.metadata(of: "", ["/shared/comment"]) }),
                ("NOTIFY", { _ = try await connection.notify([]) }),
                ("UIDONLY", { try await connection.enableUIDOnly() }),
                ("UNAUTHENTICATE", { try await connection.switchUser(to: Conversation.login) }),
            ]
            for (name, call) in calls {
                #expect(await Conversation.failure(call) == .unsupported(name))
            }
        }
    }
}

/// Names of mailboxes on the wire.
@Suite struct MailboxNameModeTests {
    @Test func `names are UTF-8 once UTF8=ACCEPT is enabled, and modified UTF-7 before`() async throws {
        try await Conversation.run(
            Conversation.opening("IMAP4rev1 SASL-IR AUTH=PLAIN ENABLE UTF8=ACCEPT") + """
                C: <a> LIST "" "*"
                C: <b> LSUB "" "*"
                S: * LIST () "/" "R&-D &APw-ber"
                S: <a> OK done
                S: <b> OK done
                C: <e> ENABLE UTF8=ACCEPT
                S: * ENABLED UTF8=ACCEPT
                S: <e> OK done
                C: <c> LIST "" "*"
                C: <d> LSUB "" "*"
                S: * LIST () "/" "R&D &APw-über"
                S: <c> OK done
                S: <d> OK done
                """
        ) { connection, _ in
            #expect(try await connection.list().map(\.name) == ["R&D über"])
            #expect(await connection.wireName(forTyped: "R&D ü") == "R&-D &APw-")
            try await connection.acceptUTF8()
            #expect(try await connection.list().map(\.name) == ["R&D &APw-über"])
            #expect(await connection.wireName(forTyped: "R&D ü") == "R&D ü")
        }
    }

    @Test(arguments: [
        ("IMAP4rev2", true), ("IMAP4rev1 IMAP4rev2", false), ("IMAP4rev1", false), ("imap4rev2 ENABLE", true),
    ])
    func `names are UTF-8 where only IMAP4rev2 is spoken`(revisions: String, isUTF8: Bool) async throws {
        try await Conversation.run(
            Conversation.opening(revisions + " SASL-IR AUTH=PLAIN") + """
                C: <n> NOOP
                S: * LIST () "/" "&APw-"
                S: <n> OK done
                """
        ) { connection, _ in
            try await connection.noop()
            #expect(await connection.namesAreUTF8 == isUTF8)
            for await update in connection.updates {
                guard case .mailboxListed(let folder, _, _) = update else { continue }
                #expect(folder.name == (isUTF8 ? "&APw-" : "ü"))
                break
            }
        }
    }

    @Test func `names are UTF-8 once IMAP4rev2 is enabled`() async throws {
        try await Conversation.run(
            Conversation.opening("IMAP4rev1 IMAP4rev2 SASL-IR AUTH=PLAIN ENABLE") + """
                C: <e> ENABLE IMAP4REV2
                S: * ENABLED IMAP4rev2
                S: <e> OK done
                """
        ) { connection, _ in
            _ = try await connection.enable(["IMAP4rev2"])
            #expect(await connection.namesAreUTF8)
        }
    }
}
