import IMAPClient
import MailModel
import TestSupport
import Testing

/// What a user gains by an extension, told against a real server that offers it.
struct ExtensionStory: Sendable, CustomTestStringConvertible {
    /// A server and a user of it, with the inbox empty.
    struct Stage: Sendable {
        let server: RealServer
        let user: String
        let connection: IMAPConnection
        let capabilities: Capabilities

        /// Another connection of the same user.
        func second<Result>(_ body: (IMAPConnection) async throws -> Result) async throws -> Result {
            let connection = try await server.open(user)
            do {
                let result = try await body(connection)
                await connection.close()
                return result
            } catch {
                await connection.closeNow()
                throw error
            }
        }

        /// Puts letters into the inbox and opens it.
        @discardableResult
        func open(_ letters: [OutgoingMessage]) async throws -> [UID] {
            let placed = try await connection.append("INBOX", all: letters)
            _ = try await connection.select("INBOX")
            return try placed.map { try #require($0).uid }
        }

        /// The first news that fits; those before it are passed over.
        func news<Found: Sendable>(_ fits: @escaping @Sendable (MailboxUpdate) -> Found?) async throws -> Found {
            let updates = connection.updates
            return try await withThrowingTaskGroup(of: Found?.self) { group in
                group.addTask {
                    for await update in updates {
                        if let found = fits(update) { return found }
                    }
                    return nil
                }
                group.addTask {
                    try await Task.sleep(for: .seconds(60))
                    return nil
                }
                defer { group.cancelAll() }
                return try #require(try await group.next() ?? nil, "the server did not tell of it")
            }
        }
    }

    /// Capabilities that it exercises; one that ends in `=` stands for all that begin so. It is told where the server
    /// offers all of them.
    let extensions: [String]
    let title: String
    let tell: @Sendable (Stage) async throws -> Void

    init(_ extensions: String..., title: String, tell: @escaping @Sendable (Stage) async throws -> Void) {
        self.extensions = extensions
        self.title = title
        self.tell = tell
    }

    var testDescription: String { title }

    static let all = session + folders + searching + messages

    /// Whether the server has all that it is about.
    func canBeTold(of capabilities: [String]) -> Bool {
        extensions.allSatisfy { wanted in capabilities.contains { Self.isCovered($0, by: wanted) } }
    }

    static func isCovered(_ capability: String, by name: String) -> Bool {
        name.hasSuffix("=") ? capability.hasPrefix(name) : capability == name
    }
}

extension RealServerTests {
    @Suite struct ExtensionTests {
        @Test(arguments: RealServer.allCases, ExtensionStory.all)
        func `each extension that a server offers does what it is for`(
            server: RealServer, story: ExtensionStory
        ) async throws {
            try await server.withFreshUser { connection, user in
                let capabilities = await connection.capabilities
                guard story.canBeTold(of: capabilities.sorted) else { return }
                try await story.tell(
                    ExtensionStory.Stage(
                        server: server, user: user, connection: connection, capabilities: capabilities))
            }
        }

        @Test(arguments: RealServer.allCases)
        func `each extension that a server offers is exercised, or there is a reason why not`(
            server: RealServer
        ) async throws {
            try await server.withFreshUser { connection, _ in
                let offered = await connection.capabilities.sorted
                let told = ExtensionStory.all.filter { $0.canBeTold(of: offered) }.flatMap(\.extensions)
                let known = told + UnusedExtensions.reasons.keys

                let unknown = offered.filter { name in
                    !known.contains { ExtensionStory.isCovered(name, by: $0) }
                }
                #expect(unknown == [], "\(server) offers what no story is about")
                let both = told.filter { UnusedExtensions.reasons.keys.contains($0) }
                #expect(both == [], "exercised and named as not used")
            }
        }
    }
}

/// Extensions that are not used, and why. One that ends in `=` stands for all that begin so.
enum UnusedExtensions {
    static let reasons = [
        "IMAP4REV1": "the language itself: every story speaks it",
        "LOGIN-REFERRALS": "a server that sends users elsewhere is asked for its new name by the person",
        "MAILBOX-REFERRALS": "for clusters with RLIST; nobody else follows them either",
        "I18NLEVEL=1": "a promise about how text compares, not a command",
        "SNIPPET=FUZZY": "a draft of PREVIEW",
        "PREVIEW=FUZZY": "a draft of PREVIEW",
        "ANNOTATE-EXPERIMENT-1": "experimental (RFC 5257); notes on messages are no part of a reader",
        "ANNOTATEMORE": "a draft of METADATA",
        "URLAUTH": "for submission servers (RFC 4467); sending is not done over IMAP here",
        "URLAUTH=BINARY": "as URLAUTH",
        "DIGEST=SHA1": "Cyrus' own, for replication",
        "NO_ATOMIC_RENAME": "a warning, not an extension",
        "SCAN": "superseded by MULTISEARCH",
        "SORT=MODSEQ": "Cyrus' own: mod-sequences come with FETCH",
        "SORT=UID": "Cyrus' own: UIDs are sorted here",
        "X-CREATEDMODSEQ": "Cyrus' own, for JMAP",
        "X-REPLICATION": "Cyrus' own, between servers",
        "X-SIEVE-MAILBOX": "Cyrus' own, for administrators",
        "XLIST": "Gmail's before SPECIAL-USE, which both servers offer",
        "XMOVE": "Cyrus' own, before MOVE",
        "XCONVERSATIONS": "Cyrus' own, for JMAP",
        "X-QUOTA=": "names of resources; told by QUOTA itself",
        "LOGINDISABLED": "holds before the login only",
    ]
}
