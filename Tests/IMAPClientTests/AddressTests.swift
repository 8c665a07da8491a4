import TestSupport
import Testing

@testable import IMAPClient

/// Hosts with several addresses, some of which never answer. Time passes when the test says so.
@Suite(.timeLimit(.minutes(1))) struct AddressTests {
    private let clock = ManualClock()

    private func open(_ addresses: [String], port: Int, perAddress: Duration = .seconds(10)) async throws {
        var options = IMAPOptions(clock: clock)
        options.deadlines.connect = perAddress
        options.resolver = FixedResolver(addresses).find
        let endpoint = IMAPEndpoint(host: "mail.example.org", port: port, security: .plaintext)
        await (try IMAPConnection.open(endpoint, login: Conversation.login, options: options)).closeNow()
    }

    /// Moves the time on to each of these, once somebody waits for just that.
    private func pass(_ times: Duration...) async {
        var now: Duration = .zero
        for time in times {
            await clock.waitForSleeper(until: time)
            clock.advance(by: time - now)
            now = time
        }
    }

    @Test func `an address that never answers does not hold up the next`() async throws {
        let server = try await ScriptedServer.start(Conversation.opening())
        let hanging = try HangingListener(address: "127.0.0.2", port: server.port)
        async let opened: Void = open(["127.0.0.2", "127.0.0.1"], port: server.port)
        await pass(.milliseconds(250))
        try await opened
        withExtendedLifetime(hanging) {}
        await server.stop()
    }

    @Test func `many addresses that never answer do not use up the time of the one that does`() async throws {
        let server = try await ScriptedServer.start(Conversation.opening())
        let silent = ["127.0.0.2", "127.0.0.3", "127.0.0.4"]
        let hanging = try silent.map { try HangingListener(address: $0, port: server.port) }
        async let opened: Void = open(silent + ["127.0.0.1"], port: server.port, perAddress: .milliseconds(600))
        // Where the first has had its time the fourth has not begun: it does then, and not at 750.
        await pass(.milliseconds(250), .milliseconds(500), .milliseconds(600))
        try await opened
        withExtendedLifetime(hanging) {}
        await server.stop()
    }

    @Test func `where none answers it ends in time, and says so`() async throws {
        let server = try await ScriptedServer.start()
        let port = server.port
        await server.stop()
        let hanging = try HangingListener(address: "127.0.0.2", port: port)
        async let failure = Conversation.failure { try await open(["127.0.0.2"], port: port) }
        await pass(.seconds(10))
        #expect(await failure == .timedOut(doing: "connecting to mail.example.org:\(port)"))
        withExtendedLifetime(hanging) {}
    }

    @Test func `one address that refuses and one that answers make a connection, and no time passes`() async throws {
        let server = try await ScriptedServer.start(Conversation.opening())
        try await open(["127.0.0.9", "127.0.0.1"], port: server.port)
        await server.stop()
    }

    @Test func `a name that nobody answers for ends in time, and says so`() async throws {
        let resolver = SilentResolver()
        var options = IMAPOptions(clock: clock)
        options.resolver = { resolver.find(host: $0, port: $1) }
        let silent = options
        async let failure = Conversation.failure {
            _ = try await IMAPConnection.open(
                IMAPEndpoint(host: "mail.example.org", port: 143, security: .plaintext), login: Conversation.login,
                options: silent)
        }
        await pass(.seconds(30))
        #expect(await failure == .timedOut(doing: "looking up the address of mail.example.org"))
        withExtendedLifetime(resolver) {}
    }

    @Test func `a cancelled task connects to nobody`() async throws {
        let server = try await ScriptedServer.start()
        let port = server.port
        await server.stop()
        let hanging = try HangingListener(address: "127.0.0.2", port: port)
        let failure = await withTaskGroup(of: IMAPError?.self) { group in
            group.addTask { await Conversation.failure { try await open(["127.0.0.2"], port: port) } }
            await clock.waitForSleeper(until: .seconds(10))
            group.cancelAll()
            return await group.next() ?? nil
        }
        #expect(failure == .cancelled)
        withExtendedLifetime(hanging) {}
    }

    @Test(arguments: [
        ("6a 6b 6c 4a", "6a 4a 6b 6c"), ("4a 6a 4b 6b", "4a 6a 4b 6b"), ("4a 4b 6a 6b", "4a 6a 4b 6b"), ("6a", "6a"),
        ("", ""),
    ])
    func `the families of addresses are tried in turn, that of the first one first`(order: String, tried: String) {
        let addresses = order.split(separator: " ")
        #expect(HostAddresses.interleaved(addresses, family: \.first).joined(separator: " ") == tried)
    }
}
