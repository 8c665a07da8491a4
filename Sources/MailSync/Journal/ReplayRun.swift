import IMAPClient
import MailModel
import MailStore

/// How many changes the server took, and how many it did not.
package struct ReplayReport: Sendable, Equatable {
    package var done = 0
    package var refused = 0
    /// Not sent, or not yet able to be sent.
    package var left = 0

    package init(done: Int = 0, refused: Int = 0, left: Int = 0) {
        self.done = done
        self.refused = refused
        self.left = left
    }
}

/// Sends the journal's open entries over one connection.
///
/// Whatever ends it, an entry is either done, refused with a reason, or still open: sent without an answer, it is looked
/// up before anything is sent again.
struct ReplayRun: Sendable {
    let connection: IMAPConnection
    let store: MailStore
    let account: AccountID
    let sizes: SyncPlan.Sizes
    let folderRoles: [FolderRole: String]
    /// The folder that is selected on the connection now.
    var selected: (folder: FolderID, mailbox: SelectedMailbox)?
    private(set) var report = ReplayReport()
    /// Folders whose messages were moved or copied, or that were uploaded to.
    private(set) var touched: Set<FolderID> = []
    /// Whether folders were made, renamed or removed.
    private(set) var foldersChanged = false
    /// Whether a folder was selected: what was known of the one selected before is then out of date.
    private(set) var hasSelected = false
    /// Entries that were looked at.
    private(set) var tried: Set<LocalChangeID> = []
    private var searched: Set<FolderID> = []
    /// Entries that the server was asked for, or that were refused, in this run.
    private var begun: Set<LocalChangeID> = []
    /// Folders that the server would not work on just now. What the user did later there waits too: a message that is
    /// moved on would leave behind the flag that it was to get before.
    private var held: Set<FolderID> = []
    private var holdsFolderWork = false
    /// Whether entries as they were read are no longer as the store has them.
    private var isOutdated = false

    init(
        _ connection: IMAPConnection, store: MailStore, configuration: AccountConfiguration,
        selected: (folder: FolderID, mailbox: SelectedMailbox)? = nil
    ) {
        self.connection = connection
        self.store = store
        account = configuration.id
        sizes = configuration.options.sizes
        folderRoles = configuration.folderRoles
        self.selected = selected
    }

    /// Sends until nothing is left that can be sent.
    mutating func run() async throws {
        while true {
            let open = try store.pendingChanges(of: account).filter { !tried.contains($0.id) }
            if open.isEmpty {
                if try await findLostMessages() { continue }
                break
            }
            tried.formUnion(open.map(\.id))
            let replay = LocalChangeReplay(open)
            isOutdated = false
            for entry in replay.unsettled where !isOutdated { try await settle(entry) }
            for group in replay.groups where !isOutdated { try await send(group) }
            // What was not reached is read anew too: nothing overtakes what the user did before.
            if isOutdated { tried.subtract(try store.pendingChanges(of: account).map(\.id).filter(waits)) }
        }
        report.left = try waiting().count
    }

    /// Looks up what became of the entries sent before without an answer, and does the rest of them.
    mutating func settleAll() async throws {
        for entry in LocalChangeReplay(try store.pendingChanges(of: account)).unsettled { try await settle(entry) }
    }

    /// Sends one group as one command.
    mutating func send(_ group: LocalChangeReplay.Group) async throws {
        guard !isHeld(group.folder) else { return }
        // An entry before may have been refused, and this one with it.
        let open = try group.entries.filter { try store.change($0.id)?.isOpen == true }
        // Or its messages have other UIDs by now, or fewer of them are left: it is read anew.
        guard try open.allSatisfy(isAsRead) else { return readAnew() }
        let ids = open.map(\.id)
        guard !ids.isEmpty else { return }
        // The command would be about the messages of those too that the user has taken back meanwhile.
        guard ids.count == group.entries.count else { return readAnew() }
        begun.formUnion(ids)
        do {
            switch group.kind {
            case .setFlag, .move, .copy, .expunge: try await change(group, ids)
            case .createFolder, .renameFolder, .deleteFolder, .subscribe, .append:
                for entry in group.entries { try await change(entry) }
            }
        } catch let error as IMAPError {
            try settleRefusal(error, ids, in: group.folder)
        }
    }

