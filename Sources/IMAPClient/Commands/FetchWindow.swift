import IMAPWire
import MailModel

/// UID FETCH of a stretch of the mailbox (PARTIAL, RFC 9394 section 3.3).
extension IMAPConnection {
    /// The messages at these positions, such as the hundred newest, without knowing a UID or a number.
    ///
    /// Without PARTIAL they are asked for by their numbers.
    package func fetch(window: PartialRange, _ items: [FetchItem]) async throws(IMAPError) -> [FetchedMessage] {
        guard try await usableCapabilities().contains("PARTIAL") else {
            guard let numbers = Self.numbers(of: window, in: machine.mailbox.count) else { return [] }
            return try await fetch(.sequence(numbers), items)
        }
        return try await ask(doubting: doubtful(items)) { () async throws(IMAPError) in
            try await self.withSpaceAsLiked(items) { request throws(IMAPError) in
                try await self.fetched(window: window, request)
            }
        }
    }

    private func fetched(
        window: PartialRange, _ request: FetchRequest
    ) async throws(IMAPError) -> [FetchedMessage] {
        let interest = FetchInterest(
            messages: .uids(UIDSet(1...UInt32.max)), asksFlags: request.asksFlags, asksContent: request.asksContent)
        let outcome = try await run("UID FETCH", interest: .fetch(interest)) { encoder throws(EncodingError) in
            try encoder.raw(" 1:* \(request.wire)")
            try encoder.fetchModifiers([.partial(window)])
        }
        var gathering = FetchGathering()
        for case .fetch(let response) in outcome.responses { gathering.add(response) }
        return gathering.messages
    }

    private static func numbers(of window: PartialRange, in count: UInt32) -> ClosedRange<UInt32>? {
        switch window {
        case .first(let bounds):
            guard bounds.lowerBound >= 1, bounds.lowerBound <= count else { return nil }
            return bounds.lowerBound...min(bounds.upperBound, count)
        case .last(let bounds):
            guard bounds.lowerBound >= 1, bounds.lowerBound <= count else { return nil }
            return (count - min(bounds.upperBound, count) + 1)...(count - bounds.lowerBound + 1)
        }
    }
}
