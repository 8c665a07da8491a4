import IMAPClient
import MailModel
import MailStore

/// One folder that is selected on a connection, while it is brought in step: the plan, and what came of it in the store.
struct FolderSession: Sendable {
    let folder: FolderID
    private(set) var mailbox: SelectedMailbox
    private(set) var plan: SyncPlan
    /// Messages on the server, followed live.
    private(set) var exists: Int
    /// What changed in the store so far.
    private(set) var counts = SyncCounts()
    private var comparison: FlagComparison?
    /// The messages of the last comparison, until the news that came during it are taken.
    private var listed: UIDSet?
    /// The UIDVALIDITY goes into the first batch that is stored.
    private var isBegun = false
    private let wasComplete: Bool
    /// What was told, while messages came in on another connection, of messages that may have no row yet.
    private var told = (flags: Set<UID>(), vanished: UIDSet())
    private var heard = HeardModSeqs()
    /// New messages that the server tells of its own accord.
    private(set) var untold = UntoldMail()
    /// What is gone, while it is searched for.
    private var hunt = VanishedHunt()

    init(folder: FolderID, mailbox: SelectedMailbox, local: FolderSyncState?, sizes: SyncPlan.Sizes) {
        self.folder = folder
        self.mailbox = mailbox
        exists = Int(mailbox.exists)
        plan = SyncPlan(local: local, server: mailbox, sizes: sizes)
        wasComplete = !plan.isFresh && local?.isComplete == true
    }

    /// Whether something is left to do, now that the figures are compared.
    mutating func isDue(in store: MailStore) throws(StoreError) -> Bool {
        if comparison != nil || plan.next != nil { return true }
        // Before the first batch the rows may be of another UIDVALIDITY.
        guard isBegun || !plan.isFresh, untold.isEmpty, let rows = try store.syncState(of: folder)?.rows else {
            return false
        }
        plan.check(rows: rows, exists: exists)
        return plan.next != nil
    }

    /// Whether the next step brings something that the user looks at.
    var isUrgent: Bool {
        switch plan.next {
        case .clear, .resync, .newest, .newMail, .changes, .topFlags: true
        // Messages that are gone are still on the screen.
        case .compare: wasComplete
        case .allFlags, .flagSets, .fill, nil: false
        }
    }

    /// The step to gather for; nil where only the store is left to be worked on.
    var step: SyncPlan.Step? { comparison == nil ? plan.next : nil }

    /// Stores what came on another connection. What the server said here meanwhile may be newer: what it said is gone does
    /// not come back.
    ///
    /// - Returns: messages whose flags have to be asked for.
    mutating func take(
        late windows: [FolderFetch.Window], of ranges: [ClosedRange<UInt32>], in store: MailStore
    ) throws(StoreError) -> UIDSet {
        let vanished = told.vanished
        let kept = windows.map { window in
            (rows: window.rows.filter { !vanished.contains($0.uid) }, absent: window.absent)
        }
        try take(kept, of: .fill(ranges), in: store)
        let doubtful = kept.flatMap(\.rows).map(\.uid).filter(told.flags.contains)
        if plan.missingCount == 0 { told = ([], UIDSet()) }
        return UIDSet(doubtful)
    }

    /// Whether the next step brings a folder's messages one window after the other.
    var isFilling: Bool { if case .fill = step { true } else { false } }

    /// Whether the next step brings so much that it is worth a turn to have it deflated.
    var bringsMuch: Bool {
        switch step {
        case .fill, .flagSets: true
        case .clear, .resync, .newest, .newMail, .changes, .topFlags, .compare, .allFlags, nil: false
        }
    }

    /// Does what comes next: asks for the steps of one flight, and stores what they bring. Nothing but this changes the
    /// session meanwhile.
    mutating func advance(with fetch: FolderFetch, in store: MailStore) async throws {
        guard step != nil else { return try settleFlags(in: store) }
        if try await searchesVanished(with: fetch, in: store) { return }
        for (step, gathered) in try await fetch.gather(plan.flight, of: plan) {
            try take(gathered, of: step, in: store)
        }
    }

