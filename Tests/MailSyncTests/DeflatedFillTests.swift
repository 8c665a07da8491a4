import IMAPClient
import MailModel
import MailStore
import TestSupport
import Testing

@testable import MailSync

/// A large folder comes in deflated, against a real Dovecot.
@Suite(.serialized, .timeLimit(.minutes(3))) struct DeflatedFillTests {
    private static func configuration(_ server: DovecotServer, quickLine: Duration) -> AccountConfiguration {
        var options = SyncOptions()
        options.quickLine = quickLine
        return AccountConfiguration(
            id: AccountID("work"), endpoint: IMAPEndpoint(host: "127.0.0.1", port: server.port, security: .plaintext),
            login: IMAPLogin(user: "robin", fixedPassword: DovecotServer.password), options: options)
    }

    /// - Returns: the octets that crossed the wire on the connection for the background, and whether it was deflated.
    private func fill(_ server: DovecotServer, quickLine: Duration) async throws -> (octets: Int, isDeflated: Bool) {
        let store = try MailStore.inMemory()
        let configuration = Self.configuration(server, quickLine: quickLine)
        let account = AccountSync(configuration, store: store)
        let running = Task { await account.run() }
        defer { running.cancel() }
        let inbox = try await eventually("the inbox") {
            try store.folders(of: configuration.id).first { $0.name == "INBOX" && $0.total > 0 }
        }
        let newest = try store.window(WindowRequest(folder: inbox.id, count: 4)).rows.map(\.id)
        // As the reader does: the texts nearest to the cursor come first on that connection.
        await account.prefetch(newest)
        return try await eventually("all headers") {
            guard try store.syncState(of: inbox.id)?.isComplete == true, let line = await account.bulkConnection
            else { return nil }
            return (line.counters.bytesReceived, await line.isCompressed)
        }
    }

    @Test func `headers are deflated on a line of any length, also behind texts, and not on this machine`() async throws
    {
        try await DovecotServer.with(offering: .everything) { server in
            try server.deliver((0..<1_300).map { Post.message($0) })

            let far = try await fill(server, quickLine: .zero)
            let near = try await fill(server, quickLine: .seconds(5))

            #expect(far.isDeflated)
            #expect(!near.isDeflated)
            #expect(near.octets > 5 * far.octets)
        }
    }

    @Test func `what the command line brings in step is deflated too`() async throws {
        try await DovecotServer.with(offering: .everything) { server in
            try server.deliver((0..<1_300).map { Post.message($0) })
            var octets: [Int] = []
            for quickLine in [Duration.zero, .seconds(5)] {
                let store = try MailStore.inMemory()
                let reports = try await AccountSync.synchronise(
                    Self.configuration(server, quickLine: quickLine), store: store, folders: ["INBOX"])
                #expect(reports.map(\.new) == [1_300])
                octets += reports.map(\.bytesReceived)
            }
            #expect(octets[1] > 5 * octets[0])
        }
    }

    @Test func `the flags of all messages are deflated where the server keeps no modification sequences`() async throws
    {
        let settings = """
            imap_capability = IMAP4rev1 SASL-IR ENABLE IDLE UIDPLUS ESEARCH LITERAL+ MOVE COMPRESS=DEFLATE
            """
        try await DovecotServer.with(offering: .everything, settings: settings) { server in
            for number in 0..<260 {
                for flags in ["F", "S", "R", "FS", "RS"] { try server.deliver([Post.message(number)], flags: flags) }
            }
            var octets: [Int] = []
            for quickLine in [Duration.zero, .seconds(5)] {
                let store = try MailStore.inMemory()
                let configuration = Self.configuration(server, quickLine: quickLine)
                _ = try await AccountSync.synchronise(configuration, store: store, folders: ["INBOX"])

                let again = try await AccountSync.synchronise(configuration, store: store, folders: ["INBOX"])

                #expect(again.map(\.new) == [0])
                octets += again.map(\.bytesReceived)
            }
            // Beside them there are the greeting, and the flags of the newest hundred, which are not deflated.
            #expect(octets[1] - octets[0] > 2_000)
        }
    }
}
