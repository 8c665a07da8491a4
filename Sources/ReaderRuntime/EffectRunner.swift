import Foundation
import MailCrypto
import MailModel
import MailStore
import MailSync
import MessageContent
import Reader

/// Performs what the reader asks for, in the order in which it was asked: reads the store, records changes, tells the
/// accounts. What goes on for longer runs beside, one of each kind at a time.
actor EffectRunner {
    private let store: MailStore
    private let accounts: [AccountID: AccountSync]
    private let trusted: TrustedCertificates?
    private let opener: Opener
    private let contexts: ReadingContexts
    private let engine: any SealEngine
    private let send: @Sendable (Event) -> Void
    private var window: Task<Void, Never>?
    private var message: Task<Void, Never>?
    private var conversation: Task<Void, Never>?
    private var leaving: Task<Void, Never>?
    private var piece: Task<Void, Never>?
    /// Pictures being drawn, and the message that they are of.
    private var drawings: (message: MessageID, tasks: [MessagePiece: Task<Void, Never>])?
    private var piping: Task<Void, Never>?
    private var opening: Task<Void, Never>?
    private let openedFiles = OpenedFiles()
    private let sourceAtHand = SourceAtHand()
    private var saving: Task<Void, Never>?
    /// What is cancelled at the end is taken up by a later run; what the user cancels is not.
    private let isEnding = SharedFlag()
    private var pause: Task<Void, Never>?
    private var rest: Task<Void, Never>?
    private var lastLoad: ContinuousClock.Instant?

    /// - Parameters:
    ///   - trusted: where the certificates are remembered that the user trusts; nil to forget them at the end.
    ///   - opener: what opens links.
    ///   - contexts: whose word counts about the mail of each account.
    ///   - engine: checks signatures and decrypts.
    ///   - send: takes events back to the reader.
    init(
        store: MailStore, accounts: [AccountID: AccountSync], trusted: TrustedCertificates? = nil,
        opener: Opener = Opener(configured: nil, environment: [:]), contexts: ReadingContexts = ReadingContexts(),
        engine: any SealEngine = GnuPG(), send: @escaping @Sendable (Event) -> Void
    ) {
        self.store = store
        self.accounts = accounts
        self.trusted = trusted
        self.opener = opener
        self.contexts = contexts
        self.engine = engine
        self.send = send
    }

    /// Performs the effects in their order until there are no more.
    func performAll(_ effects: AsyncStream<Effect>) async {
        for await effect in effects { await perform(effect) }
        stop()
    }

    /// Performs one effect. Those of the device are the loop's.
    func perform(_ effect: Effect) async {
        switch effect {
        case .observeWindow(let request): observe(request)
        case .openFolder(let id): await forFolder(id) { await $0.openFolder(id) }
        case .loadMessage(let id): load(id)
        case .prefetch(let ids): await prefetch(ids)
        case .apply(let request): await record(request, isStep: true)
        case .applyUnasked(let request): await record(request, isStep: false)
        case .selectAll(let request): selectAll(request)
        case .selectRange(let range): selectRange(range)
        case .undo: await take(.undo)
        case .redo: await take(.redo)
        case .loadJournal: loadJournal()
        case .retryChange(let id): await retry(id)
        case .cancelChange(let id): await cancel(id)
        case .loadFigures: loadFigures()
        case .saveAttachment(let id, let section, let path, let overwrite):
            save(AttachmentRequest(message: id, section: section, path: path), overwrite: overwrite)
        case .cancelSaving: for task in [saving, piping, opening] { task?.cancel() }
        case .keepTexts(let id): await forFolder(id) { await $0.keepTexts(of: id) }
        case .stopKeeping(let id): for account in accounts.values { await account.stopKeeping(id) }
        case .syncNow: for account in accounts.values { await account.syncNow() }
        case .trustCertificate(let account, let question): await trust(question, of: account)
        case .reconnect: for account in accounts.values { await account.reconnectNow() }
        case .setMetered(let isMetered): for account in accounts.values { await account.setMetered(isMetered) }
        case .rememberLayout(let layout): remember(Remembered.layout, layout.remembered)
        case .rememberThreads(let isThreaded): remember(Remembered.threads, isThreaded ? "on" : "off")
        case .rememberFolder(let id): rememberFolder(id)
        case .pause(let milliseconds):
            pause?.cancel()
            pause = after(milliseconds, send: .paused)
        case .awaitRest(let milliseconds):
            rest?.cancel()
            rest = after(milliseconds, send: .cursorRested)
        case .loadConversation(let id):
            conversation?.cancel()
            let loader = ConversationLoader(
                store: store, account: account(of: id), contexts: contexts, engine: engine, send: send)
            conversation = Task { await loader.load(id) }
        case .leaveList(let address):
            leaving?.cancel()
            leaving = Task { [send] in
                send(.notice(await ListLeaver(environment: ProcessInfo.processInfo.environment).leave(address)))
            }
        case .loadPiece(let id, let piece): load(piece, of: id)
        case .pipe(let request): pipe(request)
        case .openAttachment(let id, let section, let filename):
            openAttachment(AttachmentRequest(message: id, section: section, path: filename))
        case .openAddress(let address): opener.open(address, send: send)
        case .copyToClipboard, .suspend, .redraw, .bell, .quit: break
        }
    }

    /// Ends everything that still runs.
    func stop() {
        isEnding.set()
        for task in [window, message, conversation, leaving, piece, piping, opening, saving, pause, rest] {
            task?.cancel()
        }
        endDrawings()
        openedFiles.remove()
    }

    // MARK: Reading the store

    private func observe(_ request: WindowRequest) {
        window?.cancel()
        window = Task { [store, send] in
            for await value in store.observeWindow(request) { send(.window(value)) }
        }
    }

    /// Shows a message from the store; where its text is missing, asks for it and shows it when it comes.
    private func load(_ id: MessageID) {
        message?.cancel()
        if drawings?.message != id { endDrawings() }
        let now = ContinuousClock.now
        // Whoever holds a key down passes messages without reading them: only where he stays is worth a turn.
        let isPassing = lastLoad.map { now - $0 < .milliseconds(120) } ?? false
        lastLoad = now
        let loader = MessageLoader(store: store, contexts: contexts, send: send)
        message = Task { [self] in
            if loader.showFromStore(id) { return await openSeals(of: id, with: loader, isPassing: isPassing) }
            send(.message(id, .loading))
            if isPassing, (try? await Task.sleep(for: .milliseconds(100))) == nil { return }  // cancelled: passed by
            await want(id, with: loader)
        }
    }

    private func want(_ id: MessageID, with loader: MessageLoader) async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { [self] in
                await loader.showWhenFetched(id)
                await openSeals(of: id, with: loader, isPassing: false)
            }
            group.addTask { [self] in
                guard let account = await account(of: id) else {
                    return send(.message(id, .failed("Offline: this text was not fetched before.")))
                }
                do {
                    try await account.want(id)
                } catch {
                    send(.message(id, .failed(ErrorWords.words(for: SyncError(error)))))
                }
            }
        }
    }

    private func openSeals(of id: MessageID, with loader: MessageLoader, isPassing: Bool) async {
        if isPassing, (try? await Task.sleep(for: .milliseconds(100))) == nil { return }  // cancelled: passed by
        await loader.openSeals(of: id, content(of: id), engine)
    }

    private func prefetch(_ ids: [MessageID]) async {
        for (account, messages) in Dictionary(grouping: ids, by: { self.accountID(of: $0) }) {
            guard let account, let sync = accounts[account] else { continue }
            await sync.prefetch(messages)
        }
    }

    private func accountID(of message: MessageID) -> AccountID? {
        do {
            guard let summary = try store.summary(message), let folder = try store.folder(summary.folder) else {
                return nil
            }
            return folder.account
        } catch {
            report(error)
            return nil
        }
    }

    private func account(of message: MessageID) -> AccountSync? {
        accountID(of: message).flatMap { accounts[$0] }
    }

    private func forFolder(_ id: FolderID, _ body: (AccountSync) async -> Void) async {
        do {
            guard let folder = try store.folder(id), let account = accounts[folder.account] else { return }
            await body(account)
        } catch {
            report(error)
        }
    }

    // MARK: More of a message

    private func content(of message: MessageID) -> MessageBytes {
        MessageBytes(store: store, account: account(of: message), engine: engine, atHand: sourceAtHand)
    }

    private func load(_ wanted: MessagePiece, of id: MessageID) {
        let loader = PieceLoader(bytes: content(of: id))
        let task = Task { [send] in
            let state = await loader.load(wanted, of: id)
            if !Task.isCancelled { send(.piece(id, wanted, state)) }
        }
        switch wanted {
        case .picture, .graphic: keep(task, drawing: wanted, of: id)
        case .header, .source, .attachment:
            piece?.cancel()
            piece = task
        }
    }

    /// The reader asks for few pictures at a time, which don't take each other's place; those of another message do.
    private func keep(_ task: Task<Void, Never>, drawing wanted: MessagePiece, of id: MessageID) {
        if drawings?.message != id {
            endDrawings()
            drawings = (id, [:])
        }
        drawings?.tasks.updateValue(task, forKey: wanted)?.cancel()
    }

    private func endDrawings() {
        drawings?.tasks.values.forEach { $0.cancel() }
        drawings = nil
    }

    private func pipe(_ request: PipeRequest) {
        piping?.cancel()
        let piper = Piper(bytes: content(of: request.message))
        piping = Task { [send] in
            do {
                send(.piped(try await piper.run(request)))
            } catch {
                send(.notice(Notice(PieceLoader.words(for: error), kind: .error)))
            }
        }
    }

    private func openAttachment(_ request: AttachmentRequest) {
        opening?.cancel()
        let work = AttachmentOpening(
            files: openedFiles, opener: opener, bytes: content(of: request.message), send: send)
        opening = Task { await work.open(request) }
    }

    // MARK: Changing mail

    private func record(_ request: ChangeRequest, isStep: Bool) async {
        do {
            // Counted before: what is removed is gone afterwards.
            let absent = isStep ? try store.absentMessages(of: request) : 0
            let entries = try store.record(request, isStep: isStep)
            if absent > 0 { send(.notice(Self.notice(absent: absent, isNothingDone: entries.isEmpty))) }
        } catch {
            return report(error)
        }
        await tellOfChanges()
    }

    /// A row may be gone between the look and the key: another program removed the message, or the server built the folder
    /// anew. Nothing happens without a word.
    private static func notice(absent: Int, isNothingDone: Bool) -> Notice {
        let messages = absent == 1 ? "The message is" : "\(absent) messages are"
        let rest = isNothingDone ? "nothing was changed" : "the others were changed"
        return Notice("\(messages) no longer in the list; \(rest)", kind: .error)
    }

    private func take(_ step: HistoryStep) async {
        do {
            switch step {
            case .undo: send(.history(.undo, try store.undo()))
            case .redo: send(.history(.redo, try store.redo()))
            }
        } catch {
            return report(error)
        }
        await tellOfChanges()
    }

    private func tellOfChanges() async {
        for account in accounts.values { await account.changesRecorded() }
    }

    // MARK: The journal

    private func selectAll(_ request: WindowRequest) {
        do { send(.selected(try store.window(request))) } catch { report(error) }
    }

    private func selectRange(_ range: MessageRange) {
        do { send(.selectedRange(try store.messages(in: range))) } catch { report(error) }
    }

    private func loadJournal() {
        do { send(.journalLines(try store.journalLines(limit: JournalScreen.limit))) } catch { report(error) }
    }

    private func loadFigures() {
        do { send(.figures(try store.figures())) } catch { report(error) }
    }

    private func retry(_ id: LocalChangeID) async {
        do {
            if try store.retry(id).isEmpty {
                send(.notice(Notice("There is nothing left of it to try again", kind: .error)))
            }
        } catch {
            return report(error)
        }
        await tellOfChanges()
    }

    private func cancel(_ id: LocalChangeID) async {
        do {
            if try !store.cancel(id) {
                send(.notice(Notice("It is on its way already and can't be taken back", kind: .error)))
            }
        } catch {
            return report(error)
        }
        await tellOfChanges()
    }

    // MARK: Attachments

    private func save(_ request: AttachmentRequest, overwrite: Bool) {
        saving?.cancel()
        let saver = AttachmentSaver(
            saving: PartSaving(content(of: request.message)) { [isEnding] in isEnding.isSet },
            send: send)
        saving = Task { await saver.save(request, overwrite: overwrite) }
    }

    // MARK: Small things

    private func after(_ milliseconds: Int, send event: Event) -> Task<Void, Never> {
        Task { [send] in
            guard (try? await Task.sleep(for: .milliseconds(milliseconds))) != nil else { return }  // replaced
            send(event)
        }
    }

    /// One that cannot be remembered is trusted until the end.
    private func trust(_ question: TrustQuestion, of account: AccountID) async {
        let fingerprint = question.certificate.fingerprint
        do {
            try trusted?.store(fingerprint, host: question.host, port: question.port)
            send(.notice(Notice("The certificate of \(question.host) is trusted from now on")))
        } catch {
            send(.notice(Notice("Trusted for now, but not remembered: \(error.reason)", kind: .error)))
        }
        await accounts[account]?.trust(fingerprint)
    }

    private func rememberFolder(_ id: FolderID) {
        do {
            guard let folder = try store.folder(id) else { return }
            try store.setSetting(Remembered.folder, "\(folder.account.name)\n\(folder.wireName)")
        } catch {
            report(error)
        }
    }

    private func remember(_ key: String, _ value: String) {
        do { try store.setSetting(key, value) } catch { report(error) }
    }

    private func report(_ error: StoreError) {
        send(.notice(Notice(ErrorWords.words(for: error), kind: .error)))
    }
}
