import DemoServer
import IMAPClient
import MailModel
import MailStore
import TestSupport
import Testing

@testable import MailSync

/// What was learnt of a server lives in the store, for a while.
@Suite struct ProfileMemoryTests {
    private static let month: Int64 = 30 * 86_400

    private func configuration(host: String = "h.example") -> AccountConfiguration {
        AccountConfiguration(
            id: AccountID("work"), endpoint: IMAPEndpoint(host: host, port: 993, security: .implicitTLS),
            login: IMAPLogin(user: "ada", fixedPassword: "secret"))
    }

    /// A server that has LIST-STATUS and tells no counts.
    private func learnt() async throws -> ServerProfile {
        let capabilities = "IMAP4rev1 SASL-IR AUTH=PLAIN LIST-EXTENDED LIST-STATUS"
        let server = try await ScriptedServer.start(
            """
            S: * OK [CAPABILITY \(capabilities)] hello
            C: <login> AUTHENTICATE PLAIN AGFkYQBzZWNyZXQ=
            S: <login> OK [CAPABILITY \(capabilities)] welcome
            C: <a> LIST "" "*" <any>
            S: * LIST () "/" INBOX
            S: <a> OK done
            """)
        let connection = try await IMAPConnection.open(
            IMAPEndpoint(host: "127.0.0.1", port: server.port, security: .plaintext),
            login: IMAPLogin(user: "ada", fixedPassword: "secret"))
        _ = try await connection.listing()
        let profile = await connection.profile
        await connection.closeNow()
        await server.stop()
        return profile
    }

    @Test func `what was learnt is there for a month, and not longer by being used`() async throws {
        // Given
        let store = try MailStore.inMemory()
        let profile = try await learnt()
        #expect(profile.isBroken(.listStatus))
        func memory(_ now: Int64) -> ProfileMemory { ProfileMemory(store, configuration(), now: now) }

        // When
        memory(1_000).save(profile)
        memory(1_000 + Self.month - 1).save(profile)

        // Then
        #expect(memory(1_000 + Self.month - 1).load() == profile)
        #expect(memory(1_000 + Self.month).load() == nil)
        #expect(memory(0).load() == nil)
        #expect(ProfileMemory(store, configuration(host: "else.example"), now: 1_000).load() == nil)
    }

    @Test func `a profile with nothing in it leaves nothing behind, and what cannot be read is nothing`() async throws {
        // Given
        let store = try MailStore.inMemory()
        let memory = ProfileMemory(store, configuration(), now: 1_000)
        let key = "server-profile work h.example:993"
        memory.save(try await learnt())
        #expect(try store.setting(key) != nil)

        // When
        memory.save(ServerProfile())

        // Then
        #expect(try store.setting(key) == nil)
        try store.setSetting(key, "{\"profile\":7}")
        #expect(memory.load() == nil)
    }

    @Test func `the next run of an account knows what the last one learnt`() async throws {
        // Given
        let capabilities = "IMAP4rev1 SASL-IR AUTH=PLAIN LOGINDISABLED"
        let rest = """
            S: +
            C: AGFkYQBzZWNyZXQ=
            S: <slow> OK [CAPABILITY IMAP4rev1] in
            C: <l> LIST "" "*"
            C: <u> LSUB "" "*"
            S: * LIST () "/" INBOX
            S: <l> OK done
            S: <u> OK done
            C: <s> EXAMINE INBOX
            S: * 0 EXISTS
            S: * OK [UIDVALIDITY 7] ok
            S: <s> OK done

            """
        let newMail = """
            C: <f> UID FETCH 1:<any>
            S: <f> OK done

            """
        let end = """
            C: <o> LOGOUT
            S: <o> OK bye
            """
        let server = try await ScriptedServer.start(
            """
            S: * OK [CAPABILITY \(capabilities)] hello
            C: <login> AUTHENTICATE PLAIN <any>
            S: <login> BAD not in one turn
            C: <slow> AUTHENTICATE PLAIN

            """ + rest + end,
            """
            S: * OK [CAPABILITY \(capabilities)] hello
            C: <slow> AUTHENTICATE PLAIN

            """ + rest + newMail + end)
        let store = try MailStore.inMemory()
        var configuration = configuration()
        configuration.endpoint = IMAPEndpoint(host: "127.0.0.1", port: server.port, security: .plaintext)

        // When
        for _ in 0..<2 { _ = try await AccountSync.synchronise(configuration, store: store) }

        // Then
        let unlike = await server.finished()
        #expect(unlike == [])
        await server.stop()
    }
}
