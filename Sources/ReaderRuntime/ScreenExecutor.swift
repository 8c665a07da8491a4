import Foundation
import Synchronization

/// Runs one actor on a thread of its own, which waits for the terminal between the jobs: a key is seen by the thread
/// that answers it, however busy the shared threads are.
///
/// The thread exists while there is something to run or to wait for.
final class ScreenExecutor: SerialExecutor, Sendable {
    /// Why a wait ended.
    struct Wakening: Sendable, Equatable {
        /// Descriptors that can be read.
        var readable: Set<Int32> = []
        /// Descriptors whose other end is gone.
        var closed: Set<Int32> = []
    }

    private struct Waiter: Sendable {
        var descriptors: [Int32]
        var deadline: ContinuousClock.Instant
        var continuation: CheckedContinuation<Wakening, Never>
    }

    private struct State: Sendable {
        var jobs: [UnownedJob] = []
        var waiter: Waiter?
        var hasThread = false
        /// The thread is in `poll` or on the way there: only the pipe reaches it.
        var isPolling = false
        var isWoken = false
    }

    /// What the thread does next.
    private enum Step {
        case run([UnownedJob])
        case resume(Waiter)
        case poll(Waiter)
        case end
    }

    private let state = Mutex(State())
    private let wakeUpRead: Int32
    private let wakeUpWrite: Int32

    /// - Throws: where the process has no descriptor left.
    init() throws {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EMFILE) }
        wakeUpRead = ends[0]
        wakeUpWrite = ends[1]
        for end in ends {
            _ = fcntl(end, F_SETFL, O_NONBLOCK)
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
        }
    }

    deinit {
        close(wakeUpRead)
        close(wakeUpWrite)
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        change { $0.jobs.append(job) }
    }

    /// Ends the wait at hand, or the next one if there is none.
    func wake() { change { $0.isWoken = true } }

    /// Waits until a descriptor is ready, `wake` is called, or it is late enough.
    func wait(for descriptors: [Int32], until deadline: ContinuousClock.Instant) async -> Wakening {
        await withCheckedContinuation { continuation in
            change {
                $0.waiter = Waiter(descriptors: descriptors, deadline: deadline, continuation: continuation)
            }
        }
    }

    /// Changes the state, and sees to it that a thread looks at it.
    private func change(_ change: (inout State) -> Void) {
        let (needsThread, isPolling) = state.withLock { state in
            change(&state)
            let hadThread = state.hasThread
            // A wake-up alone has nothing to run: the next wait finds it.
            let hasWork = !state.jobs.isEmpty || state.waiter != nil
            state.hasThread = hadThread || hasWork
            return (!hadThread && hasWork, state.isPolling)
        }
        if isPolling {
            var octet: UInt8 = 1
            _ = write(wakeUpWrite, &octet, 1)
        }
        if needsThread { startThread() }
    }

    private func startThread() {
        let thread = Thread { self.work() }
        thread.name = "screen"
        // Drawing is shallow, but what it lays out came by mail.
        thread.stackSize = 8 << 20
        thread.start()
    }

    private func work() {
        while true {
            switch nextStep() {
            case .run(let jobs):
                for job in jobs { job.runSynchronously(on: asUnownedSerialExecutor()) }
            case .resume(let waiter):
                waiter.continuation.resume(returning: Wakening())
            case .poll(let waiter):
                poll(waiter)
            case .end:
                return
            }
        }
    }

    private func nextStep() -> Step {
        state.withLock { state in
            state.isPolling = false
            if !state.jobs.isEmpty {
                defer { state.jobs.removeAll() }
                return .run(state.jobs)
            }
            guard let waiter = state.waiter else {
                state.hasThread = false
                return .end
            }
            if state.isWoken {
                state.isWoken = false
                state.waiter = nil
                return .resume(waiter)
            }
            state.isPolling = true
            return .poll(waiter)
        }
    }

    /// Waits in the kernel; resumes the waiter if it was meant, and not a job.
    private func poll(_ waiter: Waiter) {
        var waits = ([wakeUpRead] + waiter.descriptors).map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
        let count = Glibc.poll(&waits, nfds_t(waits.count), milliseconds(until: waiter.deadline))
        if waits[0].revents != 0 { drainWakeUps() }
        var wakening = Wakening()
        for wait in waits.dropFirst() {
            if wait.revents & Int16(POLLIN) != 0 { wakening.readable.insert(wait.fd) }
            if wait.revents & Int16(POLLHUP | POLLERR | POLLNVAL) != 0 { wakening.closed.insert(wait.fd) }
        }
        let isLate = count == 0 && ContinuousClock.now >= waiter.deadline
        guard wakening != Wakening() || isLate else { return }
        // Only this thread takes the waiter away, so it is still there.
        state.withLock { $0.waiter = nil }
        waiter.continuation.resume(returning: wakening)
    }

    private func milliseconds(until deadline: ContinuousClock.Instant) -> Int32 {
        let left = (deadline - ContinuousClock.now) / Duration.milliseconds(1)
        return Int32(min(max(0, left.rounded(.up)), 3_600_000))
    }

    private func drainWakeUps() {
        var octets = [UInt8](repeating: 0, count: 64)
        while read(wakeUpRead, &octets, octets.count) > 0 {}
    }
}
