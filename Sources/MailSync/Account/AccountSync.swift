import IMAPClient
import MailModel
import MailStore

/// Keeps the store in step with one account's server, and the server in step with the user.
///
/// `run()` holds one connection and does one piece of work at a time on it, the user's first (`WorkQueue`). What is to be
/// done is decided by values (`SyncPlan`, `LocalChangeReplay`, `BodyPlan`, `Backoff`); this actor performs it.
package actor AccountSync {
    nonisolated package let configuration: AccountConfiguration
    /// How the account stands; only the newest is kept. For one reader.
    nonisolated package let statuses: AsyncStream<AccountStatus>

    let store: MailStore
    let clock: any Clock<Duration>
    let now: @Sendable () -> Int64
    /// What was learnt of the server, for the connections to come.
    let serverProfile: LearntProfile
    private let statusSink: AsyncStream<AccountStatus>.Continuation
    private var published: AccountStatus?
    private var trustQuestion: TrustQuestion?
    /// The certificate that the user trusted since the start, by its SHA-256.
    private var trustedFingerprint: String?

    /// Rings when there is something to do on the connection.
    let bell = Signal()
    /// Rings when the user wants a connection at once.
    let reconnectBell = Signal()
    /// Rings when the connection has nothing to do and may watch.
    let restBell = Signal()
    /// Rings when something was heard that the server said of its own accord.
    let newsBell = Signal()
    /// Rings when there may be something to do on the connection for the background.
    let bulkBell = Signal()

    var queue = WorkQueue()
    var link = AccountStatus.Link.connecting
    var connection: IMAPConnection?
    /// The connection for the background, while there is one.
    var bulkConnection: IMAPConnection? {
        willSet { if let counters = bulkConnection?.counters, newValue !== bulkConnection { past.add(counters) } }
    }
    var bulk = BulkLine()
    private(set) var isMetered: Bool
    /// Folders that another program on the store wants to be up to date.
    var errands: [FolderID] = []
    /// The folder that is selected on the user's connection, or about to be.
    var commandFolder: FolderID?
    /// How often changes have been sent, and whether they are now: what was asked before says nothing then.
    var replays = 0
    var isReplaying = false
    /// The open folder on the connection, once it is selected.
    var session: FolderSession?
    /// The folder that the user looks at; nil for the inbox.
    var openFolder: FolderID?
    /// The folder that the user opened last.
    private var lastUsed: FolderID?
    var pendingChanges = 0
    /// Folders of which all texts are to be fetched, the first one now.
    var keeping: [FolderID] = []
    var textKeeping: TextKeeping?
    var keepingPace: Pace?
    /// How the last of them ended.
    var kept: KeptTexts?
    /// Whether the list of folders was asked for on this connection.
    var hasListed = false
    /// By what the server could have folders brought in step, and each that was opened since the start was.
    var serverRung: SyncRung?
    /// Extensions that the connection has made use of so far.
    var usedExtensions: [String] = []
    var rungs: [FolderID: SyncRung] = [:]

    var news = NewsInbox()
    var watch = FolderWatch()
    var doubtfulFlags = UIDSet()
    /// Entries that could be sent and were not, as the server cannot just now: not to be tried again at once.
    var leftChanges: Set<LocalChangeID> = []
    /// Since when the server has owed an answer and nothing has come.
    var silentSince: Int64?
    /// Whether the connection has nothing to do.
    var isResting = false

    var waiters: [MessageID: [CheckedContinuation<SyncError?, Never>]] = [:]
    var pieces: [Int: PieceRequest] = [:]
    var pieceCount = 0

    private var backoff: Backoff
    /// What crossed the wire on connections that are no more.
    private var past = Traffic()
    private var pace: Pace?

    package init(
        _ configuration: AccountConfiguration, store: MailStore, clock: any Clock<Duration> = ContinuousClock(),
        now: @escaping @Sendable () -> Int64 = MailStore.wallClock
    ) {
        self.configuration = configuration
        self.store = store
        self.clock = clock
        self.now = now
        backoff = configuration.options.backoff
        isMetered = configuration.options.isMetered
        serverProfile = LearntProfile(
            ProfileMemory(store, configuration, now: now()).load() ?? configuration.options.imap.profile)
        (statuses, statusSink) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    // MARK: What the user wants

    /// The folder that the user looks at from now on: its newest messages come first, the rest behind.
    package func openFolder(_ folder: FolderID) {
        defer { noteUse(of: folder) }
        openFolder = folder
        guard session?.folder != folder else {
            // It may have been on its way to another one.
            queue.stay(in: folder)
            return
        }
        queue.open(folder)
        bell.ring()
    }

    /// Remembers that the user has opened a folder: what is used comes before what is not where nobody waits. It is not
    /// worth an error where the store cannot take it.
    private func noteUse(of folder: FolderID) {
        guard folder != lastUsed else { return }
        lastUsed = folder
        try? store.noteOpened(folder, at: now())
    }

    /// Fetches a message's text, as the user waits for it. Returns when the store has it.
    package func want(_ message: MessageID) async throws(SyncError) {
        do {
            if try store.body(of: message) != nil { return try store.noteRead(message) }
        } catch {
            throw .store(error)
        }
        switch link {
        case .connecting, .live: break
        case .elsewhere: return try await fetchBeside(message)
        case .offline(_, let reason, _), .stopped(let reason): throw .refused(reason)
        }
        queue.want(message)
        bell.ring()
        if let error = await withCheckedContinuation({ waiters[message, default: []].append($0) }) { throw error }
    }

    /// Whether nothing is fetched but what was asked for.
    package func setMetered(_ isMetered: Bool) {
        self.isMetered = isMetered
        if isMetered { queue.prefetch([]) }
        bulkBell.ring()
        publish()
    }

    /// The neighbours of the message that the user reads: their text is fetched when nothing more urgent is to be done.
    ///
    /// Unread ones come first. On a metered link none is.
    package func prefetch(_ messages: [MessageID]) {
        guard !isMetered else { return }
        // A row that cannot be read is in its place as it was given.
        let isRead = messages.map { ((try? store.summary($0)) ?? nil)?.flags.isSeen ?? true }
        let pairs = zip(messages, isRead)
        queue.prefetch(pairs.filter { !$0.1 }.map(\.0) + pairs.filter(\.1).map(\.0))
        bell.ring()
        bulkBell.ring()
    }

    /// The journal has new entries.
    package func changesRecorded() {
        queue.hasChanges = true
        bell.ring()
    }

    /// Looks for news everywhere, also where the server should have told them.
    package func syncNow() {
        queue.wantsPoll = true
        queue.wantsStatuses = true
        queue.hasChanges = true
        bell.ring()
        reconnectBell.ring()
    }

    /// The program or the machine was asleep: a connection that there was is most likely dead, and one that was to be
    /// waited for may be had now. A login that was refused is not tried again.
    package func woke() {
        backoff.reset()
        queue.wantsPoll = true
        bell.ring()
        if case .offline = link { reconnectBell.ring() }
    }

    /// Ends the wait for the next attempt, also after a refused login.
    package func reconnectNow() { if case .live = link { woke() } else { reconnectBell.ring() } }

    /// The user trusts this certificate of the server, besides those that authorities vouch for: connects anew.
    package func trust(_ fingerprint: String) {
        trustedFingerprint = fingerprint
        reconnectBell.ring()
    }

    /// Where the server is, and whom to believe that it is it.
    var endpoint: IMAPEndpoint {
        var endpoint = configuration.endpoint
        if let trustedFingerprint { endpoint.remembered = trustedFingerprint }
        return endpoint
    }

    // MARK: Life

    /// Connects and keeps the account in step until the task is cancelled.
    package func run() async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await self.lead() }
            group.addTask { await self.followJournal() }
            group.addTask { await self.followErrands() }
            group.addTask { await self.watchTime() }
            await group.next()
            group.cancelAll()
        }
    }

    func keepConnected() async {
        while !Task.isCancelled {
            var failure = SyncError.cancelled
            do {
                try await holdConnection()
            } catch {
                failure = SyncError(error)
            }
            forgetConnection(because: failure)
            if Task.isCancelled { break }
            await waitToReconnect(after: failure)
        }
    }

    /// Notices when the wall clock has gone on without the other one, as over a night with the lid closed.
    private func watchTime() async {
        var wall = now()
        while !Task.isCancelled {
            // Cancelled, the sleep is at its end and so is this.
            try? await clock.sleep(for: Self.clockLook)
            let here = now()
            if abs(here - wall) > Self.clockJump { woke() }
            wall = here
        }
    }

    private static let clockLook = Duration.seconds(10)
    /// Seconds between two looks that are more than a busy machine explains.
    private static let clockJump: Int64 = 40

    private func waitToReconnect(after failure: SyncError) async {
        let reason = ErrorWords.words(for: failure)
        refuseErrands(because: reason)
        if failure.needsUser {
            trustQuestion = failure.trustQuestion(about: endpoint)
            defer { trustQuestion = nil }
            publish(.stopped(reason: reason))
            await reconnectBell.wait()
            return
        }
        var delay = backoff.next(chance: Double.random(in: 0..<1), isAskedFor: failure.asksForPatience)
        if case .store = failure { delay = max(delay, configuration.options.storePause) }
        var since = now()
        if case .offline(let earlier, _, _) = link { since = earlier }
        publish(.offline(since: since, reason: reason, retryAt: now() + delay.components.seconds))
        await reconnectBell.wait(atMost: delay, on: clock)
    }

    /// The connection held long enough to be of use.
    func connected() { backoff.reset() }

    private func forgetConnection(because failure: SyncError) {
        if let connection { past.add(connection.counters) }
        saveProfile()
        connection = nil
        bulkConnection = nil
        bulk.reconnected()
        commandFolder = nil
        isReplaying = false
        session = nil
        hasListed = false
        silentSince = nil
        news = NewsInbox()
        watch = FolderWatch()
        leftChanges = []
        doubtfulFlags = UIDSet()
        let waiting = waiters.values.flatMap { $0 }
        waiters = [:]
        waiting.forEach { $0.resume(returning: failure) }
        queue.forgetWants()
        keepPieces(after: failure)
    }

    private func followJournal() async {
        var newest: LocalChangeID?
        for await summary in store.observeJournal() {
            pendingChanges = summary.pending[configuration.id] ?? 0
            // Also what another Martlet on this store has written. The number of open ones would not tell: one may have
            // come and another gone.
            if summary.newest != newest { changesRecorded() }
            newest = summary.newest
            publish()
        }
        // The stream ends when the store fails; the work on the connection meets the same error and says so.
        while !Task.isCancelled { await Signal().wait() }
    }

    // MARK: Status

    /// What crosses the wire on the present connection; nil while there is none.
    package var counters: TrafficCounters? { connection?.counters }

    /// Whether the connection has nothing to do and waits for news.
    package var isWatching: Bool { isResting }

    func publish(_ newLink: AccountStatus.Link? = nil) {
        if let newLink { link = newLink }
        let counters = connection?.counters
        var traffic = past
        for line in [connection, bulkConnection] { if let line { traffic.add(line.counters) } }
        var status = AccountStatus(
            account: configuration.id, link: link, roundTripMilliseconds: counters?.roundTripMilliseconds,
            bytesReceived: traffic.received, bytesSent: traffic.sent, pendingChanges: pendingChanges,
            progress: progress(),
            trustQuestion: trustQuestion)
        status.silentSince = silentSince
        status.turns = traffic.turns
        status.isMetered = isMetered
        status.rung = serverRung
        status.folderRungs = rungs
        status.extensions = usedExtensions
        status.keeping = keeping
        status.kept = kept
        status.hasListed = hasListed
        guard status != published else { return }
        published = status
        statusSink.yield(status)
    }

    private struct Traffic {
        var received = 0
        var sent = 0
        var turns = 0

        mutating func add(_ counters: TrafficCounters) {
            received += counters.bytesReceived
            sent += counters.bytesSent
            turns += counters.turns
        }
    }

    private func progress() -> AccountStatus.Progress? {
        guard let session, session.plan.missingCount > 0 else {
            pace = nil
            return keepingProgress()
        }
        let total = max(session.exists, session.plan.missingCount)
        let done = total - session.plan.missingCount
        var pace = self.pace ?? Pace(folder: session.folder, at: now(), done: done)
        if pace.folder != session.folder { pace = Pace(folder: session.folder, at: now(), done: done) }
        self.pace = pace
        return AccountStatus.Progress(
            title: session.mailbox.wireName, done: done, total: total, perSecond: pace.perSecond(at: now(), done: done))
    }
}

/// How fast a folder's messages come in.
struct Pace: Sendable, Equatable {
    var folder: FolderID
    /// Seconds since 1970, and what was here then.
    var at: Int64
    var done: Int

    /// Messages a second since it began; nil in the first second.
    func perSecond(at now: Int64, done: Int) -> Int? {
        now > at ? max(0, done - self.done) / Int(clamping: now - at) : nil
    }
}
