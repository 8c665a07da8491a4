import IMAPClient
import MailModel

/// The user's configuration, read from `config.toml`; see docs/configuration.md.
package struct Configuration: Equatable, Sendable {
    /// One `[accounts.NAME]`.
    package struct Account: Equatable, Sendable {
        /// How the account shows who it is. Never a secret: the command that has it.
        package enum Login: Equatable, Sendable {
            case passwordCommand(String)
            /// Prints an access token of OAuth 2.
            case tokenCommand(String)
            case clientCertificate
            case anonymous
        }

        package var id: AccountID
        /// The user's own address, which the reader calls "me".
        package var address: String
        package var name: String
        package var imap: AccountAddress
        package var login: Login
        /// The only mechanisms to log in by; nil for all.
        package var mechanisms: Set<SASLMechanismName>?
        /// What is shown to the server in TLS.
        package var clientCertificate: IMAPEndpoint.ClientCertificate?
        /// SHA-256 of the one certificate that is trusted, in lower-case hexadecimal without separators.
        package var certificate: String?
        /// A PEM file of certificate authorities that are trusted instead of the system's.
        package var trustFile: String?
        package var allowsPlaintext: Bool
        /// Whether what crosses the wire is compressed where the server offers that.
        package var compresses: Bool
        package var keepsOffline: KeptOffline
        /// The file and line that say so; nil where none does.
        package var keepsOfflinePlace: String?
        /// Whether nothing is fetched but what was asked for, from the start.
        package var isMetered: Bool
        /// Folders that the user names because the server does not say.
        package var folders: [FolderRole: String]
        /// The name by which the receiving server signs what it found out about senders; nil: learnt from the host.
        package var authenticationServer: String?

        package init(
            id: AccountID, address: String, name: String, imap: AccountAddress, login: Login,
            mechanisms: Set<SASLMechanismName>? = nil, clientCertificate: IMAPEndpoint.ClientCertificate? = nil,
            certificate: String?, trustFile: String?, allowsPlaintext: Bool, compresses: Bool = true,
            keepsOffline: KeptOffline = KeptOffline(), isMetered: Bool = false, folders: [FolderRole: String],
            authenticationServer: String? = nil
        ) {
            self.id = id
            self.address = address
            self.name = name
            self.imap = imap
            self.login = login
            self.mechanisms = mechanisms
            self.clientCertificate = clientCertificate
            self.certificate = certificate
            self.trustFile = trustFile
            self.allowsPlaintext = allowsPlaintext
            self.compresses = compresses
            self.keepsOffline = keepsOffline
            self.isMetered = isMetered
            self.folders = folders
            self.authenticationServer = authenticationServer
        }
    }

    /// `[reader]`: how it looks and behaves.
    package struct Reader: Equatable, Sendable {
        package enum Theme: String, CaseIterable, Sendable {
            case terminal, dark, light
        }

        package enum Layout: String, CaseIterable, Sendable {
            case automatic, one, two, three
        }

        /// Whether the terminal is told where links lead, so that it can follow them (OSC 8).
        package enum Hyperlinks: String, CaseIterable, Sendable {
            /// Where the terminal is known to have it.
            case auto
            case on, off
        }

        /// How pictures are drawn.
        package enum Pictures: String, CaseIterable, Sendable {
            /// As the terminal answers that it can.
            case auto
            case cells, sixel, kitty, off
        }

        package var pictures = Pictures.auto
        package var theme = Theme.terminal
        package var usesMouse = true
        package var marksReadOnOpen = true
        /// Quoted text of more lines than this is folded; 0 never folds.
        package var foldQuotesFrom = 7
        /// The panes to start with; nil: as they were left.
        package var layout: Layout?
        /// Whether moving in the list shows the message beside it.
        package var showsPreview = true
        /// Text is broken at this column; 0 at the pane's edge.
        package var textWidth = 100
        package var wrapsLines = true
        /// Whether HTML is shown in the sender's colours where those can be read.
        package var showsHTMLColors = true
        /// What prints a message, for `/bin/sh -c`.
        package var printCommand = "lpr"
        package var hyperlinks = Hyperlinks.auto
        /// The program that opens links and attachments, and its arguments; what is opened comes last. Nil: what the
        /// system has for it.
        package var opener: [String]?

        package init() {}
    }

    /// `[store]`: what is kept on this machine.
    package struct Store: Equatable, Sendable {
        /// The most octets that texts may take, of all accounts together; past it those go that were not read for the
        /// longest time.
        package var textLimit = 1_000_000_000

        package init() {}
    }

    /// In the order of the file. The first is opened first.
    package var accounts: [Account]
    package var reader: Reader
    package var store = Store()
    /// `[keys]`: key sequences, as the file writes them, and the command's name each stands for.
    package var keys: [String: String]

    package init(accounts: [Account] = [], reader: Reader = Reader(), keys: [String: String] = [:]) {
        self.accounts = accounts
        self.reader = reader
        self.keys = keys
    }
}
