import Dispatch
import Synchronization

/// Work that may never end, waited for only so long.
enum TimedAnswer {
    /// Work of which nobody waits for the end any more. Each holds a thread, so there may not be many.
    private static let abandoned = Mutex(0)
    private static let mostAbandoned = 4

    /// What became of one piece of work: whichever comes first, its answer or the end of the waiting, is what counts.
    private final class Outcome<Answer: Sendable>: Sendable {
        enum State: Sendable {
            case running, abandoned
            case answered(Answer)
        }

        let state = Mutex(State.running)
        let isAnswered = DispatchSemaphore(value: 0)
    }

    /// - Returns: the answer; nil where it did not come in time, or where too many are still being worked on.
    static func within<Answer: Sendable>(_ limit: Duration, _ work: @escaping @Sendable () -> Answer) -> Answer? {
        guard abandoned.withLock({ $0 < mostAbandoned }) else { return nil }
        let outcome = Outcome<Answer>()
        // A queue of its own has a thread of its own: work that hangs takes none from others.
        DispatchQueue(label: "martlet.timed-answer", qos: .userInitiated).async {
            let answer = work()
            outcome.state.withLock { state in
                if case .abandoned = state { abandoned.withLock { $0 -= 1 } }
                state = .answered(answer)
            }
            outcome.isAnswered.signal()
        }
        _ = outcome.isAnswered.wait(timeout: .now() + limit.dispatched)
        return outcome.state.withLock { state in
            if case .answered(let answer) = state { return answer }
            state = .abandoned
            abandoned.withLock { $0 += 1 }
            return nil
        }
    }
}

extension Duration {
    var dispatched: DispatchTimeInterval {
        .milliseconds(Int(clamping: components.seconds * 1_000 + components.attoseconds / 1_000_000_000_000_000))
    }
}
