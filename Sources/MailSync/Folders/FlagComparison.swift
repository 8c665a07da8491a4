import MailModel
import MailStore

/// Brings the rows' flags in line with the sets of messages that have a flag, a stretch of the folder at a time.
struct FlagComparison: Sendable {
    /// Rows that are looked at in one go.
    static let stretch = 2_000

    private let having: [(flag: Flag, uids: UIDSet)]
    private let unseen: UIDSet
    /// The newest message that the sets tell of.
    private let end: UID
    /// Keywords of rows that are in none of the sets are kept.
    private let keywords: Set<String>
    private var place: UID? = UID(1)
    /// Messages of which something newer is known than the sets.
    private var overtaken: Set<UID> = []

    /// - Parameters:
    ///   - having: for each flag but \\Seen the messages that have it.
    ///   - unseen: the messages without that one. What is in no set has been read, or is gone: those that are gone are
    ///     found by their number.
    ///   - end: the newest message that was known when the sets were made.
    init(_ having: [(flag: Flag, uids: UIDSet)], unseen: UIDSet, upTo end: UID) {
        self.having = having
        self.unseen = unseen
        self.end = end
        keywords = Set(
            having.compactMap { if case .keyword(let name) = $0.flag { name.lowercased() } else { nil } })
    }

    /// The server has told the flags of this message since the sets were made.
    mutating func exclude(_ uid: UID) { overtaken.insert(uid) }

    /// The differences in the next stretch; nil when there are no more rows.
    mutating func next(in store: MailStore, folder: FolderID) throws(StoreError) -> [FlagChange]? {
        guard let from = place else { return nil }
        let rows = try store.flags(of: folder, from: from, atMost: Self.stretch)
        guard let last = rows.last else { return nil }
        place = last.uid.value < UInt32.max ? UID(last.uid.value + 1) : nil
        return rows.compactMap(change)
    }

    private func change(_ row: RowFlags) -> FlagChange? {
        guard row.uid <= end, !overtaken.contains(row.uid) else { return nil }
        var flags = Flags(keywords: row.flags.keywords.filter { !keywords.contains($0.lowercased()) })
        flags = flags.setting(.system(.seen), to: !unseen.contains(row.uid))
        for (flag, uids) in having where uids.contains(row.uid) { flags = flags.setting(flag, to: true) }
        // What the user changed and the server has not confirmed hides what the server has: that is told anew.
        guard flags != row.flags || row.isPending else { return nil }
        return FlagChange(uid: row.uid, flags: flags)
    }
}
