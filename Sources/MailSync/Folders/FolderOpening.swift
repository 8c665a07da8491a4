import IMAPClient
import MailModel
import MailStore

/// What to say and to ask as a folder is opened that was seen before, so that most often one turn brings it in step.
struct FolderOpening: Sendable {
    /// Up to this many UIDs new mail is asked for along with SELECT, before it is known whether there is any.
    private static let newMail: UInt32 = 100

    /// For QRESYNC.
    let known: KnownMailbox?
    let steps: [SyncPlan.Step]
    private let next: UID?
    private let validity: UIDValidity?
    private let rows: UIDSet

    /// - Parameters:
    ///   - local: what the store has; nil or without a UIDVALIDITY for a folder never seen.
    ///   - rung: the highest that the server has.
    init(_ local: FolderSyncState?, rung: SyncRung) {
        validity = local?.uidValidity
        next = validity == nil ? nil : local?.uidNext
        guard let local, let validity, let next else {
            (known, steps, rows) = (nil, [], UIDSet())
            return
        }
        rows = UIDSet(1...max(1, next.value - min(1, next.value)))
        var steps: [SyncPlan.Step] = [.newMail(from: next)]
        if let modSeq = local.highestModSeq, rung == .condstore { steps.append(.changes(since: modSeq)) }
        self.steps = steps
        known = local.highestModSeq.flatMap { modSeq in
            rung == .quickResync
                ? KnownMailbox(uidValidity: validity, highestModSeq: modSeq, uids: Self.kept(local, next)) : nil
        }
    }

    /// The messages that there may be rows of. New ones are not among them: their flags come with their headers.
    private static func kept(_ local: FolderSyncState, _ next: UID) -> UIDSet? {
        let lowest = local.isComplete ? 1 : max(1, local.lowestSyncedUID?.value ?? 1)
        return lowest < next.value ? UIDSet(lowest...(next.value - 1)) : nil
    }

    var questions: [MailboxQuestion] {
        steps.map { step in
            switch step {
            case .changes(let since): .changes(rows, since: since)
            case .newMail(let first):
                .fetch(.uids(UIDSet(first.value...end(of: first))), MessageRow.items)
            case .clear, .resync, .newest, .topFlags, .compare, .allFlags, .flagSets, .fill: .search(.all)
            }
        }
    }

    private func end(of first: UID) -> UInt32 { first.value + min(Self.newMail - 1, UInt32.max - first.value) }

    /// What the answers are worth, now that it is known what the folder is like.
    func prepared(
        _ answers: [Result<MailboxAnswer, IMAPError>], for mailbox: SelectedMailbox
    ) -> [(step: SyncPlan.Step, gathered: FolderFetch.Gathered)] {
        guard mailbox.uidValidity == validity else { return [] }
        return zip(steps, answers).compactMap { step, answer in
            // What was refused is asked for again when its turn comes, and refused then.
            guard case .success(let told) = answer else { return nil }
            switch step {
            case .newMail(let first):
                guard let next = mailbox.uidNext, next.value - 1 <= end(of: first) else { return nil }
                return (step, .windows([(FolderFetch.rows([told]), UIDSet())]))
            case .changes:
                let gathered = FolderFetch.changes([told])
                if case .refused = gathered { return nil }
                return (step, gathered)
            case .clear, .resync, .newest, .topFlags, .compare, .allFlags, .flagSets, .fill: return nil
            }
        }
    }
}

extension SyncRung {
    /// The highest that a server offers and that works there.
    init(of connection: IMAPConnection) async {
        if await connection.mayUse(.qresync), await connection.mayUse(.enable) {
            self = .quickResync
        } else {
            self = await connection.mayUse(.condstore) ? .condstore : .plain
        }
    }
}

/// A folder that is selected, and what came along with that: not yet stored.
struct OpenedFolder: Sendable {
    let session: FolderSession
    fileprivate var prepared: [(step: SyncPlan.Step, gathered: FolderFetch.Gathered)] = []
    /// The newest messages of a folder never seen.
    fileprivate var newest: (first: FirstFetch, messages: [FetchedMessage])?
}

extension FolderSession {
    /// Selects a folder and starts to bring it in step: what changed as far as one turn tells it is in the store then.
    static func open(
        _ folder: Folder, on connection: IMAPConnection, readOnly: Bool = false, in store: MailStore,
        sizes: SyncPlan.Sizes
    ) async throws -> FolderSession {
        let opened = try await asked(folder, on: connection, readOnly: readOnly, in: store, sizes: sizes)
        var session = opened.session
        try session.take(opened, in: store)
        return session
    }

    /// The same with nothing stored yet: `take` does that.
    static func asked(
        _ folder: Folder, on connection: IMAPConnection, readOnly: Bool = false, in store: MailStore,
        sizes: SyncPlan.Sizes
    ) async throws -> OpenedFolder {
        let local = try store.syncState(of: folder.id)
        guard local?.uidValidity != nil, local?.uidNext != nil else {
            let first = FirstFetch.newest(sizes.firstScreen, MessageRow.items)
            let opened = try await connection.select(folder.wireName, readOnly: readOnly, first: first)
            return OpenedFolder(
                session: FolderSession(folder: folder.id, mailbox: opened.mailbox, local: local, sizes: sizes),
                newest: opened.messages.map { (first, $0) })
        }
        let opening = FolderOpening(local, rung: await SyncRung(of: connection))
        let (mailbox, answers) = try await connection.select(
            folder.wireName, readOnly: readOnly, known: opening.known, asking: opening.questions)
        return OpenedFolder(
            session: FolderSession(folder: folder.id, mailbox: mailbox, local: local, sizes: sizes),
            prepared: opening.prepared(answers, for: mailbox))
    }

    /// Stores what came along with the selection. Due before any news are taken: those may be about messages that have no
    /// row yet.
    mutating func take(_ opened: OpenedFolder, in store: MailStore) throws(StoreError) {
        if let (first, messages) = opened.newest { try take(messages, for: first, in: store) }
        try take(prepared: opened.prepared, in: store)
    }
}
