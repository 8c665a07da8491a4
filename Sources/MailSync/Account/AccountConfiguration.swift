import IMAPClient
import MailModel

/// What is needed to keep one account in step with its server.
package struct AccountConfiguration: Sendable {
    package var id: AccountID
    package var endpoint: IMAPEndpoint
    package var login: IMAPLogin
    /// Names of folders that the user set for a role, where the server does not say.
    package var folderRoles: [FolderRole: String]
    package var options: SyncOptions

    package init(
        id: AccountID, endpoint: IMAPEndpoint, login: IMAPLogin, folderRoles: [FolderRole: String] = [:],
        options: SyncOptions = SyncOptions()
    ) {
        self.id = id
        self.endpoint = endpoint
        self.login = login
        self.folderRoles = folderRoles
        self.options = options
    }
}

extension AccountConfiguration {
    /// The options of a connection that knows what was learnt of the server, and adds to it.
    func imapOptions(with profile: LearntProfile) -> IMAPOptions {
        var imap = options.imap
        imap.profile = profile.value
        imap.learnt = { profile.learn($0) }
        return imap
    }
}

/// Sizes and intervals of the synchronisation.
package struct SyncOptions: Sendable {
    package var imap: IMAPOptions
    package var sizes: SyncPlan.Sizes
    package var backoff: Backoff
    /// How often the counts of the other folders are asked for.
    package var statusInterval: Duration
    /// How often a server without IDLE is asked for news.
    package var pollInterval: Duration
    /// How long IDLE lasts before it is renewed (RFC 2177: under 29 minutes; servers and routers forget sooner).
    package var idleRenewal: Duration
    /// How long the store is left alone after it failed, as when the disk is full.
    package var storePause: Duration
    /// Whether the headers of all folders are kept, and not only of those that are opened. All mail of Gmail is not: it is
    /// every other folder once more.
    package var syncsAllFolders = true
    /// Of how many days texts are kept for reading without the server; nil for those only that were near what was read.
    package var keepsTextOfDays: Int?
    /// In which folders, as shown; none means the inbox.
    package var keptFolders: [String] = []
    /// The most octets that texts may take; past it those go that were not read for the longest time.
    package var mostTextOctets = 1 << 30
    /// Whether nothing is fetched but what was asked for: no text ahead, no folder that nobody opened.
    package var isMetered = false
    /// How long the first screenful has the processor and the line for itself before all else is asked for; zero where
    /// there is no screen.
    package var drawingPause = Duration.zero
    /// A line on which a turn takes less than this is not deflated: that would take more time than it saves.
    package var quickLine = Duration.milliseconds(3)
    /// The most encoded octets of a text part that are fetched for reading.
    package var longestText: Int
    /// Octets of one piece of an attachment, at most.
    package var attachmentChunk: Int

    package init(
        imap: IMAPOptions = IMAPOptions(), sizes: SyncPlan.Sizes = SyncPlan.Sizes(), backoff: Backoff = Backoff(),
        statusInterval: Duration = .seconds(300), pollInterval: Duration = .seconds(120),
        idleRenewal: Duration = .seconds(540), storePause: Duration = .seconds(5), longestText: Int = 1 << 20,
        attachmentChunk: Int = 512 << 10
    ) {
        self.imap = imap
        self.sizes = sizes
        self.backoff = backoff
        self.statusInterval = statusInterval
        self.pollInterval = pollInterval
        self.idleRenewal = idleRenewal
        self.storePause = storePause
        self.longestText = longestText
        self.attachmentChunk = attachmentChunk
    }
}

extension SyncOptions {
    /// Deflates what is to come on the connection, unless the line is so quick that this takes more time than it saves.
    ///
    /// - Parameter other: another connection to the same server.
    func deflate(_ connection: IMAPConnection, beside other: IMAPConnection? = nil) async throws(IMAPError) {
        let quickest = [connection, other].compactMap { $0?.counters.quickestRoundTrip }.min()
        if let quickest, quickest < quickLine { return }
        try await connection.compress()
    }
}
