import Glibc
import Screen
import NIOConcurrencyHelpers

/// A display that shows nothing: tests type into it and look at the frames it was given. It can be used from any thread.
package final class MemoryDisplay: Display, Sendable {
    /// Everything that happened to the display, in order.
    package enum Call: Equatable, Sendable {
        case start, stop, redrawAll, suspend, bell, resized
        case copy(String)
    }

    private struct State: Sendable {
        var size: Size
        var input: [InputEvent] = []
        var signals: [DisplaySignal] = []
        var frames: [CellBuffer] = []
        var calls: [Call] = []
        var isHungUp = false
    }

    private let state: NIOLockedValueBox<State>
    private let pipe: [Int32]

    package init(size: Size = Size(columns: 80, rows: 24)) {
        state = NIOLockedValueBox(State(size: size))
        var ends: [Int32] = [-1, -1]
        if Glibc.pipe(&ends) != 0 { ends = [-1, -1] }
        pipe = ends
    }

    deinit {
        hangUp()
        close(pipe[0])
    }

    // What tests do.

    /// As if the user had done it; wakes who waits for `inputDescriptor`.
    package func type(_ events: InputEvent...) {
        state.withLockedValue { $0.input += events }
        wake()
    }

    /// Each character as a key.
    package func type(_ keys: String) {
        state.withLockedValue { $0.input += keys.map { .key(.character($0)) } }
        wake()
    }

    package func resize(to size: Size) {
        state.withLockedValue {
            $0.size = size
            $0.signals.append(.resized)
        }
        wake()
    }

    /// As if the process had been sent a signal.
    package func signal(_ signal: DisplaySignal) {
        state.withLockedValue { $0.signals.append(signal) }
        wake()
    }

    /// The terminal goes away: `inputDescriptor` tells its end.
    package func hangUp() {
        state.withLockedValue {
            if !$0.isHungUp { close(pipe[1]) }
            $0.isHungUp = true
        }
    }

    package var frames: [CellBuffer] { state.withLockedValue { $0.frames } }
    package var lastFrame: CellBuffer? { state.withLockedValue { $0.frames.last } }
    package var calls: [Call] { state.withLockedValue { $0.calls } }

    private func wake() {
        state.withLockedValue {
            var byte: UInt8 = 1
            if !$0.isHungUp { _ = write(pipe[1], &byte, 1) }
        }
    }

    private func note(_ call: Call) { state.withLockedValue { $0.calls.append(call) } }

    // What the program does.

    package var size: Size { state.withLockedValue { $0.size } }
    package var isMonochrome: Bool { false }
    package var hasFewColors: Bool { false }
    package var graphics: GraphicMeans? { nil }
    package var inputDescriptor: Int32 { pipe[0] }
    package var signalDescriptor: Int32? { nil }
    package func start() { note(.start) }
    package func present(_ frame: CellBuffer) { state.withLockedValue { $0.frames.append(frame) } }

    package func readInput() -> [InputEvent] {
        var ready = pollfd(fd: pipe[0], events: Int16(POLLIN), revents: 0)
        var bytes = [UInt8](repeating: 0, count: 64)
        while poll(&ready, 1, 0) == 1, ready.revents & Int16(POLLIN) != 0, read(pipe[0], &bytes, 64) > 0 {}
        return state.withLockedValue { state in
            defer { state.input = [] }
            return state.input
        }
    }

    package func takeSignals() -> [DisplaySignal] {
        state.withLockedValue { state in
            defer { state.signals = [] }
            return state.signals
        }
    }

    package func resized() { note(.resized) }
    package func redrawAll() { note(.redrawAll) }
    package func suspend() { note(.suspend) }
    package func copyToClipboard(_ text: String) { note(.copy(text)) }
    package func bell() { note(.bell) }
    package func stop() { note(.stop) }
}
