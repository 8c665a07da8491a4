import ArgumentParser
import MailModel
import MailStore
import MailSync
import ReaderRuntime

/// Options of commands that change mail.
struct ChangeOptions: ParsableArguments {
    @ArgumentParser.Flag(name: .customLong("no-wait"), help: "Return once the change is safe in the journal.")
    var noWait = false
}

/// Carries a change of mail out: into the journal with its effect on the rows, then to the server.
struct ChangeRun {
    let workplace: Workplace
    let store: MailStore
    let waits: Bool

    init(_ options: CommonOptions, _ change: ChangeOptions) throws {
        workplace = try Workplace(options)
        store = try workplace.openStore()
        waits = !change.noWait
    }

    /// The folder of that name; asks the server for its folders where the store does not know it.
    func folder(_ name: String, of account: AccountID) async throws -> Folder {
        try await FolderFinder(workplace: workplace, store: store).folder(name, of: account)
    }

    /// The messages of those names, grouped by account.
    func messages(_ names: [String]) async throws -> [AccountID: [MessageSummary]] {
        var found: [AccountID: [MessageSummary]] = [:]
        let finder = MessageFinder(workplace: workplace, store: store)
        for name in names {
            let (folder, summary) = try await finder.message(name)
            found[folder.account, default: []].append(summary)
        }
        return found
    }

    /// Records the changes of one account and waits for the server's word.
    func perform(_ requests: [ChangeRequest], on account: AccountID) async throws {
        let ids: [LocalChangeID]
        do {
            ids = try requests.flatMap { try store.record($0) }
        } catch let error as StoreError {
            throw CommandFailure(error)
        }
        try await settle(ids, on: account)
    }

    /// Waits for the server's word on changes that are in the journal.
    func settle(_ ids: [LocalChangeID], on account: AccountID) async throws {
        let configured = try workplace.account(named: account.name)
        guard waits else { return }
        let kept = "the change is kept and will be made at the next connection"
        if workplace.isOffline { throw CommandFailure(.offline, "offline: \(kept)") }
        var hold = try store.hold(account)
        if hold == nil { hold = try await OwnerWait(store: store, account: account).settle(ids) }
        if let hold {
            defer { hold.release() }
            try await replay(configured, kept: kept)
        }
        try report(ids, kept: kept)
    }

    private func replay(_ configured: Configuration.Account, kept: String) async throws {
        do {
            _ = try await AccountSync.replay(workplace.connection(of: configured), store: store)
        } catch {
            let failure = CommandFailure(error, account: configured.id)
            throw CommandFailure(failure.code, "\(failure.line); \(kept)")
        }
    }

    private func report(_ ids: [LocalChangeID], kept: String) throws {
        for id in ids {
            guard let change = try store.change(id) else { continue }
            switch change.state {
            case .done, .undone: continue
            case .refused: throw CommandFailure(.refused, change.error ?? "the server refused the change")
            case .pending, .sent: throw CommandFailure(.offline, "not yet confirmed by the server: \(kept)")
            }
        }
    }
}
