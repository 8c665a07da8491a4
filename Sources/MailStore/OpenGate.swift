import Dispatch
import Synchronization

/// Whether a store is open, and who is in it: it closes behind the last.
///
/// GRDB's pool ends its connections while somebody who came a moment before still waits for one, and a read by a
/// connection that has ended is a crash.
final class OpenGate: Sendable {
    private let isClosed = Mutex(false)
    private let inside = DispatchGroup()

    /// - Returns: false once it is closed. Whoever is let in has to leave.
    func enter() -> Bool {
        isClosed.withLock { isClosed in
            if !isClosed { inside.enter() }
            return !isClosed
        }
    }

    func leave() { inside.leave() }

    /// Lets nobody in any more, and waits until all have left.
    func close() {
        isClosed.withLock { $0 = true }
        inside.wait()
    }
}
