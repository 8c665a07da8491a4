/// Any clock, as the two things that deadlines need: the time since it was wrapped, and sleep.
struct Timekeeper: Sendable {
    let now: @Sendable () -> Duration
    let sleep: @Sendable (Duration) async throws -> Void

    init(_ clock: any Clock<Duration>) { self.init(opening: clock) }

    private init<C: Clock<Duration>>(opening clock: C) {
        let start = clock.now
        now = { start.duration(to: clock.now) }
        sleep = { try await clock.sleep(for: $0) }
    }

    /// Calls back after that time, unless the task is cancelled before.
    func wake(after duration: Duration, _ body: @escaping @Sendable () async -> Void) -> Task<Void, Never> {
        Task {
            // A sleep throws only when it is cancelled: then there is nothing to wake for.
            guard (try? await sleep(duration)) != nil else { return }
            await body()
        }
    }
}
