import IMAPClient
import MailModel
import MailStore

/// The background's work, on a connection of its own while there is any.
extension AccountSync {
    private enum BulkWork {
        case text([MessageID])
        /// The same, and how it ends is told.
        case keep([MessageID])
        case fill
        case folder(Folder)
    }

    /// How long a connection with nothing to do is kept for what may come.
    private static let lingering = Duration.seconds(60)

    /// Whether the open folder's older messages are fetched there, and not between the user's work.
    var fillsInBackground: Bool {
        guard let session, session.isFilling, bulk.isUsable(at: now()) else { return false }
        return bulk.state == .open || session.plan.missingCount >= BulkLine.worthIt
    }

    /// Opens the connection whenever there is something for it, until the task is cancelled.
    func serveBulk() async throws {
        while true {
            await bulkBell.wait()
            try Task.checkCancellation()
            guard bulk.isUsable(at: now()), try nextBulkWork(isOpen: false) != nil else { continue }
            do {
                try await holdBulk()
                bulk.state = .closed
            } catch {
                try Task.checkCancellation()
                // Whatever it was, the user's connection does the work.
                bulk.failed(at: now())
            }
            bulkConnection = nil
            bulk.broke()
            bell.ring()
        }
    }

    private func holdBulk() async throws {
        let options = configuration.imapOptions(with: serverProfile)
        let line = try await IMAPConnection.open(endpoint, login: configuration.login, options: options)
        bulkConnection = line
        bulk.opened()
        do {
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await Self.ignoreNews(of: line) }
                group.addTask { try await self.workInBackground(on: line) }
                defer { group.cancelAll() }
                try await group.next()
            }
        } catch {
            await line.close()
            throw error
        }
        await line.close()
    }

    /// The user's connection hears what happens; here it only matters that the connection ends.
    private static func ignoreNews(of line: IMAPConnection) async throws {
        for await _ in line.updates {}
        try Task.checkCancellation()
        throw await line.endedBecause ?? IMAPError.closed(byServer: nil)
    }

    private func workInBackground(on line: IMAPConnection) async throws {
        var selected: (folder: FolderID, validity: UIDValidity)?
        while true {
            try Task.checkCancellation()
            guard let work = try nextBulkWork(isOpen: true) else {
                guard await bulkBell.wait(atMost: Self.lingering, on: clock) else { return }
                continue
            }
            switch work {
            case .text(let messages):
                bulk.triedTexts.formUnion(messages)
                _ = try await fetchAhead(messages, on: line, &selected)
                try store.limitTexts(to: configuration.options.mostTextOctets)
            case .keep(let messages):
                try tookTexts(messages, isCurrent: try await fetchAhead(messages, on: line, &selected))
            case .fill: try await fillOpenFolder(on: line, &selected)
            case .folder(let folder):
                selected = nil
                bulk.visited.insert(folder.id)
                try await bringInStep(folder, on: line)
                if bulk.visited.contains(folder.id) { try fulfil(folder.id) }
            }
            publish()
        }
    }

    /// - Parameter isOpen: whether there is a connection already: a little work is not worth one.
    private func nextBulkWork(isOpen: Bool) throws -> BulkWork? {
        guard connection != nil else { return nil }
        if let errand = folderOnErrand, !isReplaying, let folder = try store.folder(errand) { return .folder(folder) }
        if let messages = queue.takeAhead(isOpen) { return .text(messages) }
        if windowsToFill != nil { return .fill }
        guard session?.step == nil, !isReplaying else { return nil }
        switch try keepingWork() {
        case .folder(let folder): return .folder(folder)
        case .texts(let messages): return .keep(messages)
        case nil: break
        }
        guard !isMetered else { return nil }
        if configuration.options.syncsAllFolders, let folder = try nextFolder() { return .folder(folder) }
        let texts = try textsToKeep()
        return texts.isEmpty ? nil : .text(texts)
    }

    /// Some of the texts that the user wants to have without the server, those of one folder.
    private func textsToKeep() throws -> [MessageID] {
        guard let days = configuration.options.keepsTextOfDays else { return [] }
        let folders = FolderRoles(try store.folders(of: configuration.id), configured: configuration.folderRoles)
        let names = configuration.options.keptFolders
        let kept = names.isEmpty ? [folders.folder(.inbox)] : names.map(folders.named)
        let since = now() - Int64(clamping: days) * 86_400
        for folder in kept.compactMap({ $0 }) {
            let missing = try store.textsMissing(in: folder.id, since: since, atMost: Self.textsLookedAt)
                .filter { !bulk.triedTexts.contains($0) }
            if !missing.isEmpty { return Array(missing.prefix(Self.textsTogether)) }
        }
        return []
    }

    private static let textsLookedAt = 200
    private static let textsTogether = 20

    private var windowsToFill: [ClosedRange<UInt32>]? {
        guard fillsInBackground, let session, bulk.hasRoom else { return nil }
        let windows = session.plan.windows(without: bulk.outstanding)
        return windows.isEmpty ? nil : windows
    }

    // MARK: Folders

    /// Fetches windows of the open folder until there are none, or no room for them, or the user wants something.
    private func fillOpenFolder(
        on line: IMAPConnection, _ selected: inout (folder: FolderID, validity: UIDValidity)?
    ) async throws {
        guard let session, let folder = try store.folder(session.folder) else { return }
        let validity = session.mailbox.uidValidity
        // Texts may have been fetched in this folder before, and those came as they are.
        try await configuration.options.deflate(line, beside: connection)
        if selected?.folder != folder.id || selected?.validity != validity {
            let mailbox = try await line.select(folder.wireName, readOnly: true)
            selected = (folder.id, mailbox.uidValidity)
        }
        guard selected?.validity == validity else {
            // Built anew: the user's connection learns it too, and the plan is another one then.
            self.session?.doubt()
            bulk.broke()
            bell.ring()
            return
        }
        try await FolderFetch(connection: line).fill(
            next: {
                let flight = nextFlight(in: folder.id, validity)
                if let flight { bulk.begin(flight.windows) }
                return flight
            },
            take: { windows, found in
                bulk.arrived(
                    BulkLine.Arrival(folder: folder.id, validity: validity, windows: windows, found: found))
                bell.ring()
            })
    }

    private func nextFlight(
        in folder: FolderID, _ validity: UIDValidity
    ) -> (plan: SyncPlan, windows: [ClosedRange<UInt32>])? {
        guard queue.ahead.isEmpty, let session, session.folder == folder, session.mailbox.uidValidity == validity,
            let windows = windowsToFill
        else { return nil }
        return (session.plan, windows)
    }

    /// Stores what came of the open folder. Nothing else is done with the folder meanwhile.
    func takeArrivals() throws {
        for arrival in bulk.takeArrivals() {
            guard var session, session.folder == arrival.folder, session.mailbox.uidValidity == arrival.validity else {
                continue
            }
            let known = session.counts.new
            doubtfulFlags = doubtfulFlags.union(
                try session.take(late: arrival.found, of: arrival.windows, in: store))
            if session.counts.new > known, pendingChanges > 0 { queue.hasChanges = true }
            self.session = session
        }
        bulkBell.ring()
    }

    /// The next folder of which not all headers are here.
    private func nextFolder() throws -> Folder? {
        let open = commandFolder
        let now = now()
        let folders = try store.folders(of: configuration.id).filter { folder in
            // All mail is every other folder once more.
            folder.isSelectable && folder.id != open && folder.role != .all && !bulk.visited.contains(folder.id)
        }
        return try folders.map { ($0, BackgroundRank($0, try store.use(of: $0.id), now: now)) }
            .min { $0.1 < $1.1 }?.0
    }

    /// Brings a folder in step that nobody looks at. What the user does there, or goes there for, comes first: what was
    /// asked before that is then not stored.
    func bringInStep(_ folder: Folder, on line: IMAPConnection) async throws {
        let epoch = replays
        do {
            let opening = try await FolderSession.asked(
                folder, on: line, readOnly: true, in: store, sizes: configuration.options.sizes)
            guard mayStore(folder.id, since: epoch) else { return }
            var session = opening.session
            try session.take(opening, in: store)
            while mayStore(folder.id, since: epoch), try session.isDue(in: store) {
                try Task.checkCancellation()
                guard session.step != nil else {
                    try session.settleFlags(in: store)
                    continue
                }
                if session.bringsMuch { try await configuration.options.deflate(line, beside: connection) }
                // What is nearer to the user comes in between.
                guard errands.contains(folder.id) || (queue.ahead.isEmpty && windowsToFill == nil) else {
                    bulk.visited.remove(folder.id)
                    return
                }
                let found = try await FolderFetch(connection: line).gather(session.plan.flight, of: session.plan)
                guard mayStore(folder.id, since: epoch) else { return }
                for (step, gathered) in found { try session.take(gathered, of: step, in: store) }
            }
        } catch let error as IMAPError where error.isRefusal {
            // It cannot be opened: whoever opens it is told.
        }
    }

    private func mayStore(_ folder: FolderID, since epoch: Int) -> Bool {
        if commandFolder != folder, !isReplaying, replays == epoch { return true }
        bulk.visited.remove(folder)
        return false
    }

    // MARK: Text

    /// - Returns: false where the folder's UIDs are no longer those that the store has, so that nothing was asked.
    private func fetchAhead(
        _ messages: [MessageID], on line: IMAPConnection, _ selected: inout (folder: FolderID, validity: UIDValidity)?
    ) async throws -> Bool {
        let missing = try store.bodiesMissing(among: messages).compactMap { try store.summary($0) }
        guard let id = missing.first?.folder, let folder = try store.folder(id) else { return true }
        do {
            if selected?.folder != id {
                selected = (id, try await line.select(folder.wireName, readOnly: true).uidValidity)
            }
            guard selected?.validity == (try store.syncState(of: id)?.uidValidity) else {
                selected = nil
                return false
            }
            let fetch = BodyFetch(connection: line, store: store, longestText: configuration.options.longestText)
            try await fetch.fetchEach(missing.filter { $0.folder == id && $0.uid != nil })
        } catch {
            // Nobody waits for it: whoever opens the message is told.
            guard (error as? IMAPError)?.isRefusal == true else { throw error }
        }
        return true
    }
}
