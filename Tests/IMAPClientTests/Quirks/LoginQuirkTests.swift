import MailModel
import TestSupport
import Testing

@testable import IMAPClient

/// Greeting, login and session as some servers have them. The numbers are those of the table in `docs/imap.md`.
@Suite(.timeLimit(.minutes(1))) struct LoginQuirkTests {
    @Test func `quirk 1: a mailbox that Exchange does not connect ends the connection, and is left alone for a while`()
        async throws
    {
        try await Conversation.run(
            Conversation.opening("IMAP4rev1 SASL-IR AUTH=PLAIN NAMESPACE") + """
                C: <n> NAMESPACE
                S: <n> BAD User is authenticated but not connected.
                """
        ) { connection, _ in
            let failure = await Conversation.failure { _ = try await connection.namespaces() }
            #expect(failure == .closed(byServer: "User is authenticated but not connected."))
            #expect(failure?.asksForPatience == true)
            #expect(await connection.endedBecause != nil)
        }
    }

    @Test func `quirk 2: bare lines of Office 365 among the answers cost nothing`() async throws {
        try await Conversation.run(
            Conversation.opening() + """
                C: <s> SELECT INBOX
                S: * 3 EXISTS
                S: [UIDVALIDITY 7] ok
                S: Server Unavailable. 15
                S: <s> OK [READ-WRITE] done
                """
        ) { connection, _ in
            let mailbox = try await connection.select("INBOX")
            #expect(mailbox.exists == 3)
            #expect(mailbox.uidValidity == UIDValidity(7))
        }
    }

    @Test(arguments: ["", " [UNAVAILABLE]"])
    func `quirk 6: a server that says BYE over and over, tagged too, says it once`(code: String) async throws {
        try await Conversation.run(
            Conversation.opening() + """
                C: <n> NOOP
                S: * BYE\(code) over
                S: * BYE again
                S: <n> BYE still over
                S: * BYE again
                """
        ) { connection, _ in
            let failure = await Conversation.failure { try await connection.noop() }
            #expect(failure == .closed(byServer: "over"))
            for await _ in connection.updates {}
            #expect(await connection.endedBecause != nil)
        }
    }

    @Test func `quirk 5: ID is never empty`() async throws {
        try await Conversation.run(
            Conversation.opening("IMAP4rev1 SASL-IR AUTH=PLAIN ID") + """
                C: <i> ID ("name" "Martlet")
                S: * ID ("NAME" "Box" "vendor" NIL)
                S: <i> OK done
                """
        ) { connection, _ in
            let identity = try await connection.identify()
            #expect(identity == ["name": "Box"])
        }
    }

    @Test func `quirk 7: NULs before answers are passed over`() async throws {
        try await Conversation.run(
            Conversation.opening() + """
                C: <n> NOOP
                S: \0\0* 3 EXISTS
                S: \0<n> OK done
                """
        ) { connection, _ in
            try await connection.noop()
        }
    }

    @Test(arguments: [
        "Microsoft Exchange Server 2003 IMAP4rev1 server version 6.5.7638.1 ready", "IMAP4rev1 version 6.5.7226",
    ])
    func `quirk 10: Exchange 2003 is not asked for namespaces, which would end it`(greeting: String) async throws {
        let capabilities = "IMAP4rev1 SASL-IR AUTH=PLAIN NAMESPACE"
        try await Conversation.run(
            """
            S: * OK [CAPABILITY \(capabilities)] \(greeting)
            C: <login> AUTHENTICATE PLAIN AGFkYQBzZWNyZXQ=
            S: <login> OK [CAPABILITY \(capabilities)] welcome
            C: <n> NOOP
            S: <n> OK done
            """
        ) { connection, _ in
            let failure = await Conversation.failure { _ = try await connection.namespaces() }
            #expect(failure == .unsupported("NAMESPACE"))
            try await connection.noop()
        }
    }
}
