import IMAPClient
import MailModel
import MailStore
import TestSupport
import Testing

@testable import MailSync

/// What servers do to a synchronisation. The numbers are those of the table in `docs/imap.md`.
@Suite(.serialized) struct ServerQuirkTests {
    private static let capabilities = "IMAP4rev1 SASL-IR AUTH=PLAIN LITERAL+ UIDPLUS MOVE"

    private static let opening = """
        S: * OK [CAPABILITY \(capabilities)] hello
        C: <login> AUTHENTICATE PLAIN AGFkYQBzZWNyZXQ=
        S: <login> OK [CAPABILITY \(capabilities)] welcome

        """

    private static func configuration(_ server: ScriptedServer) -> AccountConfiguration {
        AccountConfiguration(
            id: AccountID("work"),
            endpoint: IMAPEndpoint(host: "127.0.0.1", port: server.port, security: .plaintext),
            login: IMAPLogin(user: "ada", fixedPassword: "secret"))
    }

    @Test(
        .timeLimit(.minutes(1)),
        arguments: [
            "S: * BYE Too many simultaneous connections\nX:",
            """
            S: * OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=PLAIN] hello
            C: <login> AUTHENTICATE PLAIN AGFkYQBzZWNyZXQ=
            S: <login> NO [UNAVAILABLE] come back later
            """,
            """
            S: * OK [CAPABILITY IMAP4rev1] hello
            C: <login> LOGIN ada "secret"
            S: <login> BAD User is authenticated but not connected.
            """,
        ])
    func `quirk 3: a server that has no room for us is left alone for minutes`(script: String) async throws {
        // Given
        let server = try await ScriptedServer.start(script)
        let account = AccountSync(
            Self.configuration(server), store: try MailStore.inMemory(), clock: ManualClock(), now: { 1_000 })

        // When
        let run = Task { await account.run() }
        var wait: Int64?
        for await status in account.statuses {
            if case .offline(_, _, let retryAt) = status.link {
                wait = retryAt.map { $0 - 1_000 }
                break
            }
        }
        run.cancel()

        // Then
        #expect((120...430).contains(wait ?? 0))
        await server.stop()
    }

    @Test(.timeLimit(.minutes(1))) func `quirk 3: a login that is refused is not tried again by itself`() async throws {
        // Given
        let server = try await ScriptedServer.start(
            """
            S: * OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=PLAIN] hello
            C: <login> AUTHENTICATE PLAIN AGFkYQBzZWNyZXQ=
            S: <login> NO [AUTHENTICATIONFAILED] wrong
            """)
        let account = AccountSync(Self.configuration(server), store: try MailStore.inMemory())

        // When
        let run = Task { await account.run() }
        var isStopped = false
        for await status in account.statuses {
            if case .stopped = status.link { isStopped = true }
            if case .offline = status.link { break }
            if isStopped { break }
        }
        run.cancel()

        // Then
        #expect(isStopped)
        await server.stop()
    }

    @Test func `quirk 19: a message that came without another UIDNEXT is found by the number of messages`() {
        // Given: the server's UIDNEXT is still what it was, and there is one more
        let server = SyncPlanTests.server(4, next: 9, modSeq: 5)

        // When
        var plan = SyncPlan(local: SyncPlanTests.local(next: 9, modSeq: 5, rows: 3), server: server)

        // Then
        #expect(plan.next == .compare)
        let vanished = plan.compared(
            server: UIDSet([UID(1), UID(2), UID(3), UID(9)]), known: UIDSet([UID(1), UID(2), UID(3)]))
        #expect(vanished.isEmpty)
        #expect(plan.missing == UIDSet([UID(9)]))
        guard case .fill = plan.next else {
            Issue.record("it is not fetched")
            return
        }
    }

    @Test func `quirk 19: an EXISTS alone has the new message fetched`() {
        // Given
        var plan = SyncPlan(
            local: SyncPlanTests.local(next: 9, modSeq: 5, rows: 3),
            server: SyncPlanTests.server(3, next: 9, modSeq: 5))

        // When
        plan.mailArrived()

        // Then
        #expect(plan.next == .newMail(from: UID(9)))
    }

