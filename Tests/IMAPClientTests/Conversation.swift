import IMAPClient
import NIOConcurrencyHelpers
import TestSupport
import Testing

/// A client and a scripted server in conversation.
enum Conversation {
    /// The greeting and login that most conversations begin with.
    static func opening(
        _ capabilities: String = "IMAP4rev1 SASL-IR AUTH=PLAIN LITERAL+ UIDPLUS MOVE IDLE ESEARCH UNSELECT"
    ) -> String {
        """
        S: * OK [CAPABILITY \(capabilities)] hello
        C: <login> AUTHENTICATE PLAIN AGFkYQBzZWNyZXQ=
        S: <login> OK [CAPABILITY \(capabilities)] welcome

        """
    }

    /// The selection of an INBOX of so many messages.
    static func selection(_ count: Int = 3) -> String {
        """
        C: <select> SELECT INBOX
        S: * FLAGS (\\Answered \\Flagged \\Deleted \\Seen \\Draft)
        S: * \(count) EXISTS
        S: * OK [UIDVALIDITY 7] ok
        S: * OK [UIDNEXT 100] ok
        S: <select> OK [READ-WRITE] done

        """
    }

    static let login = IMAPLogin(user: "ada", fixedPassword: "secret")

    static func endpoint(_ server: ScriptedServer) -> IMAPEndpoint {
        IMAPEndpoint(host: "127.0.0.1", port: server.port, security: .plaintext)
    }

    /// Opens a connection to the script, runs the body, and checks that the script was played to its end.
    static func run(
        _ script: String, options: IMAPOptions = IMAPOptions(), sourceLocation: SourceLocation = #_sourceLocation,
        _ body: (IMAPConnection, ScriptedServer) async throws -> Void
    ) async throws {
        let server = try await ScriptedServer.start(script)
        let connection = try await IMAPConnection.open(endpoint(server), login: login, options: options)
        try await body(connection, server)
        let problems = await server.finished()
        #expect(problems == [], sourceLocation: sourceLocation)
        await connection.closeNow()
        await server.stop()
    }

    /// The error of the client that the body ends with.
    static func failure(_ body: () async throws -> Void) async -> IMAPError? {
        do {
            try await body()
            return nil
        } catch {
            return error as? IMAPError
        }
    }

    /// The error with which a connection to the script does not come about.
    static func openingError(
        _ script: String, security: IMAPEndpoint.Security = .plaintext, options: IMAPOptions = IMAPOptions()
    ) async throws -> IMAPError? {
        let server = try await ScriptedServer.start(script)
        var endpoint = endpoint(server)
        endpoint.security = security
        var found: IMAPError?
        do {
            await (try IMAPConnection.open(endpoint, login: login, options: options)).closeNow()
        } catch {
            found = error
        }
        await server.stop()
        return found
    }
}

/// Lines gathered from any thread.
final class Lines: Sendable {
    private let lines = NIOLockedValueBox<[String]>([])

    func append(_ line: String) { lines.withLockedValue { $0.append(line) } }

    var all: [String] { lines.withLockedValue { $0 } }
}
