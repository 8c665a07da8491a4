import Synchronization

/// What goes on beside the screen, ended together.
final class ReaderWork: Sendable {
    private let tasks = Mutex<[Task<Void, Never>]>([])

    func start(_ body: @escaping @Sendable () async -> Void) {
        tasks.withLock { $0.append(Task { await body() }) }
    }

    /// Cancels everything and waits until it has ended, for half a second at most: connections that are closed cleanly by
    /// then are, and a dead line keeps nobody from his shell. What was changed is safe in the journal.
    func stop() async {
        let running = tasks.withLock { $0 }
        for task in running { task.cancel() }
        let (ended, signal) = AsyncStream<Void>.makeStream()
        let all = Task {
            for task in running { await task.value }
            signal.yield()
        }
        let limit = Task {
            try? await Task.sleep(for: .milliseconds(500))  // ends early only where all has ended
            signal.yield()
        }
        for await _ in ended { break }
        all.cancel()
        limit.cancel()
    }
}
