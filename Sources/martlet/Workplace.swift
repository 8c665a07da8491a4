import Foundation
import IMAPClient
import Logging
import MailModel
import MailStore
import MailSync
import ReaderRuntime

/// What a command works with: the configuration, the store and the accounts, opened from the common options.
struct Workplace {
    var paths: DataPaths
    var configuration: Configuration
    var isOffline: Bool
    private let transcript: Transcript?

    init(_ options: CommonOptions) throws {
        paths = DataPaths(
            environment: ProcessInfo.processInfo.environment, configuration: options.config, data: options.data)
        isOffline = options.offline
        if let file = options.config, !FileManager.default.fileExists(atPath: file) {
            throw CommandFailure(.refused, "\(file): there is no such configuration file")
        }
        do {
            configuration = try ConfigurationParser.load(paths.configuration)
        } catch {
            throw CommandFailure(.refused, error.description)
        }
        transcript = try options.transcript.map { try Transcript(path: $0) }
    }

    /// Opens the store; a damaged one is set aside, which is said on standard error.
    func openStore() throws -> MailStore {
        let (store, rescue) = try openStoreRescuing()
        if let rescue { CommandFailure.report(rescue.words) }
        return store
    }

    /// Opens the store, and tells what became of a damaged one.
    func openStoreRescuing() throws -> (store: MailStore, rescue: StoreRescue?) {
        do {
            return try MailStore.openRescuing(directory: paths.data)
        } catch {
            throw CommandFailure(.refused, ErrorWords.words(for: error))
        }
    }

    /// The account of that name, or the only one, or the first.
    func account(named name: String?) throws -> Configuration.Account {
        if let name {
            if let account = configuration.accounts.first(where: { $0.id.name == name }) { return account }
            throw CommandFailure(.refused, unknownAccount(name))
        }
        guard let first = configuration.accounts.first else { throw noAccount }
        return first
    }

    /// The accounts that a command without `--account` is about.
    func accounts(named name: String?) throws -> [Configuration.Account] {
        if name != nil { return [try account(named: name)] }
        guard !configuration.accounts.isEmpty else { throw noAccount }
        return configuration.accounts
    }

    /// The certificates that the user trusted.
    var trusted: TrustedCertificates { TrustedCertificates(directory: paths.data) }

    func connection(of account: Configuration.Account) -> AccountConfiguration {
        var options = SyncOptions()
        if let transcript { options.imap.transcript = { transcript.write($0) } }
        return AccountAssembly.account(account, store: configuration.store, trusted: trusted, options: options)
    }

    /// What to do where no account is configured.
    var howToConfigure: String {
        "Write your account to \(paths.configuration); 'martlet help' says where to read how."
    }

    private var noAccount: CommandFailure {
        CommandFailure(.refused, "no account is configured. \(howToConfigure) 'martlet demo' needs none.")
    }

    private func unknownAccount(_ name: String) -> String {
        let known = configuration.accounts.map(\.id.name)
        if let nearest = NearestName.of(name, among: known) {
            return "there is no account '\(name)'; did you mean '\(nearest)'?"
        }
        return "there is no account '\(name)'; configured: \(known.isEmpty ? "none" : known.joined(separator: ", "))"
    }
}

extension StoreRescue {
    /// For the user, in a line.
    var words: String {
        let changes = "\(changes) waiting \(changes == 1 ? "change was" : "changes were") taken over"
        let loss = isWhole ? "" : "; others may be lost, as the journal could not be read whole"
        return "the mail store was damaged and is rebuilt from the server: \(changes)\(loss). "
            + "The damaged file is \(asidePath)"
    }
}
