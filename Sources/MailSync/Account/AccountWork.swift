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
        case .statuses: try await askStatuses(connection)
        case .poll: try await connection.noop()
        }
    }

    // MARK: Folders

    private func open(_ folder: FolderID, on connection: IMAPConnection) async throws {
        session = nil
        guard let wireName = try store.folder(folder)?.wireName else { return }
        do {
            news.noteAnswer()
            let first = try firstFetch(of: wireName)
            try begin(await connection.select(wireName, first: first), asked: first)
        } catch let error as IMAPError where error.isRefusal {
            // Gone meanwhile, most likely: the list tells.
            try store.applyFolderList(
                configuration.id, try await connection.list().assigning(configuration.folderRoles))
        }
    }

    private func syncStep(on connection: IMAPConnection) async throws {
        guard var session else { return }
        guard let step = session.step else {
            try session.settleFlags(in: store)
            self.session = session
            return
        }
        news.noteAnswer()
        do {
            // A turn of its own, which nobody waits for: the screenful is there, and much is to come.
            if case .fill = step { try await connection.compress() }
            let fetch = FolderFetch(connection: connection)
            let gathered = try await fetch.gather(step, missing: session.plan.missing)
            // Nothing but this changes the session while the step is under way.
            let known = session.counts.new
            try session.take(gathered, of: step, in: store)
            // A change may have waited for the UID of a message that has just come.
            if session.counts.new > known, pendingChanges > 0 { queue.hasChanges = true }
        } catch let error as IMAPError where error.isRefusal {
            session.giveUp()
        }
        self.session = session
    }

    /// Selects the folder of a message that is not in the open one.
    ///
    /// - Returns: whether UIDs that the store has of it mean the same on the server.
    func select(_ folder: FolderID, on connection: IMAPConnection) async throws -> Bool {
        if session?.folder == folder { return true }
        guard let wireName = try store.folder(folder)?.wireName else { return false }
        session = nil
        let mailbox = try await connection.select(wireName)
        try returnToOpenFolder()
        return try store.syncState(of: folder)?.uidValidity == mailbox.uidValidity
    }

    private func returnToOpenFolder() throws {
        let inbox = try FolderRoles(store.folders(of: configuration.id)).folder(.inbox)
        if let folder = openFolder ?? inbox?.id { queue.open(folder) }
    }

    private func askStatuses(_ connection: IMAPConnection) async throws {
        let open = session?.folder
        let folders = try store.folders(of: configuration.id).filter { $0.isSelectable && $0.id != open }
        let values = try await connection.status(folders.map(\.wireName))
        for folder in folders {
            guard let status = values[folder.wireName] else { continue }
            try store.apply(
                SyncBatch(serverTotal: status.messages, serverUnread: status.unseen), to: folder.id)
        }
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
        var run = ReplayRun(
            connection, store: store, configuration: configuration,
            selected: session.map { ($0.folder, $0.mailbox) })
        try await run.run()
        if run.tried.isEmpty { news.noteAnswer() } else { news.noteChange() }
        leftChanges = Set(try store.pendingChanges(of: configuration.id).map(\.id)).intersection(run.tried)
        if run.foldersChanged {
            try store.applyFolderList(
                configuration.id, try await connection.list().assigning(configuration.folderRoles))
        }
        if run.hasSelected || session == nil {
            session = nil
            try returnToOpenFolder()
        } else if let folder = session?.folder {
            session?.flagsChanged()
            // Some servers do not tell of what we did ourselves.
            if run.touched.contains(folder) { session?.lookForNews() }
        }
        if !run.touched.isEmpty { queue.wantsStatuses = true }
    }
}
