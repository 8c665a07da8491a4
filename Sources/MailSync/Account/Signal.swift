import Synchronization

/// Wakes one waiting task; a ring that nobody waits for is kept for the next who does.
final class Signal: Sendable {
    private enum State {
        case silent
        case rung
        case awaited(CheckedContinuation<Void, Never>)
    }

    private let state = Mutex(State.silent)

    func ring() {
        let waiting = state.withLock { state -> CheckedContinuation<Void, Never>? in
            if case .awaited(let continuation) = state {
                state = .silent
                return continuation
            }
            state = .rung
            return nil
        }
        waiting?.resume()
    }

    /// Returns at the next ring, or when the task is cancelled. For one task at a time.
    func wait() async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let goesOn = state.withLock { state in
                    if case .silent = state, !Task.isCancelled {
                        state = .awaited(continuation)
                        return false
                    }
                    state = .silent
                    return true
                }
                if goesOn { continuation.resume() }
            }
        } onCancel: {
            ring()
        }
    }

    /// Returns at the next ring, after that time, or when the task is cancelled.
    ///
    /// - Returns: whether it was not the time that ended it.
    @discardableResult
    func wait(atMost duration: Duration, on clock: any Clock<Duration>) async -> Bool {
        await withTaskGroup(of: Bool.self) { group in
            group.addTask {
                await self.wait()
                return true
            }
            group.addTask {
                // Cancelled or over, the sleep is at its end either way.
                try? await clock.sleep(for: duration)
                return false
            }
            let isRung = await group.next() ?? true
            group.cancelAll()
            return isRung
        }
    }
}
