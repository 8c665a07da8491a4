import Foundation
import Reader
import Screen
import Synchronization

/// Runs the reader on a display, on a thread of its own that never waits for anything but the next event.
package actor ReaderLoop {
    /// Why the reader ended.
    package enum End: Hashable, Sendable {
        /// The user left, or the task was cancelled.
        case quit
        /// The terminal is gone.
        case inputClosed
        /// A signal asked for it: its number.
        case signal(Int32)
    }

    package nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    private nonisolated let executor: ScreenExecutor
    private nonisolated let inbox = Mutex<[Event]>([])
    private let time: @Sendable () -> Int64
    private var run: ReaderLoopRun?

    /// - Parameter time: seconds since 1970; for the ticks.
    /// - Throws: where the process has no descriptor left.
    package init(time: @escaping @Sendable () -> Int64 = { Int64(Date().timeIntervalSince1970) }) throws {
        executor = try ScreenExecutor()
        self.time = time
    }

    /// Tells the reader that something happened. From any thread; never waits.
    package nonisolated func send(_ event: Event) {
        let wasEmpty = inbox.withLock { inbox in
            inbox.append(event)
            return inbox.count == 1
        }
        if wasEmpty { executor.wake() }
    }

    /// Runs until there is a reason to end; the display is given back then. Once per loop.
    ///
    /// - Parameters:
    ///   - makeDisplay: called on the thread of the screen, where the display then stays.
    ///   - makeState: the state to begin with, when the display has started.
    ///   - perform: starts what an effect asks for and returns at once. Effects of the device (clipboard, bell, redraw,
    ///     suspend, quit) are done here and not passed on.
    /// - Throws: what the display throws when it can't start.
    package func run(
        display makeDisplay: @Sendable () -> any Display, state makeState: @Sendable (any Display) -> AppState,
        perform: @escaping @Sendable (Effect) -> Void
    ) async throws -> End {
        let display = makeDisplay()
        try display.start()
        defer { display.stop() }
        let run = ReaderLoopRun(display: display, state: makeState(display), time: time, perform: perform)
        self.run = run
        defer { self.run = nil }
        run.begin()
        return await withTaskCancellationHandler {
            await turnUntilEnd()
        } onCancel: {
            executor.wake()
        }
    }

    private func turnUntilEnd() async -> End {
        while let run, run.end == nil, !Task.isCancelled {
            let wakening = await executor.wait(for: run.descriptors, until: run.nextTick)
            run.turn(wakening, inbox: takeInbox())
        }
        return run?.end ?? .quit
    }

    private func takeInbox() -> [Event] {
        inbox.withLock { inbox in
            defer { inbox.removeAll(keepingCapacity: true) }
            return inbox
        }
    }
}
