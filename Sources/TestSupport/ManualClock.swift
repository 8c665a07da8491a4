import NIOConcurrencyHelpers

/// A clock that goes only when a test says so.
package final class ManualClock: Clock, Sendable {
    package struct Instant: InstantProtocol {
        package var offset: Duration

        package func advanced(by duration: Duration) -> Instant { Instant(offset: offset + duration) }
        package func duration(to other: Instant) -> Duration { other.offset - offset }
        package static func < (left: Instant, right: Instant) -> Bool { left.offset < right.offset }
    }

    private struct Sleeper {
        var id: Int
        var deadline: Instant
        var continuation: CheckedContinuation<Void, any Error>
    }

    private enum Wanted {
        case count(Int)
        case deadline(Instant)

        func isThere(among sleepers: [Sleeper]) -> Bool {
            switch self {
            case .count(let count): count <= sleepers.count
            case .deadline(let deadline): sleepers.contains { $0.deadline == deadline }
            }
        }
    }

    private struct State {
        var now = Instant(offset: .zero)
        var nextID = 0
        var sleepers: [Sleeper] = []
        var cancelled: Set<Int> = []
        var watchers: [(id: Int, wanted: Wanted, continuation: CheckedContinuation<Void, Never>)] = []

        /// Those who wait for sleepers and now have them.
        mutating func readyWatchers() -> [CheckedContinuation<Void, Never>] {
            let sleepers = sleepers
            let ready = watchers.filter { $0.wanted.isThere(among: sleepers) }
            watchers.removeAll { $0.wanted.isThere(among: sleepers) }
            return ready.map(\.continuation)
        }
    }

    private let state = NIOLockedValueBox(State())

    package init() {}

    package var now: Instant { state.withLockedValue(\.now) }
    package var minimumResolution: Duration { .zero }

    package func sleep(until deadline: Instant, tolerance: Duration?) async throws {
        let id = state.withLockedValue { state in
            state.nextID += 1
            return state.nextID
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                add(Sleeper(id: id, deadline: deadline, continuation: continuation))
            }
        } onCancel: {
            cancel(id)
        }
    }

    /// Moves the time on and wakes those whose time has come, the earliest first.
    package func advance(by duration: Duration) {
        let due = state.withLockedValue { state in
            state.now = state.now.advanced(by: duration)
            let due = state.sleepers.filter { $0.deadline <= state.now }
            state.sleepers.removeAll { $0.deadline <= state.now }
            return due.sorted { $0.deadline < $1.deadline }
        }
        for sleeper in due { sleeper.continuation.resume() }
    }

    /// Returns once at least that many tasks sleep on this clock, or this one is cancelled: a test whose time is over ends.
    package func waitForSleepers(_ count: Int = 1) async { await wait(for: .count(count)) }

    /// Returns once a task sleeps until just that time, or this one is cancelled.
    package func waitForSleeper(until offset: Duration) async { await wait(for: .deadline(Instant(offset: offset))) }

    private func wait(for wanted: Wanted) async {
        let id = state.withLockedValue { state in
            state.nextID += 1
            return state.nextID
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let ready: [CheckedContinuation<Void, Never>] = state.withLockedValue { state in
                    if state.cancelled.remove(id) != nil { return [continuation] }
                    state.watchers.append((id, wanted, continuation))
                    return state.readyWatchers()
                }
                for watcher in ready { watcher.resume() }
            }
        } onCancel: {
            stopWaiting(id)
        }
    }

    private func stopWaiting(_ id: Int) {
        let continuation: CheckedContinuation<Void, Never>? = state.withLockedValue { state in
            guard let index = state.watchers.firstIndex(where: { $0.id == id }) else {
                state.cancelled.insert(id)
                return nil
            }
            return state.watchers.remove(at: index).continuation
        }
        continuation?.resume()
    }

    private func add(_ sleeper: Sleeper) {
        enum Outcome { case sleeps([CheckedContinuation<Void, Never>]), isDue, isCancelled }
        let outcome: Outcome = state.withLockedValue { state in
            if state.cancelled.remove(sleeper.id) != nil { return .isCancelled }
            if sleeper.deadline <= state.now { return .isDue }
            state.sleepers.append(sleeper)
            return .sleeps(state.readyWatchers())
        }
        switch outcome {
        case .sleeps(let watchers): for watcher in watchers { watcher.resume() }
        case .isDue: sleeper.continuation.resume()
        case .isCancelled: sleeper.continuation.resume(throwing: CancellationError())
        }
    }

    private func cancel(_ id: Int) {
        let found: Sleeper? = state.withLockedValue { state in
            guard let index = state.sleepers.firstIndex(where: { $0.id == id }) else {
                state.cancelled.insert(id)
                return nil
            }
            return state.sleepers.remove(at: index)
        }
        found?.continuation.resume(throwing: CancellationError())
    }
}
