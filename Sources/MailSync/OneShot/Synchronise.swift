import IMAPClient
import MailModel
import MailStore
import MessageContent

/// What the command line does with an account: one connection, one job, an end.
extension AccountSync {
    /// Brings folders in step with the server, after what the user changed was sent.
    ///
    /// - Parameters:
    ///   - folders: names as shown; nil for all that can be selected, less the one that has the messages of all others
    ///     once more (`\All` of RFC 6154, Gmail's All Mail).
    ///   - bodies: whether the text of every message is fetched too.
    /// - Returns: a report for each folder; the first bears the cost of the list.
    package static func synchronise(
        _ configuration: AccountConfiguration, store: MailStore, folders names: [String]? = nil, bodies: Bool = false,
        onProgress: @escaping @Sendable (AccountStatus.Progress) -> Void = { _ in }
    ) async throws(SyncError) -> [FolderReport] {
        try await connected(configuration, store) { connection in
            let all = try await learnFolders(configuration, store, connection)
            let wanted = try chosen(names, among: all)
            var run = ReplayRun(connection, store: store, configuration: configuration)
            try await run.run()
            var reports: [FolderReport] = []
            var octets = 0
            for folder in wanted {
                try Task.checkCancellation()
                let meter = Meter(connection.counters)
                let work = FolderWork(
                    connection: connection, store: store, options: configuration.options, onProgress: onProgress)
                let counts = try await work.bringInStep(folder)
                var textsOverLimit = 0
                if bodies {
                    let texts = try await work.fetchBodies(of: folder, beside: octets)
                    octets = texts.octets
                    if texts.isFull { textsOverLimit = try texts.missing(in: store) }
                }
                var report = meter.report(folder.name, counts)
                report.textsOverLimit = textsOverLimit
                reports.append(report)
            }
            return reports
        }
    }

    /// Sends what the user changed, and settles what was sent before.
    package static func replay(
        _ configuration: AccountConfiguration, store: MailStore
    ) async throws(SyncError) -> ReplayReport {
        try await connected(configuration, store) { connection in
            try store.addAccount(configuration.id)
            if try store.folders(of: configuration.id).isEmpty {
                _ = try await learnFolders(configuration, store, connection)
            }
            var run = ReplayRun(connection, store: store, configuration: configuration)
            try await run.run()
            if run.foldersChanged { _ = try await learnFolders(configuration, store, connection) }
            return run.report
        }
    }

    /// The account's folders, with their counts.
    package static func folders(
        _ configuration: AccountConfiguration, store: MailStore
    ) async throws(SyncError) -> [Folder] {
        try await connected(configuration, store) { connection in
            let folders = try await learnFolders(configuration, store, connection).filter(\.isSelectable)
            let values = try await connection.status(folders.map(\.wireName))
            for folder in folders {
                guard let status = values[folder.wireName] else { continue }
                try store.apply(
                    SyncBatch(serverTotal: status.messages, serverUnread: status.unseen), to: folder.id)
            }
            return try store.folders(of: configuration.id)
        }
    }

    /// Fetches the text of messages of one folder into the store.
    package static func fetchText(
        of message: MessageID, _ configuration: AccountConfiguration, store: MailStore
    ) async throws(SyncError) {
        try await onMessage(message, configuration, store) { connection, summary in
            try await BodyFetch(connection: connection, store: store, longestText: configuration.options.longestText)
                .fetch(summary)
        }
    }

    // MARK: Shared

    private static func connected<Value: Sendable>(
        _ configuration: AccountConfiguration, _ store: MailStore, _ body: (IMAPConnection) async throws -> Value
    ) async throws(SyncError) -> Value {
        let memory = ProfileMemory(store, configuration, now: MailStore.wallClock())
        let learnt = LearntProfile(memory.load() ?? configuration.options.imap.profile)
        defer { if let profile = learnt.takeUnsaved() { memory.save(profile) } }
        do {
            return try await IMAPConnection.withConnection(
                configuration.endpoint, login: configuration.login, options: configuration.imapOptions(with: learnt),
                body: body)
        } catch {
            throw SyncError(error)
        }
    }