    @Test func `quirk 26: a message whose structure nobody understands is read from its whole source`() async throws {
        // Given
        let source = """
            From: ada@example.org\r
            Subject: odd\r
            Content-Type: multipart/mixed; boundary=b\r
            \r
            --b\r
            Content-Type: text/plain\r
            \r
            Here it is.\r
            --b--\r

            """
        let lines = source.split(separator: "\r\n", omittingEmptySubsequences: false).dropLast()
        let server = try await ScriptedServer.start(
            Self.oneMessage(#"RFC822.SIZE 144 BODYSTRUCTURE ("text" ((1)))"#) + """
                C: <b> UID FETCH 10 (UID BODY.PEEK[])
                S: * 1 FETCH (UID 10 BODY[] {\(source.utf8.count)}
                \(lines.map { "S: " + $0 }.joined(separator: "\n"))
                S: )
                S: <b> OK done
                C: <o> LOGOUT
                S: <o> OK bye
                """)
        let store = try MailStore.inMemory()

        // When
        _ = try await AccountSync.synchronise(Self.configuration(server), store: store, bodies: true)

        // Then
        let folder = try #require(try store.folders(of: AccountID("work")).first)
        let message = try #require(try store.message(folder: folder.id, uid: UID(10)))
        #expect(try store.structure(of: message.id) == nil)
        #expect(try store.body(of: message.id)?.parts == ["": Array(source.utf8)])
        #expect(await server.finished() == [])
        await server.stop()
    }

    @Test func `quirk 27: who wrote and what about is read from the header, and no envelope is asked for`() async throws
    {
        // Given: a server that tells an envelope unasked, without a subject and with an address of its own making
        let envelope = #"ENVELOPE (NIL NIL ((NIL NIL "MISSING_MAILBOX" "MISSING_DOMAIN")) NIL)"#
        let server = try await ScriptedServer.start(
            Self.opening + """
                C: <l> LIST "" "*"
                C: <u> LSUB "" "*"
                S: * LIST () "/" INBOX
                S: <l> OK done
                S: <u> OK done
                C: <e> EXAMINE INBOX
                S: * 1 EXISTS
                S: * OK [UIDVALIDITY 7] ok
                S: * OK [UIDNEXT 11] ok
                S: <e> OK done
                C: <f> FETCH 1:1 (UID FLAGS INTERNALDATE RFC822.SIZE BODYSTRUCTURE \
                BODY.PEEK[HEADER.FIELDS (FROM TO CC REPLY-TO SUBJECT DATE MESSAGE-ID IN-REPLY-TO REFERENCES)])
                S: * 1 FETCH (UID 10 FLAGS () \(envelope) BODY[HEADER.FIELDS (FROM SUBJECT)] {50}
                S: From: Ada <ada@example.org>
                S: Subject: engines
                S:
                S: )
                S: <f> OK done
                C: <o> LOGOUT
                S: <o> OK bye
                """)
        let store = try MailStore.inMemory()

        // When
        _ = try await AccountSync.synchronise(Self.configuration(server), store: store)

        // Then
        let folder = try #require(try store.folders(of: AccountID("work")).first)
        let row = try #require(try store.message(folder: folder.id, uid: UID(10)))
        #expect(row.from == [EmailAddress(name: "Ada", address: "ada@example.org")])
        #expect(row.subject == "engines")
        #expect(await server.finished() == [])
        await server.stop()
    }

    /// The way to a folder of one message, whose description ends in what is given and has 25 octets of header.
    private static func oneMessage(_ description: String) -> String {
        opening + """
            C: <l> LIST "" "*"
            C: <u> LSUB "" "*"
            S: * LIST () "/" INBOX
            S: <l> OK done
            S: <u> OK done
            C: <e> EXAMINE INBOX
            S: * 1 EXISTS
            S: * OK [UIDVALIDITY 7] ok
            S: * OK [UIDNEXT 11] ok
            S: <e> OK done
            C: <f> FETCH 1:1 <any>
            S: * 1 FETCH (UID 10 FLAGS () INTERNALDATE "01-Jan-2026 00:00:00 +0000" \(description) BODY[HEADER.FIELDS (FROM)] {25}
            S: From: ada@example.org
            S:
            S: )
            S: <f> OK done

            """
    }

    /// A message of which the server says that it has twelve octets of text, and what it answers when it is asked for them.
    private static func withheld(_ answers: String) -> String {
        oneMessage(#"RFC822.SIZE 44 BODYSTRUCTURE ("text" "plain" NIL NIL NIL "7bit" 12 1)"#) + """
            C: <t> UID FETCH 10 (UID BODY.PEEK[HEADER.FIELDS (AUTHENTICATION-RESULTS LIST-ID LIST-UNSUBSCRIBE LIST-UNSUBSCRIBE-POST)] BODY.PEEK[1])
            \(answers)
            C: <o> LOGOUT
            S: <o> OK bye
            """
    }

    private static func withheldText(_ answers: String) async throws -> (store: MailStore, problems: [String]) {
        let server = try await ScriptedServer.start(withheld(answers))
        let store = try MailStore.inMemory()
        _ = try await AccountSync.synchronise(configuration(server), store: store, bodies: true)
        let problems = await server.finished()
        await server.stop()
        return (store, problems)
    }

    private static let noTexts = ["BODY[1]", "BODY[1] NIL", #"BODY[1] """#, "X 1"]

    @Test(arguments: noTexts)
    func `quirk 29: a text that comes as nothing is read from the whole source`(answer: String) async throws {
        // When
        let (store, problems) = try await Self.withheldText(
            """
            S: * 1 FETCH (UID 10 BODY[HEADER.FIELDS (LIST-ID)] "" \(answer))
            S: <t> OK done
            C: <b> UID FETCH 10 (UID BODY.PEEK[])
            S: * 1 FETCH (UID 10 BODY[] {38}
            S: From: ada@example.org
            S:
            S: Here it is.
            S: )
            S: <b> OK done
            """)

        // Then
        #expect(problems == [])
        let folder = try #require(try store.folders(of: AccountID("work")).first)
        let message = try #require(try store.message(folder: folder.id, uid: UID(10)))
        #expect(
            try store.body(of: message.id)?.parts
                == ["": Array("From: ada@example.org\r\n\r\nHere it is.\r\n".utf8)])
    }

    @Test(arguments: noTexts, ["BODY[]", #"BODY[] """#])
    func `quirk 29: a text that cannot be had is not kept as an empty one`(answer: String, source: String) async throws
    {
        // When
        let (store, problems) = try await Self.withheldText(
            """
            S: * 1 FETCH (UID 10 BODY[HEADER.FIELDS (LIST-ID)] "" \(answer))
            S: <t> OK done
            C: <b> UID FETCH 10 (UID BODY.PEEK[])
            S: * 1 FETCH (UID 10 \(source))
            S: <b> OK done
            """)

        // Then
        #expect(problems == [])
        let folder = try #require(try store.folders(of: AccountID("work")).first)
        let message = try #require(try store.message(folder: folder.id, uid: UID(10)))
        #expect(try store.body(of: message.id) == nil)
        #expect(try store.bodiesMissing(among: [message.id]) == [message.id])
    }

    @Test func `quirk 33: Gmail's folder of all mail is not mirrored unless it is asked for by name`() async throws {
        // Given
        let list = """
            C: <l> LIST "" "*"
            C: <u> LSUB "" "*"
            S: * LIST (\\HasNoChildren) "/" INBOX
            S: * LIST (\\HasNoChildren \\All) "/" "[Gmail]/All Mail"
            S: <l> OK done
            S: <u> OK done

            """
        func empty(_ name: String) -> String {
            """
            C: <s> EXAMINE \(name)
            S: * 0 EXISTS
            S: * OK [UIDVALIDITY 7] ok
            S: <s> OK done
            C: <o> LOGOUT
            S: <o> OK bye
            """
        }
        let server = try await ScriptedServer.start(
            Self.opening + list + empty("INBOX"), Self.opening + list + empty("\"[Gmail]/All Mail\""))
        let store = try MailStore.inMemory()
        let configuration = Self.configuration(server)

        // When
        let all = try await AccountSync.synchronise(configuration, store: store)
        let named = try await AccountSync.synchronise(configuration, store: store, folders: ["[Gmail]/All Mail"])

        // Then
        #expect(all.map(\.folder) == ["INBOX"])
        #expect(named.map(\.folder) == ["[Gmail]/All Mail"])
        #expect(await server.finished() == [])
        await server.stop()
    }

    @Test(.timeLimit(.minutes(1)))
    func `quirk 32: an upload into the open folder that the server does not tell of is looked for`() async throws {
        // Given: an empty INBOX, and an upload into it that waits
        let server = try await ScriptedServer.start(
            Self.opening + """
                C: <l> LIST "" "*"
                C: <u> LSUB "" "*"
                C: <s> SELECT INBOX
                S: * LIST () "/" INBOX
                S: <l> OK done
                S: <u> OK done
                S: * 0 EXISTS
                S: * OK [UIDVALIDITY 7] ok
                S: * OK [UIDNEXT 1] ok
                S: <s> OK done
                C: <h> UID FETCH 1:* (UID)
                S: <h> OK done
                C: <a> APPEND INBOX {2+}
                C: hi
                S: <a> OK [APPENDUID 7 1] done
                C: <f> UID FETCH 1:* <any>
                S: * 1 FETCH (UID 1 FLAGS () RFC822.SIZE 2)
                S: <f> OK done
                X:
                """)
        let store = try MailStore.inMemory()
        let account = AccountID("work")
        try store.addAccount(account)
        try store.applyFolderList(
            account,
            [
                ListedFolder(
                    name: "INBOX", wireName: "INBOX", delimiter: "/", role: .inbox, isSubscribed: true,
                    isSelectable: true)
            ])
        let inbox = try #require(try store.folders(of: account).first)
        try store.record(.append(inbox.id, bytes: Array("hi".utf8), flags: Flags()))

        // When
        let sync = AccountSync(Self.configuration(server), store: store)
        let run = Task { await sync.run() }

        // Then
        #expect(await server.finished() == [])
        run.cancel()
        await server.stop()
    }
}
