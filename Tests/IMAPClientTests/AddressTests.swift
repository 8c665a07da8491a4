import IMAPClient
import TestSupport
import Testing

/// Hosts with several addresses, some of which never answer.
@Suite struct AddressTests {
    private func open(
        _ addresses: [String], port: Int, perAddress: Duration
    ) async -> Result<Void, IMAPError> {
        var options = IMAPOptions()
        options.deadlines.connect = perAddress
        options.resolver = FixedResolver(addresses)
        let endpoint = IMAPEndpoint(host: "mail.example.org", port: port, security: .plaintext)
        do {
            await (try IMAPConnection.open(endpoint, login: Conversation.login, options: options)).closeNow()
            return .success(())
        } catch {
            return .failure(error)
        }
    }

    @Test func `an address that never answers does not hold up the next`() async throws {
        let server = try await ScriptedServer.start(Conversation.opening())
        let hanging = try HangingListener(address: "127.0.0.2", port: server.port)
        let start = ContinuousClock.now
        try await open(["127.0.0.2", "127.0.0.1"], port: server.port, perAddress: .seconds(120)).get()
        #expect(ContinuousClock.now - start < .seconds(60))
        withExtendedLifetime(hanging) {}
        await server.stop()
    }

    @Test func `many addresses that never answer do not use up the time of the one that does`() async throws {
        let server = try await ScriptedServer.start(Conversation.opening())
        let silent = ["127.0.0.2", "127.0.0.3", "127.0.0.4"]
        let hanging = try silent.map { try HangingListener(address: $0, port: server.port) }
        // Three quarters of a second pass before the fourth is tried: more than one of them may take.
        try await open(silent + ["127.0.0.1"], port: server.port, perAddress: .milliseconds(600)).get()
        withExtendedLifetime(hanging) {}
        await server.stop()
    }

    @Test func `where none answers it ends in time, and says so`() async throws {
        let server = try await ScriptedServer.start()
        let port = server.port
        await server.stop()
        let hanging = try HangingListener(address: "127.0.0.2", port: port)
        let result = await open(["127.0.0.2"], port: port, perAddress: .milliseconds(200))
        guard case .failure(let error) = result else {
            Issue.record("it connected")
            return
        }
        #expect(error == .timedOut(doing: "connecting to mail.example.org:\(port)"))
        withExtendedLifetime(hanging) {}
    }

    @Test func `one address that refuses and one that answers make a connection`() async throws {
        let server = try await ScriptedServer.start(Conversation.opening())
        try await open(["127.0.0.9", "127.0.0.1"], port: server.port, perAddress: .seconds(120)).get()
        await server.stop()
    }
}