    /// Finds what is gone by halves, where that is less than to be told all that there is: a turn of it.
    ///
    /// - Returns: whether that was to be done. What else can be asked goes before it.
    private mutating func searchesVanished(with fetch: FolderFetch, in store: MailStore) async throws -> Bool {
        guard plan.flight.contains(.compare), untold.isEmpty, try store.syncState(of: folder)?.isComplete == true else {
            hunt = VanishedHunt()
            return false
        }
        let known = try store.knownUIDs(of: folder)
        guard await VanishedHunt.isWorthwhile(for: known, with: fetch), known.count > exists || !plan.canCompareByHalves
        else { return false }
        guard plan.canCompareByHalves else {
            // New mail first: then all that is there is known.
            let steps = plan.flight.filter { $0 != .compare }
            for (step, gathered) in try await fetch.gather(steps, of: plan) { try take(gathered, of: step, in: store) }
            return true
        }
        switch try await hunt.advance(through: known, exists: exists, with: fetch) {
        case .givenUp: return false
        case .goesOn: return true
        case .found(let vanished):
            plan.comparedByHalves()
            try apply(SyncBatch(vanished: vanished, serverTotal: exists, complete: true), in: store)
            return true
        }
    }

    /// Stores what came along with SELECT, and what was asked in the same turn, as far as it is of the plan. Due before
    /// any news are taken: those may be about messages that have no row yet.
    mutating func take(
        prepared: [(step: SyncPlan.Step, gathered: FolderFetch.Gathered)], in store: MailStore
    ) throws(StoreError) {
        if plan.next == .resync, let changes = mailbox.changes {
            try take(FolderFetch.changes(changes), of: .resync, in: store)
        }
        let flight = plan.flight
        for (step, gathered) in prepared where flight.contains(step) { try take(gathered, of: step, in: store) }
    }

    /// Stores a piece of what the flags of all messages are.
    mutating func settleFlags(in store: MailStore) throws(StoreError) {
        guard var comparison else { return }
        if let changes = try comparison.next(in: store, folder: folder) {
            self.comparison = comparison
            if !changes.isEmpty { try apply(SyncBatch(flagChanges: changes), in: store) }
        } else {
            self.comparison = nil
            plan.agree()
            try apply(SyncBatch(highestModSeq: plan.agreed), in: store)
        }
    }

    /// Stores what a step brought.
    mutating func take(
        _ gathered: FolderFetch.Gathered, of step: SyncPlan.Step, in store: MailStore
    ) throws(StoreError) {
        switch gathered {
        case .nothing:
            let known = try store.knownUIDs(of: folder)
            plan.done(step)
            try apply(
                SyncBatch(
                    vanished: known, serverTotal: 0, serverUnread: 0, uidNext: mailbox.uidNext ?? UID(1),
                    highestModSeq: plan.agreed, complete: true), in: store)
        case .windows(let windows):
            try take(windows, of: step, in: store)
        case .flags(let changes):
            plan.done(step)
            try apply(SyncBatch(flagChanges: changes, highestModSeq: plan.agreed), in: store)
        case .top(let changes, let isWhole):
            plan.done(step)
            let gone = isWhole ? try vanished(beside: changes, in: store) : UIDSet()
            try apply(SyncBatch(flagChanges: changes, vanished: gone), in: store)
        case .changes(let changes, let vanished):
            // Those of new messages come with their headers.
            let known = changes.filter { plan.knownUIDs.contains($0.uid) }
            plan.done(step)
            try apply(
                SyncBatch(
                    flagChanges: known, vanished: vanished, serverTotal: exists, highestModSeq: plan.agreed),
                in: store)
        case .uids(let all):
            let vanished = plan.compared(server: all, known: try store.knownUIDs(of: folder))
            exists = all.count
            listed = all
            let isWhole = plan.missingCount == 0
            try apply(SyncBatch(vanished: vanished, serverTotal: exists, complete: isWhole), in: store)
        case .sets(let sets, let unseen):
            plan.done(step)
            comparison = FlagComparison(sets, unseen: unseen, upTo: plan.lastUID)
            try apply(SyncBatch(serverUnread: unseen.count), in: store)
        case .refused:
            plan.refused(step)
        }
    }

