import IMAPClient
import MailModel
import MailStore

/// The pieces of work of an account's connection.
extension AccountSync {
    func perform(_ work: WorkQueue.Work, on connection: IMAPConnection) async throws {
        switch work {
        case .open(let folder): try await open(folder, on: connection)
        case .body(let message): try await fetchBody(message, on: connection)
        case .replay: try await replay(on: connection)
        case .sync: try await syncStep(on: connection)
        case .piece(let number): try await fetchPiece(number, on: connection)
        case .prefetch(let messages): try await prefetch(messages, on: connection)
        case .arrivals: try takeArrivals()
        case .statuses:
            if !watch.hasListed { await letScreenBeDrawn() }
            try await askStatuses(connection)
        case .counts(let wireNames): try await askCounts(of: wireNames, on: connection)
        case .poll: try await connection.noop()
        }
    }

    /// Leaves the first screenful a moment for itself, unless the user wants something.
    private func letScreenBeDrawn() async {
        let pause = configuration.options.drawingPause
        guard pause > .zero else { return }
        // What the server says rings too: that is no reason to hurry, and none to wait for ever.
        for _ in 0..<20 where !queue.hasUser {
            guard await bell.wait(atMost: pause, on: clock) else { return }
        }
    }

    // MARK: Folders

    func open(_ folder: FolderID, on connection: IMAPConnection) async throws {
        session = nil
        bulk.forget()
        guard let folder = try store.folder(folder) else { return }
        commandFolder = folder.id
        news.noteAnswer()
        do {
            begin(
                try await FolderSession.open(folder, on: connection, in: store, sizes: configuration.options.sizes),
                rung: await SyncRung(of: connection))
        } catch let error as IMAPError where error.isRefusal {
            // Gone meanwhile, most likely: the list tells.
            try await learnFolders(connection)
        }
    }

    private func syncStep(on connection: IMAPConnection) async throws {
        guard var session else { return }
        if session.step != nil { news.noteAnswer() }
        // A turn of its own, which nobody waits for: the screenful is there, and much is to come.
        if session.bringsMuch { try await configuration.options.deflate(connection) }
        let known = session.counts.new
        try await session.advance(with: FolderFetch(connection: connection), in: store)
        // A change may have waited for the UID of a message that has just come.
        if session.counts.new > known, pendingChanges > 0 { queue.hasChanges = true }
        self.session = session
    }

    /// Selects the folder of a message that is not in the open one.
    ///
    /// - Returns: whether UIDs that the store has of it mean the same on the server.
    func select(_ folder: FolderID, on connection: IMAPConnection) async throws -> Bool {
        if session?.folder == folder { return true }
        guard let wireName = try store.folder(folder)?.wireName else { return false }
        session = nil
        bulk.forget()
        watch.forget(wireName)
        commandFolder = folder
        let mailbox = try await connection.select(wireName)
        try returnToOpenFolder()
        return try store.syncState(of: folder)?.uidValidity == mailbox.uidValidity
    }

    func returnToOpenFolder() throws {
        let inbox = try FolderRoles(store.folders(of: configuration.id)).folder(.inbox)
        if let folder = openFolder ?? inbox?.id { queue.open(folder) }
    }

    /// Lets the store know the folders that there are.
    func learnFolders(_ connection: IMAPConnection) async throws {
        try store.applyFolderList(
            configuration.id, try await connection.list().assigning(configuration.folderRoles))
        hasListed = true
    }

    /// The list of folders, with their counts: in one turn where the server tells them with the list. Where it can tell what
    /// happens to them from then on, it is asked to.
    private func askStatuses(_ connection: IMAPConnection) async throws {
        let listing = try await connection.listing(notifying: MessageRow.items)
        try store.applyFolderList(configuration.id, listing.folders.assigning(configuration.folderRoles))
        hasListed = true
        let open = session?.folder
        let folders = try store.folders(of: configuration.id).filter { $0.isSelectable && $0.id != open }
        let rest = folders.map(\.wireName).filter { listing.statuses[$0] == nil }
        let values = listing.statuses.merging(
            rest.isEmpty ? [:] : try await connection.status(rest), uniquingKeysWith: { first, _ in first })
        var statuses: [String: MailboxStatusValues] = [:]
        for folder in folders {
            guard let status = values[folder.wireName] else { continue }
            statuses[folder.wireName] = status
            try learn(status, of: folder)
        }
        try learnUnread(of: open, among: listing)
        try fulfil(Errand.folderList)
        let hasMissed = watch.listed(statuses, isOn: await connection.isNotified, changes: replays)
        if hasMissed, await connection.notifyMissed() { try await stopWatching(connection) }
    }