    private mutating func change(_ group: LocalChangeReplay.Group, _ ids: [LocalChangeID]) async throws {
        guard let folder = group.folder, let mailbox = try await open(folder) else {
            return try refuse(ids, "The folder is gone.")
        }
        guard mailbox.uidValidity == group.uidValidity else {
            // The UIDs mean something else now: the store takes them back and waits for the messages to be found.
            if try await meetValidity(mailbox, of: folder) { return readAnew(ids) }
            return try refuse(ids, "The server has built the folder anew; do it again.")
        }
        if let reason = Self.objection(to: group.kind, in: mailbox) { return try refuse(ids, reason) }
        var horizon: UIDHorizon?
        if let target = group.target {
            horizon = try await self.horizon(ofCopiesInto: target, isMove: group.kind == .move(to: target))
        }
        guard try store.markSent(ids, horizon: horizon) else { return readAnew(ids) }
        switch group.kind {
        case .setFlag(let flag, let isSet):
            try await connection.store(group.uids, [flag], adding: isSet)
            try finish(ids)
        case .move(let target), .copy(let target):
            guard let wireName = try wireName(target) else { return try refuse(ids, "The target folder is gone.") }
            try await transfer(group.uids, of: ids, to: wireName, isMove: group.kind == .move(to: target))
            try await finish(group, target: target)
        case .expunge:
            try await expunge(group.uids)
            try finish(ids)
        case .createFolder, .renameFolder, .deleteFolder, .subscribe, .append: break
        }
    }

    /// Copies messages, and removes them from their folder where they are to move. What the server has answered is in the
    /// store before anything else is sent: whatever is lost then, no message is copied twice.
    func transfer(_ uids: UIDSet, of ids: [LocalChangeID], to wireName: String, isMove: Bool) async throws {
        var isAtomic = isMove ? try await connection.movesAtOnce() : false
        var transfer = await connection.transfer(uids, to: wireName, isMove: isAtomic)
        if isAtomic, transfer.accepted.isEmpty, case .bad = transfer.failure {
            let copies = await connection.transfer(uids, to: wireName, isMove: false)
            if copies.failure == nil {
                await connection.moveIsBroken()
                (isAtomic, transfer) = (false, copies)
            }
        }
        let targets = transfer.result?.targets ?? [:]
        // Without COPYUID the OK tells that all that were there are copied (RFC 9051 section 6.4.7). Of a MOVE it is what
        // has left its folder.
        let silent = isAtomic || transfer.result != nil ? UIDSet() : transfer.accepted
        try store.noteCopied(
            UIDSet(targets.keys).union(silent), of: ids, to: targets, validity: transfer.result?.uidValidity)
        if let failure = transfer.failure { throw failure }
        // What COPYUID does not name was not there, or was not copied.
        if isMove, !isAtomic { try await expunge(transfer.result == nil ? uids : UIDSet(targets.keys)) }
    }

    /// Only these messages are removed: never by a bare EXPUNGE.
    func expunge(_ uids: UIDSet) async throws {
        try await connection.remove(uids)
    }

    // MARK: Answers

    mutating func finish(
        _ ids: [LocalChangeID], moved: [UID: UID]? = nil, validity: UIDValidity? = nil, target: FolderID? = nil,
        othersAreGone: Bool = false
    ) throws {
        for id in ids {
            try store.markDone(id, moved: moved, targetValidity: validity, othersAreGone: othersAreGone)
            report.done += 1
        }
        if let target { touched.insert(target) }
    }

    mutating func refuse(_ ids: [LocalChangeID], _ reason: String) throws {
        for id in ids {
            try store.refuse(id, reason: reason)
            report.refused += 1
        }
    }

    /// A refusal is the server's last word, unless it says that it cannot just now.
    /// - Parameter isLookedUp: whether the entries were sent before without an answer. They stay so where the server will not
    ///   do it now: to send them anew without having looked could do them twice.
    mutating func settleRefusal(
        _ error: IMAPError, _ ids: [LocalChangeID], in folder: FolderID?, isLookedUp: Bool = false
    ) throws {
        switch error {
        case .no(_, let code, _) where ["UNAVAILABLE", "INUSE", "LIMIT", "SERVERBUG"].contains(code ?? ""):
            if !isLookedUp { try store.markPending(ids) }
            if let folder { held.insert(folder) } else { holdsFolderWork = true }
        case .no, .bad, .unsupported, .unencodable:
            try refuse(ids, ErrorWords.words(for: error))
        default: throw error
        }
    }

    /// Whether something that came before has to be done first. What is about no one folder comes after everything.
    func isHeld(_ folder: FolderID?) -> Bool {
        holdsFolderWork || (folder.map(held.contains) ?? !held.isEmpty)
    }