    /// Stores what came along with the selection, where it is what the plan would ask for now.
    mutating func take(_ messages: [FetchedMessage], for first: FirstFetch, in store: MailStore) throws(StoreError) {
        guard let step = plan.next else { return }
        let isAnswer: Bool
        switch (step, first) {
        case (.newest(let positions), .newest):
            isAnswer = messages.contains { $0.sequence <= positions.lowerBound && $0.sequence > 0 }
        case (.newMail(let start), .from(let asked, _, _)): isAnswer = start == asked
        case (.clear, _), (.resync, _), (.newest, _), (.newMail, _), (.changes, _), (.topFlags, _), (.compare, _),
            (.allFlags, _), (.flagSets, _), (.fill, _):
            isAnswer = false
        }
        guard isAnswer else { return }
        try take([(messages.compactMap(MessageRow.row), UIDSet())], of: step, in: store)
    }

    /// Rows between the newest messages that the server does not have: it told all that there are from the oldest of
    /// these on.
    private func vanished(beside told: [FlagChange], in store: MailStore) throws(StoreError) -> UIDSet {
        let uids = UIDSet(told.map(\.uid))
        guard let first = uids.first, let last = uids.last else { return UIDSet() }
        let end = max(last.value, mailbox.uidNext.map { $0.value > 0 ? $0.value - 1 : 0 } ?? 0)
        return try store.knownUIDs(of: folder, in: first.value...end).subtracting(uids)
    }

    private mutating func take(
        _ windows: [FolderFetch.Window], of step: SyncPlan.Step, in store: MailStore
    ) throws(StoreError) {
        guard case .fill(let ranges) = step else {
            let rows = windows.flatMap(\.rows)
            let claim = plan.fetchedNew(UIDSet(rows.map(\.uid)), step: step)
            try apply(
                batch(rows, claim, isComplete: claim.isComplete || (wasComplete && claim.uidNext != nil)), in: store)
            return
        }
        // What one of them claims holds with those before it, so that all are stored together.
        var claim = SyncPlan.Claim(isComplete: false)
        for range in ranges { claim = plan.filled(range) }
        var batch = batch(windows.flatMap(\.rows), claim, isComplete: claim.isComplete)
        batch.vanished = windows.reduce(UIDSet()) { $0.union($1.absent) }
        try apply(batch, in: store)
    }

    private func batch(_ rows: [NewMessage], _ claim: SyncPlan.Claim, isComplete: Bool) -> SyncBatch {
        var batch = SyncBatch(
            upserts: rows, serverTotal: exists, uidNext: claim.uidNext, syncedDownTo: claim.syncedDownTo,
            complete: isComplete)
        // A folder seen for the first time has its flags with its headers.
        if plan.isFresh { batch.highestModSeq = plan.agreed }
        return batch
    }

    private mutating func apply(_ batch: SyncBatch, in store: MailStore) throws(StoreError) {
        var batch = batch
        batch.uidValidity = isBegun ? nil : mailbox.uidValidity
        batch.resetsModSeq = !isBegun && plan.resetsModSeq
        let before = try store.syncState(of: folder)?.rows ?? 0
        try store.apply(batch, to: folder)
        isBegun = true
        let after = try store.syncState(of: folder)?.rows ?? 0
        counts.vanished += batch.vanished.isEmpty ? 0 : max(0, before - after)
        counts.new += batch.vanished.isEmpty ? max(0, after - before) : 0
        counts.changed += batch.flagChanges.count
    }

    // MARK: What the server says of its own accord

    /// Applies news of this mailbox in the order they came.
    ///
    /// - Returns: messages whose flags have to be asked for.
    mutating func take(
        _ updates: [MailboxUpdate], _ trust: NewsInbox.Trust, in store: MailStore
    ) throws(StoreError) -> UIDSet {
        var batch = SyncBatch()
        var doubtful: [UID] = []
        for update in updates {
            switch update {
            case .exists(let count):
                let growth = max(0, Int(count) - exists)
                exists = Int(count)
                listed = nil
                if trust == .newest, plan.mailMayBeTold, untold.expect(growth) {
                    // What the server tells of them comes behind their number.
                } else {
                    fetchUntold()
                    plan.mailArrived()
                }
            case .arrived(let message):
                try take(arrived: message, trust, in: store, &batch, &doubtful)
            case .flags(let uid, let flags, let modSeq):
                take(FlagChange(uid: uid, flags: flags, modSeq: modSeq), trust, &batch, &doubtful)
            case .expunged(let uids):
                if !untold.isEmpty, uids.intersects(from: plan.nextUID) { fetchUntold() }
                batch.vanished = batch.vanished.union(uids)
                if plan.missingCount > 0 { told.vanished = told.vanished.union(uids) }
                exists = max(0, exists - counted(uids).count)
            case .expungedUnknown:
                fetchUntold()
                exists = max(0, exists - 1)
            case .resyncNeeded:
                fetchUntold()
                plan.doubt()
            case .selected, .uidValidityChanged, .alert, .mailboxStatus, .mailboxListed, .notificationsStopped,
                .metadataChanged, .searchChanged:
                break
            }
        }
        listed = nil
        if !batch.flagChanges.isEmpty || !batch.vanished.isEmpty {
            batch.serverTotal = exists
            try apply(batch, in: store)
        }
        return UIDSet(doubtful)
    }

