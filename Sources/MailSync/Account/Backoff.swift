/// How long to wait before connecting again: full jitter, so that many clients do not come back at the same instant.
package struct Backoff: Sendable, Equatable {
    package var shortest: Duration
    package var longest: Duration
    private var failures = 0

    package init(shortest: Duration = .seconds(1), longest: Duration = .seconds(300)) {
        self.shortest = shortest
        self.longest = longest
    }

    /// The connection failed once more.
    ///
    /// - Parameter chance: evenly distributed in 0..<1.
    /// - Returns: between `shortest` and a bound that doubles with each failure, up to `longest`.
    package mutating func next(chance: Double) -> Duration {
        let doubled = shortest * (1 << min(failures + 1, 20))
        failures = min(failures + 1, 20)
        let bound = max(shortest, min(longest, doubled))
        return shortest + (bound - shortest) * min(max(chance, 0), 1)
    }

    /// A connection held.
    package mutating func reset() { failures = 0 }
}
