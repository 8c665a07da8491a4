import DemoServer
import IMAPClient
import MailModel
import MailStore
import MailSync
import Testing

/// A demo server, a store, and an account that keeps the two in step.
struct PostOffice: Sendable {
    let server: DemoServer
    let store: MailStore
    let account: AccountSync
    let configuration: AccountConfiguration

    static func open(
        _ maildrop: Maildrop, faults: FaultPlan = .none, capabilities: Set<Capability> = Capability.everything,
        password: String = "demo", store: MailStore? = nil, silence: Duration = .seconds(5),
        adjust: (inout SyncOptions) -> Void = { _ in }
    ) async throws -> PostOffice {
        let server = try await DemoServer.start(maildrop: maildrop, faults: faults, capabilities: capabilities)
        let configuration = Self.configuration(server, password: password, silence: silence, adjust: adjust)
        let store = try store ?? MailStore.inMemory()
        return PostOffice(
            server: server, store: store, account: AccountSync(configuration, store: store),
            configuration: configuration)
    }

    static func configuration(
        _ server: DemoServer, password: String = "demo", silence: Duration = .seconds(5),
        adjust: (inout SyncOptions) -> Void = { _ in }
    ) -> AccountConfiguration {
        var deadlines = IMAPOptions.Deadlines()
        deadlines.commandSilence = silence
        var options = SyncOptions(
            imap: IMAPOptions(deadlines: deadlines),
            backoff: Backoff(shortest: .milliseconds(5), longest: .milliseconds(50)))
        adjust(&options)
        return AccountConfiguration(
            id: AccountID("work"),
            endpoint: IMAPEndpoint(host: "127.0.0.1", port: server.port, security: .plaintext),
            login: IMAPLogin(user: "demo", fixedPassword: password), options: options)
    }

    /// Small windows, so that few messages make many of them.
    static func smallWindows(_ options: inout SyncOptions) {
        options.sizes.firstScreen = 10
        options.sizes.window = 15
        options.sizes.topFlags = 10
        options.sizes.exactFlags = 50
        options.sizes.newMail = 20
    }

    /// Runs the account while the body does its part.
    func running(_ body: () async throws -> Void) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await account.run() }
            do {
                try await body()
            } catch {
                group.cancelAll()
                await server.stop()
                throw error
            }
            group.cancelAll()
        }
        await server.stop()
    }

    // MARK: Waiting

    func folder(_ name: String) throws -> Folder? {
        try store.folders(of: configuration.id).first { $0.name == name }
    }

    /// Waits until the folder is there, and answers it.
    func listed(_ name: String) async throws -> Folder {
        try await eventually("the folder \(name)") { try folder(name) }
    }

    /// Waits until the store holds what the server does.
    func inStep(_ names: [String] = ["INBOX"], sourceLocation: SourceLocation = #_sourceLocation) async throws {
        try await eventually("store equals server in \(names)", sourceLocation: sourceLocation) {
            try names.allSatisfy { try difference($0) == nil } ? true : nil
        }
    }

    /// In what the store differs from the server, in words; nil when it does not.
    func difference(_ name: String) throws -> String? {
        try Comparison(store: store, server: server, account: configuration.id).difference(name)
    }

    func message(_ uid: UInt32, in name: String = "INBOX") async throws -> MessageSummary {
        let folder = try await listed(name)
        return try await eventually("message \(uid)") { try store.message(folder: folder.id, uid: UID(uid)) }
    }

    /// Waits until the journal has nothing open.
    func settled(sourceLocation: SourceLocation = #_sourceLocation) async throws {
        try await eventually("a journal with nothing open", sourceLocation: sourceLocation) {
            try store.journal(limit: 1_000).contains { $0.state == .pending || $0.state == .sent } ? nil : true
        }
    }
}

struct NeverHappened: Error, CustomStringConvertible {
    let description: String
}

/// Waits for something to become so, looking again and again, at most two minutes: a busy machine is no failure.
@discardableResult
func eventually<Value>(
    _ what: String, sourceLocation: SourceLocation = #_sourceLocation, _ look: () async throws -> Value?
) async throws -> Value {
    let deadline = ContinuousClock.now + .seconds(120)
    while ContinuousClock.now < deadline {
        if let value = try await look() { return value }
        // Not a guess of how long it takes: the time between two looks.
        try await Task.sleep(for: .milliseconds(20))
    }
    Issue.record("never came: \(what)", sourceLocation: sourceLocation)
    throw NeverHappened(description: what)
}