    private mutating func take(
        _ change: FlagChange, _ trust: NewsInbox.Trust, _ batch: inout SyncBatch, _ doubtful: inout [UID]
    ) {
        comparison?.exclude(change.uid)
        if plan.missingCount > 0 { told.flags.insert(change.uid) }
        if trust == .newest || (trust == .answered && change.modSeq != nil) {
            heard.hear(change.modSeq)
            batch.flagChanges.append(change)
        } else {
            doubtful.append(change.uid)
        }
    }

    /// A message that the server tells without being asked. Those that have come since are stored once all of them are told,
    /// as only then there is none between them that is not; of any other message no more is taken than its flags.
    private mutating func take(
        arrived message: FetchedMessage, _ trust: NewsInbox.Trust, in store: MailStore, _ batch: inout SyncBatch,
        _ doubtful: inout [UID]
    ) throws(StoreError) {
        guard let uid = message.uid else { return }
        guard !untold.isEmpty, let next = plan.nextUID, uid >= next, let row = MessageRow.row(message),
            message.flags != nil, !untold.has(uid)
        else {
            if let change = MessageRow.flags(message) { take(change, trust, &batch, &doubtful) }
            return
        }
        guard let rows = untold.take(row) else { return }
        // What was said before them goes before them.
        if !batch.flagChanges.isEmpty || !batch.vanished.isEmpty {
            batch.serverTotal = exists
            try apply(batch, in: store)
            batch = SyncBatch()
        }
        try take([(rows, UIDSet())], of: .newMail(from: next), in: store)
    }

    /// New messages are fetched that the server has not told.
    mutating func fetchUntold() {
        guard !untold.isEmpty else { return }
        untold.forget()
        plan.mailArrived()
    }

    /// - Parameter isTold: whether the server tells new messages of its own accord, right behind their number.
    mutating func newMail(isTold: Bool) { untold.isTold = isTold }

    /// Those of the vanished that `exists` has among its messages: a comparison may have missed some already.
    private func counted(_ vanished: UIDSet) -> UIDSet {
        guard let listed else { return vanished }
        let later = UIDSet(ranges: [min(listed.last?.value ?? 0, UInt32.max - 1) + 1...UInt32.max])
        return vanished.intersection(listed.union(later))
    }

    /// Flags that were asked for again.
    mutating func take(flags: [FlagChange], in store: MailStore) throws(StoreError) {
        try apply(SyncBatch(flagChanges: flags), in: store)
    }

    /// A command was answered, and everything that was said before is stored.
    mutating func answered() { heard.answered() }

    /// Remembers how far the rows agree, now that nothing is left to be done. Only what was told before an answer counts:
    /// until then a server may hold something back that came before it (RFC 7162 section 6).
    mutating func settleModSeq(in store: MailStore) throws(StoreError) {
        guard step == nil, comparison == nil, let before = heard.takeAnswered() else { return }
        if plan.agree(upTo: before) { try apply(SyncBatch(highestModSeq: plan.agreed), in: store) }
    }

    /// Something may have changed that the server will not tell of its own accord.
    mutating func lookForNews() {
        fetchUntold()
        plan.mailArrived()
    }

    mutating func doubt() { plan.doubt() }

    /// We changed flags: sets made before say nothing of that, and are made again.
    mutating func flagsChanged() {
        guard comparison != nil else { return }
        comparison = nil
        plan.compareFlags()
    }
}
