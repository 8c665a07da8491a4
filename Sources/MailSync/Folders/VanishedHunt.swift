import IMAPClient
import MailModel

/// Finds out what is gone over several turns, and whether that is less than to be told all that there is.
struct VanishedHunt: Sendable {
    enum Outcome {
        /// It would cost too much, or an answer was no help: all that there is is to be listed.
        case givenUp
        case goesOn
        case found(UIDSet)
    }

    /// Up to so many octets what there is on the server is told as a whole, which is one turn.
    private static let fewOctets = 4_000

    private var search: VanishedSearch?

    /// Whether a list of these messages is long.
    static func isWorthwhile(for known: UIDSet, with fetch: FolderFetch) async -> Bool {
        known.answerOctets(inRanges: await fetch.hasRanges) > fewOctets
    }

    /// Takes a turn.
    ///
    /// - Parameters:
    ///   - known: all messages that may be there.
    ///   - exists: how many the server has.
    mutating func advance(through known: UIDSet, exists: Int, with fetch: FolderFetch) async throws -> Outcome {
        // Whatever came or went meanwhile has moved the positions.
        var search =
            self.search.flatMap { $0.exists == exists ? $0 : nil } ?? VanishedSearch(known: known, exists: exists)
        self.search = nil
        if !search.isDone {
            let whole = known.answerOctets(inRanges: await fetch.hasRanges)
            guard search.cost < whole / 2, let answers = try await fetch.answers(to: search), search.take(answers)
            else { return .givenUp }
        }
        if search.isDone { return .found(search.vanished) }
        self.search = search
        return .goesOn
    }
}
