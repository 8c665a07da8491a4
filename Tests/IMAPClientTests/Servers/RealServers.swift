import IMAPClient
import Synchronization
import TestSupport
import Testing

/// The servers that stories are told against, each with everything switched on that it can do.
enum RealServer: String, CaseIterable, Sendable, CustomTestStringConvertible {
    case dovecot, cyrus

    var testDescription: String { rawValue }

    /// A connection of this user.
    func open(_ user: String, options: IMAPOptions = IMAPOptions()) async throws -> IMAPConnection {
        let servers = try #require(RealServers.current)
        let port = self == .dovecot ? servers.dovecot.port : servers.cyrus.port
        return try await IMAPConnection.open(
            IMAPEndpoint(host: "127.0.0.1", port: port, security: .plaintext),
            login: IMAPLogin(user: user, fixedPassword: DovecotServer.password), options: options)
    }

    /// A connection of a user whose mail nobody else touches, lent to `body`.
    func withFreshUser(
        options: IMAPOptions = IMAPOptions(), _ body: (IMAPConnection, String) async throws -> Void
    ) async throws {
        let user = try #require(RealServers.current).freshUser()
        let connection = try await open(user, options: options)
        do {
            try await body(connection, user)
        } catch {
            await connection.closeNow()
            throw error
        }
        await connection.close()
    }
}

/// Both servers, started once for all suites below `RealServerTests`.
struct RealServers: Sendable {
    @TaskLocal static var current: RealServers?

    let dovecot: DovecotServer
    let cyrus: CyrusServer
    private let counter = UserCounter()

    static let users = (1...200).map { "user\($0)" }

    init(dovecot: DovecotServer, cyrus: CyrusServer) {
        self.dovecot = dovecot
        self.cyrus = cyrus
    }

    /// A user that no other test has had.
    func freshUser() -> String { Self.users[counter.next() % Self.users.count] }
}

/// Counts up from zero.
private final class UserCounter: Sendable {
    private let value = Atomic<Int>(0)

    func next() -> Int { value.wrappingAdd(1, ordering: .relaxed).oldValue }
}

/// Starts the servers before the suite and stops them after it.
struct RealServersTrait: SuiteTrait, TestScoping {
    func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
    ) async throws {
        try await DovecotServer.with(users: RealServers.users, offering: .everything) { dovecot in
            try await CyrusServer.with { cyrus in
                try await RealServers.$current.withValue(RealServers(dovecot: dovecot, cyrus: cyrus)) {
                    try await function()
                }
            }
        }
    }
}

extension Trait where Self == RealServersTrait {
    /// Both servers run while the suite does.
    static var realServers: RealServersTrait { RealServersTrait() }
}

/// Stories against Dovecot and Cyrus; its parts are in the files beside this one.
@Suite(.realServers) enum RealServerTests {}
