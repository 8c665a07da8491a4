import IMAPClient
import MailModel
import MailStore

/// Asks the server for what the steps of a plan need, those of one flight in one turn. The folder is selected on the
/// connection.
struct FolderFetch: Sendable {
    /// The rows of a window, and the UIDs of it that the server does not have.
    typealias Window = (rows: [NewMessage], absent: UIDSet)

    /// What a step brought, before the store has it.
    enum Gathered: Sendable {
        case nothing
        case windows([Window])
        case flags([FlagChange])
        /// Flags of the newest positions; whether all of them were told, so that what is not among them is gone.
        case top([FlagChange], isWhole: Bool)
        case changes([FlagChange], vanished: UIDSet)
        case uids(UIDSet)
        case sets([(flag: Flag, uids: UIDSet)], unseen: UIDSet)
        /// The server would not say.
        case refused
    }

    let connection: IMAPConnection

    func gather(
        _ steps: [SyncPlan.Step], of plan: SyncPlan
    ) async throws -> [(step: SyncPlan.Step, gathered: Gathered)] {
        let questions = steps.map { Self.questions(of: $0, plan) }
        let asked = questions.flatMap { $0 }
        var answers = asked.isEmpty ? [] : try await connection.ask(asked)
        var found: [(SyncPlan.Step, Gathered)] = []
        for (step, questions) in zip(steps, questions) {
            let own = Array(answers.prefix(questions.count))
            answers.removeFirst(min(questions.count, answers.count))
            found.append((step, try await gathered(step, own, plan)))
        }
        return found
    }

    // MARK: Questions

    static func questions(of step: SyncPlan.Step, _ plan: SyncPlan) -> [MailboxQuestion] {
        switch step {
        case .clear, .resync: []
        case .newest(let positions): [.fetch(.sequence(positions), MessageRow.items)]
        case .newMail(let first): [.fetch(.uidsFrom(first), MessageRow.items)]
        case .changes(let since): [.changes(plan.knownUIDs, since: since)]
        case .topFlags(let positions): [.fetch(.sequence(positions), flagItems)]
        case .allFlags: [.fetch(.uidsFrom(UID(1)), flagItems)]
        case .compare: [.search(.all)]
        case .flagSets: [.search(.seen(false))] + flags(of: plan).map { .search($0.criteria) }
        case .fill(let windows): windows.map { .fetch(.uids(UIDSet($0)), MessageRow.items) }
        }
    }

    private static let flagItems: [FetchItem] = [.uid, .flags, .modSeq]
    /// The most keywords that are asked for.
    private static let mostKeywords = 12

    /// The flags but \Seen by which a folder's messages are compared: those there are, a keyword of the server's too.
    private static func flags(of plan: SyncPlan) -> [(flag: Flag, criteria: SearchCriteria)] {
        let keywords = plan.server.permanentFlags?.keywords ?? []
        return [
            (.system(.flagged), .flagged(true)), (.system(.answered), .answered(true)),
            (.system(.deleted), .deleted(true)), (.system(.draft), .draft(true)),
        ] + keywords.prefix(mostKeywords).map { (.keyword($0), .keyword($0, true)) }
    }

    // MARK: Answers

    private func gathered(
        _ step: SyncPlan.Step, _ answers: [Result<MailboxAnswer, IMAPError>], _ plan: SyncPlan
    ) async throws -> Gathered {
        var told: [MailboxAnswer] = []
        for answer in answers {
            switch answer {
            case .success(let answer): told.append(answer)
            case .failure(let error) where error.isRefusal: return .refused
            case .failure(let error): throw error
            }
        }
        switch step {
        case .clear: return .nothing
        case .resync: return Self.changes(plan.server.changes ?? MailboxChanges())
        case .changes: return Self.changes(told)
        case .newest, .newMail: return .windows([(Self.rows(told), UIDSet())])
        case .topFlags(let positions):
            let flags = Self.flags(told)
            return .top(flags, isWhole: Set(flags.map(\.uid)).count == positions.count)
        case .allFlags: return .flags(Self.flags(told))
        case .compare: return .uids(Self.uids(told).first ?? UIDSet())
        case .flagSets: return Self.sets(Self.uids(told), plan)
        case .fill(let windows):
            var found: [Window] = []
            for (window, answer) in zip(windows, told) {
                found.append(try await completed(Self.rows([answer]), plan.missing.intersection(UIDSet(window))))
            }
            return .windows(found)
        }
    }

    /// What was wanted and did not come is asked for once more without what may be unreadable in it; what does not come
    /// then either is not there.
    private func completed(_ rows: [NewMessage], _ wanted: UIDSet) async throws -> Window {
        let absent = wanted.subtracting(UIDSet(rows.map(\.uid)))
        guard !absent.isEmpty else { return (rows, UIDSet()) }
        let bare = try await connection.fetch(.uids(absent), MessageRow.bareItems).compactMap(MessageRow.row)
        return (rows + bare, absent.subtracting(UIDSet(bare.map(\.uid))))
    }

    static func rows(_ answers: [MailboxAnswer]) -> [NewMessage] { messages(answers).compactMap(MessageRow.row) }

    private static func flags(_ answers: [MailboxAnswer]) -> [FlagChange] {
        messages(answers).compactMap(MessageRow.flags)
    }

    private static func messages(_ answers: [MailboxAnswer]) -> [FetchedMessage] {
        answers.flatMap { answer -> [FetchedMessage] in
            if case .messages(let messages) = answer { messages } else { [] }
        }
    }

    private static func uids(_ answers: [MailboxAnswer]) -> [UIDSet] {
        answers.compactMap { if case .uids(let uids) = $0 { uids } else { nil } }
    }

    static func changes(_ answers: [MailboxAnswer]) -> Gathered {
        guard case .changes(let changes)? = answers.first, changes.isWhole else { return .refused }
        return Self.changes(changes)
    }

    static func changes(_ changes: MailboxChanges) -> Gathered {
        .changes(changes.changed.compactMap(MessageRow.flags), vanished: changes.vanished)
    }

    private static func sets(_ found: [UIDSet], _ plan: SyncPlan) -> Gathered {
        let flags = flags(of: plan)
        guard found.count == flags.count + 1, let unseen = found.first else { return .refused }
        return .sets(zip(flags, found.dropFirst()).map { (flag: $0.flag, uids: $1) }, unseen: unseen)
    }

    /// Takes a search for what is gone one turn further.
    ///
    /// - Returns: the answers to its questions; nil where the server would not say.
    func answers(to search: VanishedSearch) async throws -> [MailboxAnswer]? {
        var told: [MailboxAnswer] = []
        for answer in try await connection.ask(search.questions) {
            switch answer {
            case .success(let answer): told.append(answer)
            case .failure(let error) where error.isRefusal: return nil
            case .failure(let error): throw error
            }
        }
        return told
    }

    /// Whether the server tells sets in ranges (RFC 4731).
    var hasRanges: Bool { get async { await connection.mayUse(.esearch) } }

    /// Flags of these messages, asked for by themselves.
    func flags(_ set: MessageSet) async throws -> [FlagChange] {
        try await connection.fetch(set, Self.flagItems).compactMap(MessageRow.flags)
    }
}
