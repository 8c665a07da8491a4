import IMAPClient
import MailModel
import MailStore

/// Asks the server for what one step of a plan needs. The folder is selected on the connection.
struct FolderFetch: Sendable {
    /// What a step brought, before the store has it.
    enum Gathered: Sendable {
        case nothing
        /// The rows of each window, and the UIDs of it that the server does not have.
        case windows([(rows: [NewMessage], absent: UIDSet)])
        case flags([FlagChange])
        case uids(UIDSet)
        case sets([(flag: Flags.System, uids: UIDSet)], unseen: Int)
    }

    let connection: IMAPConnection

    func gather(_ step: SyncPlan.Step, missing: UIDSet) async throws -> Gathered {
        switch step {
        case .clear:
            return .nothing
        case .newest(let positions):
            return .windows([try await rows(.sequence(positions), wanted: UIDSet())])
        case .newMail(let first):
            return .windows([try await rows(.uidsFrom(first), wanted: UIDSet())])
        case .topFlags(let positions):
            return .flags(try await flags(.sequence(positions)))
        case .allFlags:
            return .flags(try await flags(.uidsFrom(UID(1))))
        case .compare:
            return .uids(try await connection.search(.all))
        case .flagSets:
            return try await sets()
        case .fill(let windows):
            return .windows(try await fill(windows, missing: missing))
        }
    }

    /// The windows are asked for together, so that the server works on the next while one is under way.
    private func fill(
        _ windows: [ClosedRange<UInt32>], missing: UIDSet
    ) async throws -> [(rows: [NewMessage], absent: UIDSet)] {
        try await withThrowingTaskGroup(of: (Int, rows: [NewMessage], absent: UIDSet).self) { group in
            for (index, window) in windows.enumerated() {
                let wanted = missing.intersection(UIDSet(window))
                group.addTask {
                    let found = try await rows(.uids(UIDSet(window)), wanted: wanted)
                    return (index, found.rows, found.absent)
                }
            }
            var found: [(Int, rows: [NewMessage], absent: UIDSet)] = []
            for try await window in group { found.append(window) }
            return found.sorted { $0.0 < $1.0 }.map { ($0.rows, $0.absent) }
        }
    }

    /// Rows of a set of messages. What was wanted and did not come is asked for once more without what may be unreadable
    /// in it; what does not come then either is not there.
    private func rows(_ set: MessageSet, wanted: UIDSet) async throws -> (rows: [NewMessage], absent: UIDSet) {
        var rows = try await connection.fetch(set, MessageRow.items).compactMap(MessageRow.row)
        let absent = wanted.subtracting(UIDSet(rows.map(\.uid)))
        guard !absent.isEmpty else { return (rows, UIDSet()) }
        let bare = try await connection.fetch(.uids(absent), MessageRow.bareItems).compactMap(MessageRow.row)
        rows += bare
        return (rows, absent.subtracting(UIDSet(bare.map(\.uid))))
    }

    func flags(_ set: MessageSet) async throws -> [FlagChange] {
        try await connection.fetch(set, [.uid, .flags, .modSeq]).compactMap(MessageRow.flags)
    }

    private func sets() async throws -> Gathered {
        let connection = connection
        async let unseen = connection.search(.seen(false))
        async let all = connection.search(.all)
        async let flagged = connection.search(.flagged(true))
        async let answered = connection.search(.answered(true))
        async let deleted = connection.search(.deleted(true))
        async let drafts = connection.search(.draft(true))
        let notSeen = try await unseen
        return .sets(
            [
                (.seen, try await all.subtracting(notSeen)), (.flagged, try await flagged),
                (.answered, try await answered), (.deleted, try await deleted), (.draft, try await drafts),
            ], unseen: notSeen.count)
    }
}
