import DemoServer
import Foundation
import IMAPClient
import MailModel
import MailStore
import MailSync
import ReaderRuntime

/// The demo: an IMAP server inside this process, a store in a temporary folder, and the reader on top.
enum DemoMailbox {
    static let account = AccountID("demo")

    /// Reads the demo mailbox until the user quits; everything is gone afterwards.
    static func read(notice: String, _ common: CommonOptions) async throws {
        let server: DemoServer
        do {
            server = try await DemoServer.start(maildrop: Maildrop.demo(now: Int64(Date().timeIntervalSince1970)))
        } catch {
            throw CommandFailure(.refused, "the demo server can't be started on this machine's loopback interface")
        }
        server.deliversNewMail(every: .seconds(45))
        let folder = NSTemporaryDirectory() + "martlet-demo-\(UUID().uuidString)"
        // The folder holds sample mail only; one that can't be removed does no harm.
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let store: MailStore
        do { store = try MailStore.open(directory: folder) } catch { throw CommandFailure(error) }
        var configuration = Configuration()
        configuration.accounts = [demoAccount(port: server.port)]
        let connection = AccountConfiguration(
            id: account,
            endpoint: IMAPEndpoint(host: "127.0.0.1", port: server.port, security: .plaintext),
            login: IMAPLogin(user: "demo", fixedPassword: "demo"))
        let launch = ReaderLaunch(
            store: store, configuration: configuration, accounts: [connection], log: try common.openLog(),
            notice: notice)
        do {
            try await launch.run()
        } catch {
            await server.stop()
            throw error
        }
        await server.stop()
    }

    private static func demoAccount(port: Int) -> Configuration.Account {
        Configuration.Account(
            id: account, address: "robin@vale.example", name: "Robin Vale",
            imap: AccountAddress(security: .plaintext, user: "demo", host: "127.0.0.1", port: port),
            login: .anonymous, certificate: nil, trustFile: nil, allowsPlaintext: false, folders: [:],
            authenticationServer: "mx.vale.example")
    }
}
