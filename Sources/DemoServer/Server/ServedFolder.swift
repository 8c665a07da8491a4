/// A folder of the server with its messages in the order of their UIDs.
struct ServedFolder: Sendable {
    /// The special-use attribute, such as `\Sent`.
    var use: String?
    var uidValidity: UInt32
    var uidNext: UInt32 = 1
    var highestModSeq: UInt64 = 1
    var messages: [StoredMessage] = []
    /// What is gone, by UID, with the modification sequence of its going.
    private(set) var vanished: [UInt32: UInt64] = [:]
    /// A planted bug: nothing that happens has a new modification sequence.
    var keepsModSeq = false

    /// Whether there are no modification sequences here, as in some folders of some servers (RFC 7162, 3.1.2.2).
    var hasNoModSeq = false

    init(use: String?, uidValidity: UInt32) {
        self.use = use
        self.uidValidity = uidValidity
    }

    @discardableResult
    mutating func append(_ source: MessageSource, flags: [String], received: Int64) -> UInt32 {
        append(source, canonicalFlags: FlagNames.canonical(flags), received: received)
    }

    @discardableResult
    mutating func append(_ source: MessageSource, canonicalFlags: [String], received: Int64) -> UInt32 {
        let uid = uidNext
        uidNext &+= 1
        advanceModSeq()
        messages.append(
            StoredMessage(
                uid: uid, flags: canonicalFlags, received: received, source: source, modSeq: highestModSeq))
        return uid
    }

    private mutating func advanceModSeq() { if !keepsModSeq { highestModSeq &+= 1 } }

    /// Where the message with this UID stands, or nil.
    func index(of uid: UInt32) -> Int? {
        let index = insertionIndex(of: uid)
        return index < messages.count && messages[index].uid == uid ? index : nil
    }

    /// The index of the first message whose UID is not below `uid`.
    func insertionIndex(of uid: UInt32) -> Int {
        var (low, high) = (0, messages.count)
        while low < high {
            let middle = (low + high) / 2
            if messages[middle].uid < uid { low = middle + 1 } else { high = middle }
        }
        return low
    }

    func message(_ uid: UInt32) -> StoredMessage? {
        index(of: uid).map { messages[$0] }
    }

    /// Changes the flags of one message; false when they are what they were or there is no such message.
    mutating func setFlags(_ flags: [String], of uid: UInt32) -> Bool {
        guard let index = index(of: uid), messages[index].flags != flags else { return false }
        advanceModSeq()
        messages[index].flags = flags
        messages[index].modSeq = highestModSeq
        return true
    }

    /// Removes messages and returns the UIDs of those that were there.
    mutating func remove(_ uids: Set<UInt32>) -> [UInt32] {
        let removed = uids.filter { index(of: $0) != nil }.sorted()
        guard !removed.isEmpty else { return [] }
        messages.removeAll { uids.contains($0.uid) }
        advanceModSeq()
        for uid in removed { vanished[uid] = highestModSeq }
        return removed
    }

    /// Gives the folder another identity: another UIDVALIDITY, and UIDs from 1.
    mutating func renumber(uidValidity: UInt32) {
        self.uidValidity = uidValidity
        vanished = [:]
        for index in messages.indices { messages[index].uid = UInt32(clamping: index + 1) }
        uidNext = UInt32(clamping: messages.count + 1)
    }

    /// Counts modification sequences from another value on, as a server does that was restored; nil for no more.
    mutating func resetModSeq(to value: UInt64?) {
        hasNoModSeq = value == nil
        highestModSeq = value ?? 1
        vanished = [:]
        for index in messages.indices { messages[index].modSeq = min(messages[index].modSeq, highestModSeq) }
    }

    /// The UIDs that went after a modification sequence, ascending.
    func vanished(since modSeq: UInt64) -> [UInt32] { vanished.filter { $0.value > modSeq }.keys.sorted() }

    var unseenCount: Int {
        messages.reduce(0) { $0 + ($1.has("\\Seen") ? 0 : 1) }
    }
}