    /// How many are unread in the open folder, until all its messages are here and can be counted.
    private func learnUnread(of open: FolderID?, among listing: FolderListing) throws {
        guard let open, let folder = try store.folder(open), try store.syncState(of: open)?.isComplete == false,
            let unseen = listing.statuses[folder.wireName]?.unseen
        else { return }
        try store.apply(SyncBatch(serverUnread: unseen), to: open)
    }

    /// The counts of some folders that are not open.
    private func askCounts(of wireNames: [String], on connection: IMAPConnection) async throws {
        let values = try await connection.status(wireNames)
        for folder in try store.folders(of: configuration.id) where folder.id != session?.folder {
            if let status = values[folder.wireName] { try learn(status, of: folder) }
        }
    }

    /// Stores how a folder stands that is not open, and has it looked at where something has happened there.
    func learn(_ status: MailboxStatusValues, of folder: Folder) throws {
        let isInStep = try store.syncState(of: folder.id).map { $0.agrees(with: status) } ?? false
        if isInStep { bulk.visited.insert(folder.id) } else { bulk.visited.remove(folder.id) }
        try store.apply(SyncBatch(serverTotal: status.messages, serverUnread: status.unseen), to: folder.id)
    }

    // MARK: Text

    private func fetchBody(_ message: MessageID, on connection: IMAPConnection) async throws {
        do {
            try await fetchText(of: [message], on: connection)
            resume(message, with: nil)
        } catch {
            let error = SyncError(error)
            switch error {
            case .refused, .noSuchFolder, .noSuchMessage, .noSuchPart:
                if error == .noSuchMessage { session?.doubt() }
                resume(message, with: error)
            case .offline, .loginRefused, .notTrusted, .store, .cancelled:
                resume(message, with: error)
                throw error
            }
        }
    }

    private func resume(_ message: MessageID, with error: SyncError?) {
        for waiter in waiters.removeValue(forKey: message) ?? [] { waiter.resume(returning: error) }
    }

    private func fetchText(of messages: [MessageID], on connection: IMAPConnection) async throws {
        let missing = try store.bodiesMissing(among: messages)
        if missing.isEmpty {
            if let only = messages.first, messages.count == 1, try store.summary(only) == nil {
                throw SyncError.noSuchMessage
            }
            return
        }
        let summaries = try missing.compactMap { try store.summary($0) }
        guard let folder = summaries.first?.folder, try await select(folder, on: connection) else {
            throw SyncError.noSuchMessage
        }
        let fetch = BodyFetch(connection: connection, store: store, longestText: configuration.options.longestText)
        try await fetch.fetch(summaries.filter { $0.folder == folder })
    }

    private func prefetch(_ messages: [MessageID], on connection: IMAPConnection) async throws {
        let near = try messages.filter {
            try store.summary($0).map { $0.folder == session?.folder && $0.uid != nil } ?? false
        }
        guard !near.isEmpty else { return }
        do {
            try await fetchText(of: near, on: connection)
        } catch SyncError.noSuchMessage, SyncError.refused {
            // Nobody asked for it: whoever opens the message is told.
        } catch let error as IMAPError where error.isRefusal {
            // As above.
        }
    }

    // MARK: Changes

    private func replay(on connection: IMAPConnection) async throws {
        guard try pendingChanges > 0 || !store.pendingChanges(of: configuration.id).isEmpty else { return }
        // A folder may have another name by now.
        if !hasListed { try await learnFolders(connection) }
        var run = ReplayRun(
            connection, store: store, configuration: configuration,
            selected: session.map { ($0.folder, $0.mailbox) })
        beginReplay()
        defer { endReplay() }
        try await run.run()
        if run.tried.isEmpty { news.noteAnswer() } else { news.noteChange() }
        leftChanges = Set(try store.pendingChanges(of: configuration.id).map(\.id)).intersection(run.tried)
        if run.foldersChanged { try await learnFolders(connection) }
        if run.hasSelected || session == nil {
            session = nil
            bulk.forget()
            try returnToOpenFolder()
        } else if let folder = session?.folder {
            session?.flagsChanged()
            // Some servers do not tell of what we did ourselves.
            if run.touched.contains(folder) { session?.lookForNews() }
        }
        if !run.touched.isEmpty { queue.wantsStatuses = true }
    }

    /// Changes are sent or looked up from here on. The background stores nothing of any folder meanwhile, as what is looked
    /// up is told from what was there before by what the store has seen.
    func beginReplay() {
        replays += 1
        isReplaying = true
    }

    func endReplay() {
        isReplaying = false
        bulkBell.ring()
    }
}

extension FolderSyncState {
    /// Whether nothing has happened since, by the figures that the server gives of a folder that is not open.
    func agrees(with status: MailboxStatusValues) -> Bool {
        isComplete && uidValidity == status.uidValidity && uidNext == status.uidNext && rows == status.messages
            && (highestModSeq == status.highestModSeq || status.highestModSeq == nil)
    }
}