    /// Why the mailbox would not do it, where that is known beforehand.
    static func objection(to kind: LocalChange.Kind, in mailbox: SelectedMailbox) -> String? {
        switch kind {
        case .copy: return nil
        case .setFlag(let flag, true):
            if mailbox.isReadOnly { return readOnly }
            guard let kept = mailbox.permanentFlags else { return nil }
            let isKept = kept.setting(flag, to: true) == kept
            if case .keyword = flag { return isKept || mailbox.allowsNewKeywords ? nil : notKept }
            return isKept ? nil : notKept
        case .setFlag, .move, .expunge, .createFolder, .renameFolder, .deleteFolder, .subscribe, .append:
            return mailbox.isReadOnly ? readOnly : nil
        }
    }

    private static let readOnly = "The folder can only be read."
    private static let notKept = "The server does not keep this flag in this folder."

    // MARK: Folders

    func wireName(_ folder: FolderID) throws -> String? { try store.folder(folder)?.wireName }

    func isAsRead(_ entry: LocalChange) throws -> Bool {
        guard let now = try store.change(entry.id) else { return false }
        return now.uids == entry.uids && now.uidValidity == entry.uidValidity
    }

    mutating func noteBegun(_ entry: LocalChange) { begun.insert(entry.id) }

    /// What is open is read anew in this run, these entries too.
    mutating func readAnew(_ ids: [LocalChangeID] = []) {
        isOutdated = true
        begun.subtract(ids)
    }

    private func waits(_ id: LocalChangeID) -> Bool { !begun.contains(id) }

    /// Selects the folder, unless it is; nil where it is gone.
    ///
    /// - Parameter anew: whether the figures have to be those of now.
    mutating func open(_ folder: FolderID, anew: Bool = false) async throws -> SelectedMailbox? {
        if !anew, let selected, selected.folder == folder { return selected.mailbox }
        guard let wireName = try wireName(folder) else { return nil }
        selected = nil
        hasSelected = true
        let mailbox = try await connection.select(wireName)
        selected = (folder, mailbox)
        return mailbox
    }

    /// The selected folder is about to be removed or renamed.
    mutating func leave(_ folder: FolderID) async throws {
        guard selected?.folder == folder else { return }
        try await connection.unselect()
        selected = nil
        hasSelected = true
    }

    mutating func noteFolderChange() { foldersChanged = true }
    mutating func noteTouched(_ folder: FolderID) { touched.insert(folder) }

    // MARK: Messages whose UID is not known

    private func waiting() throws -> [LocalChange] {
        try store.journal(limit: 10_000).filter { $0.account == account && $0.isOpen }
    }

    /// Entries may wait for the UID of a message that was moved, or whose folder was built anew: their folders are looked
    /// at, once each.
    ///
    /// - Returns: whether there was something to look for.
    private mutating func findLostMessages() async throws -> Bool {
        let folders = Set(try waiting().filter { !tried.contains($0.id) }.compactMap(\.folder)).subtracting(searched)
        guard !folders.isEmpty else { return false }
        for folder in folders.sorted() {
            searched.insert(folder)
            guard let mailbox = try await open(folder, anew: true) else { continue }
            try await bringInStep(folder, mailbox)
        }
        return true
    }

    /// Brings a folder whose UIDs mean something else now in step, so that its messages are matched again.
    ///
    /// - Returns: false where the store knows of the new UIDs already.
    mutating func meetValidity(_ mailbox: SelectedMailbox, of folder: FolderID) async throws -> Bool {
        guard let state = try store.syncState(of: folder), state.uidValidity != mailbox.uidValidity else {
            return false
        }
        searched.insert(folder)
        try await bringInStep(folder, mailbox)
        return true
    }

    /// Larger folders are left to be brought in step when they are opened.
    private static let mostMessages: UInt32 = 5_000

    private func bringInStep(_ folder: FolderID, _ mailbox: SelectedMailbox) async throws {
        var session = FolderSession(
            folder: folder, mailbox: mailbox, local: try store.syncState(of: folder), sizes: sizes)
        let fetch = FolderFetch(connection: connection)
        while session.step != nil, session.isUrgent || mailbox.exists <= Self.mostMessages {
            try await session.advance(with: fetch, in: store)
        }
    }
}

extension LocalChange {
    /// Whether the server has yet to confirm or refuse it.
    var isOpen: Bool {
        switch state {
        case .pending, .sent: true
        case .done, .refused, .undone: false
        }
    }
}
