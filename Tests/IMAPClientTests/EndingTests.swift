import MailModel
import TestSupport
import Testing

@testable import IMAPClient

/// The connection ends after every step of a session, with a goodbye and without: a clear error, and nothing hangs.
@Suite(.timeLimit(.minutes(2))) struct EndingTests {
    enum Ending: String, CaseIterable, CustomTestStringConvertible, Sendable {
        /// BYE and the end.
        case bye
        /// BYE, and the link stays open.
        case byeAndSilence
        case cut

        var testDescription: String { rawValue }

        var lines: String {
            switch self {
            case .bye: "S: * BYE going down\nX:"
            case .byeAndSilence: "S: * BYE going down"
            case .cut: "X:"
            }
        }

        var error: IMAPError { .closed(byServer: self == .cut ? nil : "going down") }
    }

    /// A session with something of everything; it ends behind each line.
    struct Session: CustomTestStringConvertible, Sendable {
        var testDescription: String
        var login = IMAPLogin(user: "ada", fixedPassword: "secret")
        var script: String
    }

    static let sessions = [
        Session(
            testDescription: "LOGIN",
            script: """
                S: * OK hello
                C: <cap> CAPABILITY
                S: * CAPABILITY IMAP4rev1 IDLE
                S: <cap> OK done
                C: <login> LOGIN ada "secret"
                S: <login> OK in
                C: <again> CAPABILITY
                C: <list> LIST "" "*"
                C: <lsub> LSUB "" "*"
                C: <select> SELECT INBOX
                S: * CAPABILITY IMAP4rev1 IDLE
                S: <again> OK done
                S: * LIST () "/" INBOX
                S: <list> OK done
                S: <lsub> OK done
                S: * 3 EXISTS
                S: * OK [UIDVALIDITY 7] ok
                S: <select> OK done
                C: <fetch> UID FETCH 20 (UID BODY.PEEK[1])
                S: * 1 FETCH (UID 20 BODY[1] {20}
                S: half of the literal
                S: )
                S: <fetch> OK done
                C: <store> UID STORE 20 +FLAGS.SILENT (\\Seen)
                S: <store> OK done
                C: <noop> NOOP
                C: <more> NOOP
                S: <noop> OK done
                S: <more> OK done
                C: <append> APPEND INBOX {5}
                S: + go on
                C: hello
                S: <append> OK done
                C: <idle> IDLE
                S: + idling
                S: * 4 EXISTS
                """),
        Session(
            testDescription: "PLAIN, turn by turn",
            script: """
                S: * OK [CAPABILITY IMAP4rev1 LOGINDISABLED AUTH=PLAIN] hello
                C: <login> AUTHENTICATE PLAIN
                S: +
                C: AGFkYQBzZWNyZXQ=
                """),
        Session(
            testDescription: "LOGIN mechanism",
            login: IMAPLogin(user: "ada", fixedPassword: "secret"),
            script: """
                S: * OK [CAPABILITY IMAP4rev1 LOGINDISABLED AUTH=LOGIN] hello
                C: <login> AUTHENTICATE LOGIN
                S: + VXNlcm5hbWU6
                C: YWRh
                S: + UGFzc3dvcmQ6
                C: c2VjcmV0
                """),
        Session(
            testDescription: "SCRAM",
            script: """
                S: * OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=SCRAM-SHA-256] hello
                C: <login> AUTHENTICATE SCRAM-SHA-256 <any>
                """),
    ]

    struct Case: CustomTestStringConvertible, Sendable {
        var session: Session
        var ending: Ending
        var lines: Int

        var prefix: [Substring] { Array(session.script.split(separator: "\n").prefix(lines)) }
        var script: String { prefix.joined(separator: "\n") + "\n" + ending.lines }
        var testDescription: String {
            "\(session.testDescription): \(ending.rawValue) behind \(prefix.last.map(String.init) ?? "nothing")"
        }
        /// Within a literal nothing can be said.
        var isInLiteral: Bool {
            guard let last = prefix.last else { return false }
            return last.hasSuffix("{20}")
        }
        var error: IMAPError {
            // The twenty octets of the literal are the goodbye's first.
            isInLiteral ? .closed(byServer: nil) : ending.error
        }
    }

    static let cases = sessions.flatMap { session in
        (0...session.script.split(separator: "\n").count).flatMap { lines in
            Ending.allCases.map { Case(session: session, ending: $0, lines: lines) }
        }
    }
    // A goodbye in a literal is none: the link has to end for us to know.
    .filter { !($0.isInLiteral && $0.ending == .byeAndSilence) }

    @Test(arguments: cases)
    func `a session ends clearly wherever the server ends it`(_ test: Case) async throws {
        let server = try await ScriptedServer.start(test.script)
        let failure = await Conversation.failure { try await Self.live(server, test.session.login) }

        #expect(failure == test.error)
        // What was on its way when it ended may still be heard.
        let unlike = await server.finished().filter { !$0.hasPrefix("unexpected") }
        #expect(unlike == [])
        await server.stop()
    }

    /// The client's side of the session, as far as it comes.
    static func live(_ server: ScriptedServer, _ login: IMAPLogin) async throws {
        let connection = try await IMAPConnection.open(Conversation.endpoint(server), login: login)
        do {
            _ = try await connection.listAndSelect("INBOX")
            _ = try await connection.fetch(.uids(UIDSet(20...20)), [.peek(section: "1")])
            try await connection.store(UIDSet(20...20), [.system(.seen)], adding: true)
            // Two alike: which of them goes first makes no difference.
            async let one = Conversation.failure { try await connection.noop() }
            async let other = Conversation.failure { try await connection.noop() }
            let results = await (one, other)
            // All that were under way end, and for the same reason.
            if let first = results.0 ?? results.1 {
                #expect([results.0, results.1].allSatisfy { $0 == nil || $0 == first })
                throw first
            }
            _ = try await connection.append("INBOX", Array("hello".utf8))
            try await connection.idle()
        } catch {
            let reason = await connection.endedBecause
            #expect(reason != nil)
            #expect(await connection.hasNoWaiters)
            for await _ in connection.updates {}
            throw error
        }
    }

    @Test(arguments: Ending.allCases, [0, 1, 2, 3])
    func `STARTTLS that comes to nothing says so`(ending: Ending, lines: Int) async throws {
        let script = [
            "S: * OK [CAPABILITY IMAP4rev1 STARTTLS] hello", "C: <tls> STARTTLS", "S: <tls> OK go on",
        ]
        let failure = try await Conversation.openingError(
            script.prefix(lines).joined(separator: "\n") + "\n" + ending.lines, security: .startTLS)
        switch (failure, lines, ending) {
        case (.closed(let text), 0...2, _): #expect(text == (ending == .cut ? nil : "going down"))
        case (.bytesBeforeTLS, 3, .bye), (.bytesBeforeTLS, 3, .byeAndSilence): break
        case (.tlsFailed, 3, _), (.closed, 3, .cut): break
        default: Issue.record("\(String(describing: failure)) behind \(lines) lines")
        }
    }
}

extension IMAPConnection {
    fileprivate var hasNoWaiters: Bool {
        let isAwaited = answers.values.contains { answer in
            if case .wanted = answer { true } else { false }
        }
        return !isAwaited && milestone == nil && capabilityWaiters.isEmpty
    }
}
