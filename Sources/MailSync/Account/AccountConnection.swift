import IMAPClient
import MailModel
import MailStore

/// The life of one connection of an account.
extension AccountSync {
    /// Connects and works until the connection ends, which is always an error.
    func holdConnection() async throws {
        publish(.connecting)
        var options = configuration.imapOptions(with: serverProfile)
        let (silences, silence) = AsyncStream.makeStream(of: Bool.self, bufferingPolicy: .bufferingNewest(1))
        options.silence = { silence.yield($0) }
        let connection = try await IMAPConnection.open(endpoint, login: configuration.login, options: options)
        self.connection = connection
        do {
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await self.listen(to: connection) }
                group.addTask { try await self.watch(connection) }
                group.addTask { try await self.keepTime() }
                group.addTask { await self.follow(silences) }
                group.addTask { try await self.work(on: connection) }
                group.addTask { try await self.serveBulk() }
                defer { group.cancelAll() }
                try await group.next()
            }
        } catch {
            await connection.close()
            throw error
        }
    }

    /// Takes what the server says of its own accord; throws when the connection ends.
    private func listen(to connection: IMAPConnection) async throws {
        for await update in connection.updates { hear(update) }
        try Task.checkCancellation()
        throw await connection.endedBecause ?? IMAPError.closed(byServer: nil)
    }

    private func hear(_ update: MailboxUpdate) {
        news.hear(update)
        watch.hear(update)
        newsBell.ring()
        bell.ring()
    }

    /// Waits until everything is heard that the server said before the last answer. Nothing is decided on an answer
    /// while news from before it are still on their way: they would look newer than they are.
    private func catchUp(with connection: IMAPConnection) async throws {
        let told = connection.updateCount
        while !news.hasHeard(told) {
            await newsBell.wait()
            try Task.checkCancellation()
        }
    }

    /// Says on the screen that the server owes an answer and nothing comes, until the connection ends.
    private func follow(_ silences: AsyncStream<Bool>) async {
        for await isSilent in silences {
            let notice = configuration.options.imap.deadlines.silenceNotice
            silentSince = isSilent ? now() - notice.components.seconds : nil
            publish()
        }
    }

    /// Sits in IDLE whenever there is nothing to do. The next command ends it, in the same turn.
    private func watch(_ connection: IMAPConnection) async throws {
        while true {
            await restBell.wait()
            try Task.checkCancellation()
            guard isResting, await connection.mayUse(.idle) else { continue }
            do {
                try await connection.idle(renewEvery: configuration.options.idleRenewal)
            } catch .unsupported {
                // It has turned out to tell nothing: from now on the server is asked.
                bell.ring()
            }
        }
    }

    /// Has the other folders looked at now and then.
    private func keepTime() async throws {
        while true {
            try await clock.sleep(for: configuration.options.statusInterval)
            if watch.isListingDue() { queue.wantsStatuses = true }
            queue.hasChanges = true
            bell.ring()
        }
    }

    // MARK: Work

    private func work(on connection: IMAPConnection) async throws {
        try await comeIn(connection)
        connected()
        publish(.live)
        while true {
            try Task.checkCancellation()
            saveProfile()
            try await catchUp(with: connection)
            try takeNews()
            try await takeFolderNews(connection)
            let isUrgent = session?.isUrgent ?? false
            let isDue = try isSyncDue()
            let turns = connection.counters.turns
            if !doubtfulFlags.isEmpty {
                try await askFlags(connection)
            } else if let work = queue.next(
                syncIsUrgent: isUrgent, syncIsDue: isDue && !fillsInBackground, hasArrivals: !bulk.arrivals.isEmpty,
                prefetches: !bulk.isUsable(at: now()))
            {
                try await perform(work, on: connection)
            } else if try hasChangesToSend() {
                queue.hasChanges = true
            } else if try await !runErrand(on: connection), try await !keepSome(on: connection) {
                try session?.settleModSeq(in: store)
                try fulfil(session?.folder)
                await rest(connection)
            }
            if connection.counters.turns > turns { session?.answered() }
            publish(.live)
        }
    }

    /// Keeps what was learnt of the server, where there is something.
    func saveProfile() {
        guard let learnt = serverProfile.takeUnsaved() else { return }
        ProfileMemory(store, configuration, now: now()).save(learnt)
    }

    private func isSyncDue() throws -> Bool {
        guard var session else { return false }
        let isDue = try session.isDue(in: store)
        self.session = session
        return isDue
    }

    /// Whether entries could be sent that nobody has tried to: ones whose message has just been found, whoever found it.
    private func hasChangesToSend() throws -> Bool {
        try !Set(store.pendingChanges(of: configuration.id).map(\.id)).isSubset(of: leftChanges)
    }

    private func rest(_ connection: IMAPConnection) async {
        usedExtensions = await connection.extensions.filter { $0.1 == .used }.map(\.0.rawValue).sorted()
        isResting = true
        bulkBell.ring()
        publish(.live)
        restBell.ring()
        if session?.untold.isEmpty == false {
            // What the server tells of new mail comes right behind their number.
            let isRung = await bell.wait(atMost: Self.tellingPause, on: clock)
            if !isRung { watch.missedMessage() }
        } else if await connection.mayUse(.idle) {
            await bell.wait()
        } else {
            let isRung = await bell.wait(atMost: configuration.options.pollInterval, on: clock)
            if !isRung { queue.wantsPoll = true }
        }
        isResting = false
    }

    /// How long a server may take between the number of messages and what it tells of the new ones.
    private static let tellingPause = Duration.milliseconds(250)

    /// Opens the folder that the user looks at. Where it was seen before, nothing else is in the way; where it was not, the
    /// list of folders comes in the same turn. What was sent without an answer is looked up before.
    private func comeIn(_ connection: IMAPConnection) async throws {
        let account = configuration.id
        try store.addAccount(account)
        if try store.pendingChanges(of: account).contains(where: { $0.state == .sent }) {
            try await learnFolders(connection)
            var run = ReplayRun(connection, store: store, configuration: configuration)
            beginReplay()
            defer { endReplay() }
            try await run.settleAll()
        }
        let inbox = try FolderRoles(store.folders(of: account)).folder(.inbox)
        let wanted = try openFolder.flatMap { id throws(StoreError) in try store.folder(id) } ?? inbox
        if let wanted, try store.syncState(of: wanted.id)?.uidValidity != nil {
            try await open(wanted.id, on: connection)
        } else {
            try await openFirst(wanted?.wireName ?? "INBOX", on: connection)
        }
        if session == nil { try returnToOpenFolder() }
        queue.hasChanges = true
        queue.wantsStatuses = true
    }

    private func openFirst(_ wireName: String, on connection: IMAPConnection) async throws {
        do {
            news.noteAnswer()
            let sizes = configuration.options.sizes
            let first = FirstFetch.newest(sizes.firstScreen, MessageRow.items)
            let found = try await connection.listAndSelect(wireName, first: first)
            try store.applyFolderList(configuration.id, found.folders.assigning(configuration.folderRoles))
            let folders = try store.folders(of: configuration.id)
            if let folder = folders.first(where: { $0.wireName == wireName }) ?? FolderRoles(folders).folder(.inbox) {
                var session = FolderSession(
                    folder: folder.id, mailbox: found.opened.mailbox, local: try store.syncState(of: folder.id),
                    sizes: sizes)
                if let messages = found.opened.messages { try session.take(messages, for: first, in: store) }
                begin(session, rung: await SyncRung(of: connection))
            }
            hasListed = !found.foldersAreProvisional
            if !hasListed { try await learnFolders(connection) }
        } catch let error as IMAPError where error.isRefusal {
            try await learnFolders(connection)
        }
    }

    /// The folder is open on the connection from here on.
    func begin(_ session: FolderSession, rung: SyncRung) {
        self.session = session
        queue.opened(session.folder)
        watch.forget(session.mailbox.wireName)
        serverRung = rung
        rungs[session.folder] = session.mailbox.highestModSeq == nil ? .plain : rung
    }

    // MARK: News

    private func takeNews() throws {
        let (updates, trust) = news.take(of: session?.mailbox.wireName)
        guard var session else { return }
        session.newMail(isTold: watch.tellsMessages)
        // Somebody was served meanwhile, or it took too long.
        if updates.isEmpty { session.fetchUntold() }
        self.session = session
        guard !updates.isEmpty else { return }
        if updates.contains(where: { if case .uidValidityChanged = $0 { true } else { false } }) {
            queue.open(session.folder)
        }
        doubtfulFlags = doubtfulFlags.union(try session.take(updates, trust, in: store))
        self.session = session
    }

    /// Stores what the server told of folders that are not open.
    private func takeFolderNews(_ connection: IMAPConnection) async throws {
        for news in watch.take() {
            guard let folder = try store.folders(of: configuration.id).first(where: { $0.wireName == news.wireName })
            else {
                watch.foldersChanged = true
                continue
            }
            guard folder.id != session?.folder else { continue }
            try learn(news.values, of: folder)
            if news.lacksUnseen { queue.askCounts(of: folder.wireName) }
            bulkBell.ring()
        }
        if watch.foldersChanged {
            watch.foldersChanged = false
            queue.wantsStatuses = true
        }
        if watch.hasStopped { try await stopWatching(connection) }
    }

    /// The server tells nothing, or not all: it is asked from now on. Where it will not even go back to what it did before
    /// NOTIFY, a new connection does.
    func stopWatching(_ connection: IMAPConnection) async throws {
        watch.stop()
        queue.wantsStatuses = true
        do {
            try await connection.notifyOpenMailboxOnly()
        } catch {
            // Not `catch where`: Swift 6.3.1 fails to compile that here when it optimises.
            throw error.isRefusal ? IMAPError.closed(byServer: nil) : error
        }
    }

    /// Flags told while others were asked for may be older than the answer: they are asked for once more.
    private func askFlags(_ connection: IMAPConnection) async throws {
        let uids = doubtfulFlags
        doubtfulFlags = UIDSet()
        news.noteAnswer()
        let flags = try await FolderFetch(connection: connection).flags(.uids(uids))
        try session?.take(flags: flags, in: store)
    }
}

extension IMAPError {
    /// Whether the server said no to a command, and the connection is as good as before.
    var isRefusal: Bool {
        switch self {
        case .no, .bad, .unsupported, .unencodable: true
        case .connectionRefused, .hostNotFound, .connectionFailed, .timedOut, .closed, .startTLSRefused,
            .preauthBeforeTLS, .plaintextRefused, .bytesBeforeTLS, .trustFileUnreadable, .tlsFailed, .certificate,
            .loginRefused, .loginMethodUnavailable, .sasl, .clientCertificateUnreadable, .protocolViolation, .cancelled,
            .passwordCommandFailed, .tokenCommandFailed:
            false
        }
    }
}
