import MailModel
import MailStore

/// Brings the rows' flags in line with the sets of messages that have a flag, a stretch of the list at a time.
///
/// The sets say nothing of keywords: those of the rows are kept.
struct FlagComparison: Sendable {
    /// Rows that are looked at in one go.
    static let stretch = 500

    private let having: [(flag: Flags.System, uids: UIDSet)]
    private var place = WindowRequest.Anchor.newest
    /// Messages of which something newer is known than the sets.
    private var overtaken: Set<UID> = []

    /// - Parameter having: for each flag the messages that have it.
    init(_ having: [(flag: Flags.System, uids: UIDSet)]) {
        self.having = having
    }

    /// The server has told the flags of this message since the sets were made.
    mutating func exclude(_ uid: UID) { overtaken.insert(uid) }

    /// The differences in the next stretch; nil when there are no more rows.
    mutating func next(in store: MailStore, folder: FolderID) throws(StoreError) -> [FlagChange]? {
        let window = try store.window(WindowRequest(folder: folder, anchor: place, count: Self.stretch))
        let isFirst = place == .newest
        let rows = isFirst ? window.rows[...] : window.rows.dropFirst()
        guard let last = rows.last else { return nil }
        place = .around(last.key, before: 0)
        return rows.compactMap(change)
    }

    private func change(_ row: MessageSummary) -> FlagChange? {
        guard let uid = row.uid, !overtaken.contains(uid) else { return nil }
        var system: Flags.System = []
        for (flag, uids) in having where uids.contains(uid) { system.insert(flag) }
        // What the user changed and the server has not confirmed hides what the server has: that is told anew.
        guard system != row.flags.system || row.isPending else { return nil }
        return FlagChange(uid: uid, flags: Flags(system: system, keywords: row.flags.keywords))
    }
}
