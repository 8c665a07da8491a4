import IMAPClient
import MailModel
import MailSync

/// Turns the configuration's accounts into what the synchronisation needs.
package enum AccountAssembly {
    /// - Parameters:
    ///   - trusted: certificates that the user trusted before; beside the configuration's own they count for nothing.
    ///   - options: what the configuration does not decide.
    package static func account(
        _ account: Configuration.Account, store: Configuration.Store = Configuration.Store(),
        trusted: TrustedCertificates? = nil, options: SyncOptions = SyncOptions()
    ) -> AccountConfiguration {
        var trust = IMAPEndpoint.Trust.system
        if let file = account.trustFile { trust = .caFile(file) }
        if let fingerprint = account.certificate { trust = .pin(fingerprint) }
        let stored = trusted?.fingerprint(host: account.imap.host, port: account.imap.port)
        var options = options
        if !account.compresses { options.imap.compression = .never }
        options.drawingPause = .milliseconds(25)
        options.keepsTextOfDays = account.keepsOffline.days
        options.keptFolders = account.keepsOffline.folders
        options.mostTextOctets = store.textLimit
        options.isMetered = account.isMetered
        let endpoint = IMAPEndpoint(
            host: account.imap.host, port: account.imap.port, security: account.imap.security, trust: trust,
            remembered: stored, allowsPlaintext: account.allowsPlaintext, clientCertificate: account.clientCertificate)
        let login = IMAPLogin(
            user: account.imap.user ?? account.address, proof: proof(of: account.login), mechanisms: account.mechanisms)
        return AccountConfiguration(
            id: account.id, endpoint: endpoint, login: login, folderRoles: account.folders, options: options)
    }

    private static func proof(of login: Configuration.Account.Login) -> IMAPLogin.Proof {
        switch login {
        case .passwordCommand(let command):
            .password { () throws(IMAPError) in
                do {
                    return try await PasswordCommand.run(command)
                } catch {
                    throw .passwordCommandFailed(reason: words(for: error))
                }
            }
        case .tokenCommand(let command):
            .accessToken { () throws(IMAPError) in
                do {
                    return try await PasswordCommand.run(command)
                } catch {
                    throw .tokenCommandFailed(reason: words(for: error))
                }
            }
        case .clientCertificate: .clientCertificate
        case .anonymous: .anonymous(trace: "martlet")
        }
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
