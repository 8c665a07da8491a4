import Foundation
import MailModel
import MailStore
import MailSync
import Reader
import Screen

/// The reader at work: the loop of the screen, the store that it shows and the accounts that keep the store in step.
package struct ReaderSession: Sendable {
    private let store: MailStore
    private let configuration: Configuration
    private let accounts: [AccountConfiguration]
    private let trusted: TrustedCertificates?
    private let log: @Sendable (String) -> Void
    private let notice: String?

    /// - Parameters:
    ///   - accounts: those to connect; none offline.
    ///   - trusted: where it is remembered which certificates the user trusts.
    ///   - log: receives a line for each change of a connection's state and each error.
    ///   - notice: shown at the start.
    package init(
        store: MailStore, configuration: Configuration, accounts: [AccountConfiguration],
        trusted: TrustedCertificates? = nil, log: @escaping @Sendable (String) -> Void, notice: String? = nil
    ) {
        self.store = store
        self.configuration = configuration
        self.accounts = accounts
        self.trusted = trusted
        self.log = log
        self.notice = notice
    }

    /// Reads mail until the user quits.
    ///
    /// - Parameter makeDisplay: makes the terminal, on the thread of the screen.
    package func run(display makeDisplay: @escaping @Sendable () -> any Display) async throws -> ReaderLoop.End {
        for account in configuration.accounts { try store.addAccount(account.id) }
        let settings = try firstSettings()
        let loop = try ReaderLoop()
        let syncs = accounts.map { AccountSync($0, store: store) }
        let runner = EffectRunner(
            store: store, accounts: Dictionary(uniqueKeysWithValues: syncs.map { ($0.configuration.id, $0) }),
            trusted: trusted,
            opener: Opener(
                configured: configuration.reader.opener, environment: ProcessInfo.processInfo.environment),
            contexts: ReadingContexts(configuration.accounts), send: { loop.send($0) })
        let (effects, queue) = AsyncStream<Effect>.makeStream()
        let work = ReaderWork()
        work.start { await runner.performAll(effects) }
        for sync in syncs {
            work.start { await sync.run() }
            work.start { await follow(sync, loop) }
        }
        work.start { await followFolders(loop) }
        work.start { await followJournal(loop) }
        work.start { PartialOpening.removeForgotten(in: AttachmentSaver.expandingHome(settings.downloadFolder)) }
        if accounts.isEmpty {
            for account in configuration.accounts {
                let link = AccountStatus.Link.offline(since: store.now(), reason: "as asked for", retryAt: nil)
                loop.send(.accountStatus(AccountStatus(account: account.id, link: link)))
            }
        }
        if let notice { loop.send(.notice(Notice(notice))) }
        defer { queue.finish() }
        do {
            let end = try await loop.run(
                display: makeDisplay,
                state: { display in
                    var settings = settings
                    settings.isMonochrome = display.isMonochrome
                    settings.hasFewColors = display.hasFewColors
                    settings.graphics = display.graphics
                    return AppState(size: display.size, settings: settings)
                }, perform: { queue.yield($0) })
            await work.stop()
            return end
        } catch {
            await work.stop()
            throw error
        }
    }

    /// The configuration's settings and those of the last run.
    private func firstSettings() throws(StoreError) -> ReaderSettings {
        var settings = try Remembered.apply(to: ReaderSettings(configuration), from: store)
        settings.isOffline = accounts.isEmpty
        // The sizes of the panes stay as they were left, whatever their number.
        if let layout = configuration.reader.layout.flatMap({ Layout.Choice(rawValue: $0.rawValue) }) {
            settings.layout.choice = layout
        }
        return settings
    }

    private func follow(_ sync: AccountSync, _ loop: ReaderLoop) async {
        var last: AccountStatus.Link?
        var trouble = StoreTrouble()
        var hasListed = false
        for await status in sync.statuses {
            loop.send(.accountStatus(status))
            if status.hasListed, !hasListed {
                hasListed = true
                warnOfFolders(status.account, loop)
            }
            if let notice = trouble.notice(for: status.link) { loop.send(.notice(notice)) }
            if status.link != last { log("\(status.account): \(status.link)") }
            last = status.link
        }
    }

    /// Says once which folders the configuration names that there are not.
    private func warnOfFolders(_ account: AccountID, _ loop: ReaderLoop) {
        guard let configured = configuration.accounts.first(where: { $0.id == account }),
            let folders = try? store.folders(of: account)  // a store that fails is told by the work on the connection
        else { return }
        for warning in configured.unknownKeptFolders(among: folders.map { ($0.name, $0.wireName) }) {
            loop.send(.notice(Notice(warning, kind: .error)))
            log(warning)
        }
    }

    /// Folders of accounts that are no longer configured stay in the store, unseen.
    private func followFolders(_ loop: ReaderLoop) async {
        let known = Set(configuration.accounts.map(\.id))
        for await folders in store.observeFolders() {
            loop.send(.folders(folders.filter { known.contains($0.account) }))
        }
    }

    private func followJournal(_ loop: ReaderLoop) async {
        var seen: LocalChangeID?
        var isFirst = true
        for await journal in store.observeJournal() {
            loop.send(.journal(pending: journal.pendingCount))
            // Refusals of earlier runs were told then.
            if !isFirst, let refusal = journal.newestRefusal, refusal.id != seen {
                let reason = refusal.error ?? "The server refused a change."
                loop.send(.notice(Notice("Taken back: \(reason)", kind: .error)))
                log("refused: \(refusal.id.row)")
            }
            seen = journal.newestRefusal?.id
            isFirst = false
        }
    }
}

extension ReaderSettings {
    /// What the configuration says about the screen.
    init(_ configuration: Configuration) {
        self.init()
        switch configuration.reader.theme {
        case .terminal: theme = .terminal
        case .dark: theme = .dark
        case .light: theme = .light
        }
        usesMouse = configuration.reader.usesMouse
        showsPreview = configuration.reader.showsPreview
        markRead = configuration.reader.marksReadOnOpen ? .afterSeconds(0) : .never
        // 0 never folds; the reader folds what is longer than its number.
        quoteFold = configuration.reader.foldQuotesFrom == 0 ? .max : configuration.reader.foldQuotesFrom - 1
        textWidth = configuration.reader.textWidth
        wraps = configuration.reader.wrapsLines
        drawsPictures = configuration.reader.pictures != .off
        showsHTMLColors = configuration.reader.showsHTMLColors
        printCommand = configuration.reader.printCommand
        myAddresses = configuration.accounts.map(\.address)
        keyOverrides = configuration.keys.sorted { $0.key < $1.key }.map {
            KeyOverride(keys: $0.key, command: $0.value.isEmpty ? nil : $0.value)
        }
    }
}
