import IMAPClient
import MailModel
import MailStore

/// What to fetch next so that the store's rows of one folder come to equal the server's.
///
/// Decides only: the shell performs `flight`, tells what came of it, and asks again. The newest screenful comes first,
/// then new mail, flags, and the rest from the newest to the oldest in windows. What changed in a folder seen before is
/// learnt by the highest rung that the server has.
package struct SyncPlan: Sendable, Equatable {
    /// How much is asked for at once.
    package struct Sizes: Sendable, Equatable {
        /// Messages of the first screenful.
        package var firstScreen = 40
        /// Messages of one window of headers.
        package var window = 250
        /// Windows under way together.
        package var pipelined = 2
        /// Newest messages whose flags are asked for before all others'.
        package var topFlags = 100
        /// Up to this many messages the flags of all are fetched one by one; above, as sets by flag.
        package var exactFlags = 1_000
        /// Up to this many UIDs new mail is fetched in one go.
        package var newMail = 500

        package init() {}
    }

    package enum Step: Sendable, Equatable {
        /// The folder has no messages: whatever the store has is gone.
        case clear
        /// What vanished and changed since the last time, as SELECT told it.
        case resync
        /// Headers of these positions, the newest there are.
        case newest(ClosedRange<UInt32>)
        /// Headers from this UID on.
        case newMail(from: UID)
        /// Flags that changed since then.
        case changes(since: ModSeq)
        /// Flags of these positions, the newest there are.
        case topFlags(ClosedRange<UInt32>)
        /// Which UIDs there are: tells what to fill in and what has vanished.
        case compare
        /// Flags of every message.
        case allFlags
        /// The sets of messages that have a flag.
        case flagSets
        /// Headers of these ranges of UIDs, newest first, under way together.
        case fill([ClosedRange<UInt32>])
    }

    /// What a window claims for the folder once it is stored.
    package struct Claim: Sendable, Equatable {
        package var syncedDownTo: UID?
        package var uidNext: UID?
        package var isComplete: Bool
    }

    package let server: SelectedMailbox
    /// Whether nothing that the store has of the folder can be used.
    package let isFresh: Bool
    private let sizes: Sizes
    private var waiting: [Step] = []
    /// Where new mail starts, as far as is known.
    private var uidNext: UID?
    /// UIDs that the server has and the store does not.
    package private(set) var missing = UIDSet()
    /// The highest UID of the last comparison.
    private var highest: UID?
    /// Whether there is a hole between what the store had and the newest screenful.
    private var hasHole = false
    /// Whether mail arrived before the newest screenful of a folder never seen was here.
    private var hasMailBehind = false
    private var hasGivenUp = false
    private var lastMismatch: [Int] = []
    /// Whether the server counts its modification sequences anew, or none any more: those of before mean nothing.
    package let resetsModSeq: Bool
    /// The modification sequence up to which every row is known to agree; nil where that is unknown.
    package private(set) var agreed: ModSeq?
    /// By what the folder is brought in step this time.
    package let rung: SyncRung

    package init(local: FolderSyncState?, server: SelectedMailbox, sizes: Sizes = Sizes()) {
        self.server = server
        self.sizes = sizes
        isFresh = local?.uidValidity == nil || local?.uidValidity != server.uidValidity || local?.uidNext == nil
        uidNext = isFresh ? nil : local?.uidNext
        let before = isFresh ? nil : local?.highestModSeq
        let goesOn = before.map { before in server.highestModSeq.map { $0 >= before } ?? false } ?? true
        resetsModSeq = !goesOn
        agreed = goesOn ? before : nil
        if agreed != nil {
            rung = server.changes?.isWhole == true ? .quickResync : .condstore
        } else {
            rung = .plain
        }
        guard server.exists > 0 else {
            waiting = [.clear]
            return
        }
        if isFresh {
            waiting = [.newest(top(sizes.firstScreen))]
            if server.exists > UInt32(clamping: sizes.firstScreen) { waiting.append(.compare) }
        } else if let local {
            planKnown(local)
        }
    }

    private mutating func planKnown(_ local: FolderSyncState) {
        let next = local.uidNext ?? UID(1)
        switch rung {
        case .quickResync:
            waiting.append(.resync)
            planMail(from: next)
        case .condstore:
            planMail(from: next)
            if let agreed, server.highestModSeq != agreed { waiting.append(.changes(since: agreed)) }
            // With all that may have come there are too few, or too many: something vanished.
            if let coming = arrivals(since: next), local.rows + coming != Int(server.exists) {
                waiting.append(.compare)
            }
        case .plain:
            // By position, and so before what lets the server renumber.
            waiting.append(.topFlags(top(sizes.topFlags)))
            planMail(from: next)
        }
        if hasHole || !local.isComplete, !waiting.contains(.compare) { waiting.append(.compare) }
        if rung == .plain { compareFlags() }
    }

    private mutating func planMail(from next: UID) {
        let coming = arrivals(since: next)
        if let coming, coming > sizes.newMail, server.exists > UInt32(clamping: sizes.firstScreen) {
            hasHole = true
            waiting.insert(.newest(top(sizes.firstScreen)), at: waiting.first == .resync ? 1 : 0)
        } else if coming != 0 {
            waiting.append(.newMail(from: next))
        }
    }

    /// The most messages that can have come since; nil where the server does not say.
    private func arrivals(since next: UID) -> Int? {
        server.uidNext.map { max(0, Int($0.value) - Int(next.value)) }
    }

    private func top(_ count: Int) -> ClosedRange<UInt32> {
        let count = UInt32(clamping: max(1, count))
        return (server.exists > count ? server.exists - count + 1 : 1)...max(1, server.exists)
    }

    /// What to do now; nil when the folder is in step as far as is known.
    package var next: Step? {
        if let step = waiting.first { return step }
        return missing.isEmpty ? nil : .fill(windows(without: UIDSet()))
    }

    /// The steps to be asked for in one turn: the next one, and those behind it that need not wait for what comes of it.
    package var flight: [Step] {
        guard let first = waiting.first else { return next.map { [$0] } ?? [] }
        guard first.isOfCatchingUp else { return [first] }
        return Array(waiting.prefix { $0.isOfCatchingUp })
    }

    /// All messages that the store may have.
    package var knownUIDs: UIDSet { UIDSet(1...max(1, (uidNext?.value ?? UInt32.max) - 1)) }

    /// Where new mail starts, as far as is known.
    package var nextUID: UID? { uidNext }

    /// The newest message that may be here.
    package var lastUID: UID { UID(max(1, (uidNext?.value ?? UInt32.max) - 1)) }

    /// Whether all messages before the next new one are here or known to be missing, so that a new one may come as the
    /// server tells it.
    package var mailMayBeTold: Bool {
        uidNext != nil
            && waiting.allSatisfy { step in
                switch step {
                case .clear, .resync, .newest, .newMail: false
                case .changes, .topFlags, .compare, .allFlags, .flagSets, .fill: true
                }
            }
    }

    /// Messages that are still to be fetched.
    package var missingCount: Int { missing.count }

    /// The newest windows of messages that are missing, but for those under way.
    package func windows(without underWay: UIDSet) -> [ClosedRange<UInt32>] {
        var rest = missing.subtracting(underWay)
        var found: [ClosedRange<UInt32>] = []
        while found.count < max(1, sizes.pipelined), let window = rest.newestWindow(of: max(1, sizes.window)) {
            found.append(window)
            rest = rest.subtracting(UIDSet(window))
        }
        return found
    }

    // MARK: What came of it

    /// The headers of the newest positions are here, or of new mail.
    ///
    /// - Returns: what the batch that stores them may claim.
    package mutating func fetchedNew(_ uids: UIDSet, step: Step) -> Claim {
        waiting.removeAll { $0 == step }
        let reached = uids.last.flatMap { $0.value < UInt32.max ? UID($0.value + 1) : $0 }
        switch step {
        case .newest(let positions) where isFresh:
            // Positions 1 and up are all there is, so with the first of them the folder is whole.
            uidNext = [server.uidNext, reached].compactMap { $0 }.max() ?? UID(1)
            agreed = server.highestModSeq
            if hasMailBehind { mailArrived() }
            hasMailBehind = false
            return Claim(syncedDownTo: uids.first, uidNext: uidNext, isComplete: positions.lowerBound == 1)
        case .newMail:
            uidNext = [uidNext, reached, server.uidNext].compactMap { $0 }.max()
            return Claim(syncedDownTo: nil, uidNext: uidNext, isComplete: false)
        case .newest, .clear, .resync, .changes, .topFlags, .compare, .allFlags, .flagSets, .fill:
            return Claim(syncedDownTo: nil, uidNext: nil, isComplete: false)
        }
    }

    /// The server's UIDs are known.
    ///
    /// - Returns: what has vanished from the server.
    package mutating func compared(server all: UIDSet, known: UIDSet) -> UIDSet {
        waiting.removeAll { $0 == .compare }
        missing = all.subtracting(known)
        highest = all.last
        return known.subtracting(all)
    }

    /// The server's UIDs are those that we know less those that are gone.
    package mutating func comparedByHalves() {
        waiting.removeAll { $0 == .compare }
        missing = UIDSet()
        lastMismatch = []
    }

    /// Whether all that the server has is known here, so that a comparison can only find messages gone.
    package var canCompareByHalves: Bool {
        next == .compare && waiting.count(where: \.isOfCatchingUp) == 1 && !hasHole && missing.isEmpty
    }

    /// The headers of a window are here.
    package mutating func filled(_ window: ClosedRange<UInt32>) -> Claim {
        missing = missing.subtracting(UIDSet(window))
        if let last = missing.last {
            // A newer window may still be under way.
            let reached = max(window.lowerBound, last.value < UInt32.max ? last.value + 1 : last.value)
            return Claim(syncedDownTo: hasHole ? nil : UID(reached), uidNext: nil, isComplete: false)
        }
        hasHole = false
        let reached = highest.flatMap { $0.value < UInt32.max ? UID($0.value + 1) : $0 }
        uidNext = [uidNext, reached].compactMap { $0 }.max()
        return Claim(syncedDownTo: UID(1), uidNext: uidNext, isComplete: true)
    }

    /// A step that fetches no headers is done.
    package mutating func done(_ step: Step) {
        waiting.removeAll { $0 == step }
        switch step {
        case .clear:
            if let next = server.uidNext { uidNext = next }
            agreed = server.highestModSeq
        case .resync, .changes, .allFlags: agree()
        case .newest, .newMail, .topFlags, .compare, .flagSets, .fill: break
        }
    }

    /// Every row agrees with what the server had as the folder was opened.
    package mutating func agree() {
        agreed = [agreed, server.highestModSeq].compactMap { $0 }.max { $0.value < $1.value }
    }

    /// Every row agrees up to a modification sequence that the server told since.
    ///
    /// - Returns: whether that is news.
    package mutating func agree(upTo modSeq: ModSeq) -> Bool {
        guard let before = agreed, modSeq > before else { return false }
        agreed = modSeq
        return true
    }

    /// The server would not answer a step. What can be learnt in another way is; the rest is left for the next time the
    /// folder is opened.
    package mutating func refused(_ step: Step) {
        switch step {
        case .changes:
            waiting.removeAll { $0 == step }
            agreed = nil
            waiting.insert(.topFlags(top(sizes.topFlags)), at: 0)
            compareFlags()
        case .clear, .resync, .newest, .newMail, .topFlags, .compare, .allFlags, .flagSets, .fill: giveUp()
        }
    }

    // MARK: What happened meanwhile

    /// The server has more messages than before.
    package mutating func mailArrived() {
        let step = Step.newMail(from: uidNext ?? UID(1))
        var place = 0
        for waits in waiting {
            switch waits {
            case .newMail: return
            case .newest:
                hasMailBehind = isFresh
                return
            // What is known to be gone goes before anything comes.
            case .clear, .resync: place = 1
            case .changes, .topFlags, .compare, .allFlags, .flagSets, .fill: break
            }
        }
        waiting.insert(step, at: place)
    }

    /// Compares the figures once everything else is done; a difference that a comparison did not mend is let be.
    package mutating func check(rows: Int, exists: Int) {
        if rows == exists { lastMismatch = [] }
        guard !hasGivenUp, next == nil, rows != exists, lastMismatch != [rows, exists] else { return }
        lastMismatch = [rows, exists]
        waiting.append(.compare)
    }

    /// Nothing more is asked for until something happens.
    package mutating func giveUp() {
        waiting = []
        missing = UIDSet()
        hasGivenUp = true
    }

    /// Something was said that could not be placed: everything is compared again.
    package mutating func doubt() {
        if !waiting.contains(.compare) { waiting.append(.compare) }
        guard let agreed else { return compareFlags() }
        if !waiting.contains(where: { if case .changes = $0 { true } else { false } }) {
            waiting.append(.changes(since: agreed))
        }
    }

    /// The flags of all messages are asked for.
    package mutating func compareFlags() {
        let flags: Step = server.exists <= UInt32(clamping: sizes.exactFlags) ? .allFlags : .flagSets
        if !waiting.contains(flags) { waiting.append(flags) }
    }
}

extension SyncPlan.Step {
    /// Whether it is a question about a folder seen before, which need not wait for the answers to others of them.
    fileprivate var isOfCatchingUp: Bool {
        switch self {
        case .newMail, .changes, .topFlags, .compare: true
        case .clear, .resync, .newest, .allFlags, .flagSets, .fill: false
        }
    }
}

extension UIDSet {
    /// The range that holds the newest `count` UIDs of the set and no other UID of it.
    func newestWindow(of count: Int) -> ClosedRange<UInt32>? {
        guard let last = ranges.last else { return nil }
        var left = count
        var lower = last.upperBound
        for range in ranges.reversed() {
            let size = Int(range.upperBound - range.lowerBound) + 1
            if size >= left { return (range.upperBound - UInt32(clamping: left - 1))...last.upperBound }
            left -= size
            lower = range.lowerBound
        }
        return lower...last.upperBound
    }
}
