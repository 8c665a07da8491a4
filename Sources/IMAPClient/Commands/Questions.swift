import IMAPWire
import MailModel

/// Something to be asked about the open mailbox, together with others in one turn.
package enum MailboxQuestion: Sendable, Equatable {
    case fetch(MessageSet, [FetchItem])
    /// What changed among these since a mod-sequence; needs CONDSTORE.
    case changes(UIDSet, since: ModSeq)
    case search(SearchCriteria)
    /// Which messages stand at these positions: no more of them than their UIDs.
    case places([UInt32])
}

/// What came of a `MailboxQuestion`, in its kind.
package enum MailboxAnswer: Sendable, Equatable {
    case messages([FetchedMessage])
    case changes(MailboxChanges)
    case uids(UIDSet)
}

/// Several commands about one mailbox in one turn (RFC 9051 section 5.5).
extension IMAPConnection {
    /// A question that is on its way.
    private enum Asked {
        case fetch([String])
        case changes([String], skipped: Int)
        case search(String)
        case unsent(IMAPError)
    }

    /// Asks all of them at once, in their order, and waits for all answers. Those by position belong to the front, as they
    /// wait for the others otherwise.
    ///
    /// - Returns: an answer for each, in the same order.
    package func ask(_ questions: [MailboxQuestion]) async throws(IMAPError) -> [Result<MailboxAnswer, IMAPError>] {
        try refuseIfCancelled()
        _ = try await knownCapabilities()
        let asked = questions.map(begin)
        var answers = await answers(to: asked)
        for (place, question) in questions.enumerated() {
            // Once more alone: by itself a FETCH finds out what the server does not understand of it (quirk 30).
            guard case .fetch(let set, let items) = question, case .failure(.bad) = answers[place] else { continue }
            answers[place] = await result { () async throws(IMAPError) in .messages(try await self.fetch(set, items)) }
        }
        return answers
    }

    /// Opens a mailbox that is known from before and asks about it, all in one turn.
    ///
    /// - Returns: the mailbox, and an answer for each question. They mean nothing where the UIDVALIDITY is another than
    ///   they were asked for.
    package func select(
        _ wireName: String, readOnly: Bool = false, known: KnownMailbox?, asking questions: [MailboxQuestion]
    ) async throws(IMAPError) -> (SelectedMailbox, [Result<MailboxAnswer, IMAPError>]) {
        try refuseIfCancelled()
        _ = try await knownCapabilities()
        let selection = try beginSelect(wireName, readOnly: readOnly, known: known)
        let asked = questions.map(begin)
        let mailbox = await result { () async throws(IMAPError) in try await self.selected(selection) }
        let answers = await answers(to: asked)
        return (try mailbox.get(), answers)
    }

    private func begin(_ question: MailboxQuestion) -> Asked {
        do {
            switch question {
            case .fetch(let set, let items): return .fetch(try beginFetch(set, fetchRequest(items)))
            case .changes(let uids, let modSeq):
                return .changes(try beginChanges(in: uids, since: modSeq), skipped: skippedResponses)
            case .search(let criteria): return .search(try beginSearch(criteria))
            case .places(let numbers): return .fetch(try beginPlaces(numbers))
            }
        } catch {
            return .unsent(error)
        }
    }

    private func beginPlaces(_ numbers: [UInt32]) throws(IMAPError) -> [String] {
        try refuseNumbersBesideUIDOnly()
        let wanted = UIDSet(ranges: numbers.filter { $0 > 0 }.map { $0...$0 })
        return try UIDSetParts.parts(of: wanted, longest: longestSet).map { part throws(IMAPError) in
            let interest = FetchInterest(
                messages: .sequence((part.first?.value ?? 1)...(part.last?.value ?? 1)), asksFlags: false,
                asksContent: false)
            return try submit(
                "FETCH", interest: .fetch(interest), overlap: .sequenceNumbers
            ) { encoder throws(EncodingError) in
                try encoder.raw(" \(part.wireNotation) (UID)")
            }
        }
    }

    private func answers(to asked: [Asked]) async -> [Result<MailboxAnswer, IMAPError>] {
        var answers: [Result<MailboxAnswer, IMAPError>] = []
        for one in asked {
            answers.append(
                await result { () async throws(IMAPError) in
                    switch one {
                    case .fetch(let tags): .messages(try await self.fetched(tags))
                    case .changes(let tags, let skipped): .changes(try await self.changes(from: tags, skipped: skipped))
                    case .search(let tag): .uids(try await self.found(tag))
                    case .unsent(let error): throw error
                    }
                })
        }
        return answers
    }
}
