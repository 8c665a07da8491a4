import IMAPWire

/// What is offered and answered with BAD is done without; if it goes then, it is broken.
extension IMAPConnection {
    /// Asks in the way that the server offers. Where that is BAD it is asked without these extensions, and if it goes then,
    /// those that make it BAD one by one are not used again here.
    ///
    /// For what can be asked again without harm: a command that is BAD has done nothing (RFC 9051 section 7.1.3).
    /// - Parameter ask: says what it wants anew each time, by `mayUse` or `usableNow`.
    /// - Throws: what the first answer was, where it does not go without the extensions either.
    func ask<Answer: Sendable>(
        doubting doubtful: [ServerExtension], _ ask: () async throws(IMAPError) -> Answer
    ) async throws(IMAPError) -> Answer {
        let used = doubtful.filter(mayUse)
        let first = await result(ask)
        guard case .failure(.bad) = first, !used.isEmpty else { return try first.get() }
        ladder.setAside(used)
        defer { ladder.takeBack(used) }
        guard case .success(let plain) = await result(ask) else { return try first.get() }
        // One after the other is used again: some are of use only with another before them, as PARTIAL with ESEARCH.
        for known in used {
            ladder.takeBack([known])
            if used.count > 1, await !isBad(ask) { continue }
            gaveUp(on: known)
        }
        return plain
    }

    private func isBad<Answer: Sendable>(_ ask: () async throws(IMAPError) -> Answer) async -> Bool {
        if case .failure(.bad) = await result(ask) { return true }
        return false
    }
}
