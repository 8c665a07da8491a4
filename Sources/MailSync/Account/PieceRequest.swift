import MailModel
import Synchronization

/// A stretch of an attachment that somebody waits for: in good times a few pieces, which are fetched together.
final class PieceRequest: Sendable {
    /// What came.
    struct Stretch: Sendable {
        var pieces: [[UInt8]]
        /// Whether the attachment ends there.
        var isLast: Bool
    }

    private enum State {
        case open
        case awaited(CheckedContinuation<Result<Stretch, SyncError>, Never>)
        case done(Result<Stretch, SyncError>)
    }

    let message: MessageID
    let section: String
    let offset: Int
    private let state = Mutex(State.open)

    init(message: MessageID, section: String, offset: Int) {
        self.message = message
        self.section = section
        self.offset = offset
    }

    /// Whether nobody waits for it any more.
    var isDone: Bool {
        state.withLock { state in
            if case .done = state { true } else { false }
        }
    }

    /// Waits until it is there, or the task is cancelled. For one task.
    func wait() async -> Result<Stretch, SyncError> {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let done = state.withLock { state -> Result<Stretch, SyncError>? in
                    if case .done(let result) = state { return result }
                    state = .awaited(continuation)
                    return nil
                }
                if let done { continuation.resume(returning: done) }
            }
        } onCancel: {
            finish(.failure(.cancelled))
        }
    }

    /// Ends the wait; what comes after the first end counts no more.
    func finish(_ result: Result<Stretch, SyncError>) {
        let waiting = state.withLock { state -> CheckedContinuation<Result<Stretch, SyncError>, Never>? in
            if case .done = state { return nil }
            defer { state = .done(result) }
            if case .awaited(let continuation) = state { return continuation }
            return nil
        }
        waiting?.resume(returning: result)
    }
}

/// The pieces of one stretch as they come.
final class GatheredPieces: Sendable {
    private let pieces = Mutex<[[UInt8]]>([])

    var all: [[UInt8]] { pieces.withLock { $0 } }

    /// - Returns: how many there are now.
    func add(_ piece: [UInt8]) -> Int {
        pieces.withLock { pieces in
            pieces.append(piece)
            return pieces.count
        }
    }
}