    private static func learnFolders(
        _ configuration: AccountConfiguration, _ store: MailStore, _ connection: IMAPConnection
    ) async throws -> [Folder] {
        try store.addAccount(configuration.id)
        return try store.applyFolderList(
            configuration.id, try await connection.list().assigning(configuration.folderRoles))
    }

    private static func chosen(_ names: [String]?, among folders: [Folder]) throws -> [Folder] {
        guard let names else { return folders.filter { $0.isSelectable && $0.role != .all } }
        let roles = FolderRoles(folders)
        return try names.map { name in
            guard let folder = roles.named(name), folder.isSelectable else { throw SyncError.noSuchFolder(name) }
            return folder
        }
    }

    private static func onMessage<Value: Sendable>(
        _ message: MessageID, _ configuration: AccountConfiguration, _ store: MailStore,
        _ body: (IMAPConnection, MessageSummary) async throws -> Value
    ) async throws(SyncError) -> Value {
        try await connected(configuration, store) { connection in
            try await body(connection, try await select(message, in: store, on: connection))
        }
    }

    /// Opens the folder of a message, to read in.
    static func select(
        _ message: MessageID, in store: MailStore, on connection: IMAPConnection
    ) async throws -> MessageSummary {
        guard let summary = try store.summary(message), let folder = try store.folder(summary.folder) else {
            throw SyncError.noSuchMessage
        }
        let mailbox = try await connection.select(folder.wireName, readOnly: true)
        guard try store.syncState(of: folder.id)?.uidValidity == mailbox.uidValidity else {
            throw SyncError.noSuchMessage
        }
        return summary
    }
}

/// One folder's synchronisation from beginning to end.
private struct FolderWork {
    let connection: IMAPConnection
    let store: MailStore
    let options: SyncOptions
    let onProgress: @Sendable (AccountStatus.Progress) -> Void

    func bringInStep(_ folder: Folder) async throws -> SyncCounts {
        var session = try await FolderSession.open(
            folder, on: connection, readOnly: true, in: store, sizes: options.sizes)
        let fetch = FolderFetch(connection: connection)
        while try session.isDue(in: store) {
            try Task.checkCancellation()
            if session.bringsMuch { try await options.deflate(connection) }
            if session.isFilling {
                try await fill(&session, with: fetch, of: folder)
            } else {
                try await session.advance(with: fetch, in: store)
                tell(session, folder)
            }
        }
        return session.counts
    }

    private func fill(_ session: inout FolderSession, with fetch: FolderFetch, of folder: Folder) async throws {
        var underWay = UIDSet()
        do {
            try await fetch.fill(
                next: {
                    let windows = session.plan.windows(without: underWay)
                    underWay = underWay.union(UIDSet(ranges: windows))
                    return windows.isEmpty ? nil : (session.plan, windows)
                },
                take: { windows, found in
                    _ = try session.take(late: found, of: windows, in: store)
                    underWay = underWay.subtracting(UIDSet(ranges: windows))
                    tell(session, folder)
                })
        } catch is FolderFetch.Unwilling {
            // A step at a time, which finds out what the server means by it.
            try await session.advance(with: fetch, in: store)
        }
    }

    private func tell(_ session: FolderSession, _ folder: Folder) {
        let total = max(session.exists, session.plan.missingCount)
        onProgress(AccountStatus.Progress(title: folder.name, done: total - session.plan.missingCount, total: total))
    }

    /// The text of every message, some at a time.
    ///
    /// - Parameter octets: what was fetched before.
    func fetchBodies(of folder: Folder, beside octets: Int) async throws -> TextKeeping {
        var keeping = try TextKeeping(folder, limit: options.mostTextOctets, octets: octets, in: store)
        let bodies = BodyFetch(connection: connection, store: store, longestText: options.longestText)
        while let messages = try keeping.next(atMost: 20, in: store) {
            try Task.checkCancellation()
            try await bodies.fetchEach(try messages.compactMap { try store.summary($0) })
            try keeping.took(messages, in: store)
            onProgress(
                AccountStatus.Progress(
                    title: "Texts of \(folder.name)", done: keeping.fetched, total: max(keeping.fetched, keeping.total))
            )
        }
        return keeping
    }
}
