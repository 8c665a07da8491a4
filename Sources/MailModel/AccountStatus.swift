/// How an account stands with its server, for the status line.
package struct AccountStatus: Hashable, Sendable {
    package enum Link: Hashable, Sendable {
        case connecting
        /// Connected and watching.
        case live
        /// Since when (seconds since 1970), why, and the instant of the next attempt if there will be one.
        case offline(since: Int64, reason: String, retryAt: Int64?)
        /// Another Martlet on the same store keeps the account in step; this one reads along.
        case elsewhere
        /// Needs the user: login refused, certificate not trusted. Nothing is tried again until a key asks for it.
        case stopped(reason: String)
    }

    /// Long work going on.
    package struct Progress: Hashable, Sendable {
        package var title: String
        package var done: Int
        package var total: Int
        /// How many a second, over the last while; nil until that can be said.
        package var perSecond: Int?

        package init(title: String, done: Int, total: Int, perSecond: Int? = nil) {
            self.title = title
            self.done = done
            self.total = total
            self.perSecond = perSecond
        }

        /// At that rate; nil where none is known.
        package var secondsLeft: Int? { perSecond.flatMap { $0 > 0 ? max(0, total - done) / $0 : nil } }
    }

    package var account: AccountID
    package var link: Link
    package var roundTripMilliseconds: Int?
    /// Since when the server has owed an answer and nothing has come, in seconds since 1970; nil while all is well.
    package var silentSince: Int64?
    package var bytesReceived: Int
    package var bytesSent: Int
    /// Times that something was sent after something was received: what the round trip is paid for.
    package var turns = 0
    /// By what the server can have folders brought in step; nil before it has said so.
    package var rung: SyncRung?
    /// By what each folder that was opened is. A server may have a higher rung for one folder than for another.
    package var folderRungs: [FolderID: SyncRung] = [:]
    /// Extensions of the server that were used.
    package var extensions: [String] = []
    /// Changes in the journal that the server has not yet confirmed.
    package var pendingChanges: Int
    /// Whether nothing is fetched but what was asked for.
    package var isMetered = false
    package var progress: Progress?
    /// Folders of which all texts are being fetched, as the user asked for.
    package var keeping: [FolderID] = []
    /// How that ended the last time.
    package var kept: KeptTexts?
    /// Whether the list of folders has come on this connection.
    package var hasListed = false
    /// What the user has to decide before it connects; only with `stopped`.
    package var trustQuestion: TrustQuestion?

    package init(
        account: AccountID, link: Link, roundTripMilliseconds: Int? = nil, bytesReceived: Int = 0,
        bytesSent: Int = 0, pendingChanges: Int = 0, progress: Progress? = nil,
        trustQuestion: TrustQuestion? = nil
    ) {
        self.account = account
        self.link = link
        self.roundTripMilliseconds = roundTripMilliseconds
        self.bytesReceived = bytesReceived
        self.bytesSent = bytesSent
        self.pendingChanges = pendingChanges
        self.progress = progress
        self.trustQuestion = trustQuestion
    }
}

extension AccountStatus.Link {
    /// Whether the time until the next attempt runs down.
    package var waitsToRetry: Bool {
        switch self {
        case .offline(_, _, let retryAt): retryAt != nil
        case .connecting, .live, .elsewhere, .stopped: false
        }
    }
}
