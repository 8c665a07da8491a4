import CGPGME
import Synchronization

/// Keeps the limit's timer from an operation that is freed already.
final class Guardian: Sendable {
    // gpgme allows to cancel from another thread while the operation lives, and the lock makes sure that it does.
    private struct Held: @unchecked Sendable {
        var operation: OpaquePointer?
        var isCancelled = false
    }

    private let held: Mutex<Held>

    init(_ operation: OpaquePointer) { held = Mutex(Held(operation: operation)) }

    func cancel() {
        held.withLock { held in
            guard let operation = held.operation else { return }
            held.isCancelled = true
            cgpgme_cancel(operation)
        }
    }

    /// - Returns: whether the operation was cancelled.
    func free() -> Bool {
        held.withLock { held in
            if let operation = held.operation { cgpgme_free(operation) }
            held.operation = nil
            return held.isCancelled
        }
    }
}
