/// How long to wait before connecting again: full jitter, so that many clients do not come back at the same instant.
package struct Backoff: Sendable, Equatable {
    package var shortest: Duration
    package var longest: Duration
    /// What a server is left alone for at least that asked for patience: coming back in seconds makes it worse (quirk 3).
    package var patience: Duration
    private var failures = 0

    package init(
        shortest: Duration = .seconds(1), longest: Duration = .seconds(300), patience: Duration = .seconds(120)
    ) {
        self.shortest = shortest
        self.longest = longest
        self.patience = patience
    }

    /// The connection failed once more.
    ///
    /// - Parameters:
    ///   - chance: evenly distributed in 0..<1.
    ///   - isAskedFor: whether the server wants to be left alone; then `patience` comes on top.
    /// - Returns: between `shortest` and a bound that doubles with each failure, up to `longest`.
    package mutating func next(chance: Double, isAskedFor: Bool = false) -> Duration {
        let doubled = shortest * (1 << min(failures + 1, 20))
        failures = min(failures + 1, 20)
        let bound = max(shortest, min(longest, doubled))
        let delay = shortest + (bound - shortest) * min(max(chance, 0), 1)
        return isAskedFor ? patience + delay : delay
    }

    /// A connection held.
    package mutating func reset() { failures = 0 }
}
