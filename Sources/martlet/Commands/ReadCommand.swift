import ArgumentParser
import Foundation
import MailStore
import ReaderRuntime

/// `martlet`: the reader.
struct ReadCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "read", abstract: "Read mail. This is what martlet does without a subcommand.")

    @OptionGroup var common: CommonOptions

    func run() async throws {
        let workplace = try Workplace(common)
        guard !workplace.configuration.accounts.isEmpty else {
            let notice = "No account is configured yet: this is the demo. \(workplace.howToConfigure)"
            return try await DemoMailbox.read(notice: notice, common)
        }
        let (store, rescue) = try workplace.openStoreRescuing()
        let offline = "Offline, as asked for: changes wait in the journal."
        try await ReaderLaunch(
            store: store, configuration: workplace.configuration,
            accounts: workplace.isOffline ? [] : workplace.configuration.accounts.map { workplace.connection(of: $0) },
            trusted: workplace.trusted, log: try common.openLog(),
            notice: rescue.map { $0.words.prefix(1).uppercased() + $0.words.dropFirst() }
                ?? (workplace.isOffline ? offline : nil)
        ).run()
    }
}

/// `martlet demo`
struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo", abstract: "Read a demo mailbox; no account, nothing leaves the machine.")

    @OptionGroup var common: CommonOptions

    func run() async throws {
        let notice = "A demo mailbox on this machine; nothing leaves it. Press ? for the keys."
        try await DemoMailbox.read(notice: notice, common)
    }
}
