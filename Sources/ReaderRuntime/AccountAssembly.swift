import IMAPClient
import MailModel
import MailSync

/// Turns the configuration's accounts into what the synchronisation needs.
package enum AccountAssembly {
    package static func account(
        _ account: Configuration.Account, options: SyncOptions = SyncOptions()
    ) -> AccountConfiguration {
        var trust = IMAPEndpoint.Trust.system
        if let file = account.trustFile { trust = .caFile(file) }
        if let fingerprint = account.certificate { trust = .pin(fingerprint) }
        let endpoint = IMAPEndpoint(
            host: account.imap.host, port: account.imap.port, security: account.imap.security, trust: trust,
            allowsPlaintext: account.allowsPlaintext)
        let command = account.passwordCommand
        let login = IMAPLogin(user: account.imap.user ?? account.address) { () throws(IMAPError) in
            do {
                return try await PasswordCommand.run(command)
            } catch {
                throw .passwordCommandFailed(reason: words(for: error))
            }
        }
        return AccountConfiguration(
            id: account.id, endpoint: endpoint, login: login, folderRoles: account.folders, options: options)
    }

    private static func words(for error: any Error) -> String {
        switch error as? PasswordCommand.Failure {
        case .failed(let status): "it ended with status \(status)"
        case .printedNothing: "it printed nothing"
        case .timedOut: "it did not end within a minute"
        case .notStarted, nil: "it could not be started"
        }
    }
}
