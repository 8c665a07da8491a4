import Reader
import Screen
import TestSupport
import Testing

@testable import ReaderRuntime

@Suite(.timeLimit(.minutes(1))) struct ReaderLoopTests {
    @Test func `the user quits, and the display is given back`() async throws {
        let display = MemoryDisplay()
        let loop = try ReaderLoop()

        async let end = run(loop, on: display)
        display.type("qqq")

        #expect(try await end == .quit)
        #expect(display.calls.first == .start)
        #expect(display.calls.last == .stop)
    }

    @Test func `events of before the start are taken together and drawn once`() async throws {
        let display = MemoryDisplay()
        let loop = try ReaderLoop()
        for number in 1...100 { loop.send(.notice(Notice("notice \(number)"))) }

        async let end = run(loop, on: display)
        while display.lastFrame?.text.contains("notice 100") != true { await Task.yield() }
        let drawn = display.frames.count
        display.signal(.terminate(15))

        #expect(try await end == .signal(15))
        #expect(drawn == 2)
    }

    @Test func `events from many tasks all arrive`() async throws {
        let display = MemoryDisplay(size: Size(columns: 120, rows: 40))
        let loop = try ReaderLoop()

        async let end = run(loop, on: display)
        await withTaskGroup(of: Void.self) { group in
            for number in 1...200 { group.addTask { loop.send(.journal(pending: number)) } }
        }
        loop.send(.notice(Notice("all sent")))
        while display.lastFrame?.text.contains("all sent") != true { await Task.yield() }
        display.type("qqq")

        #expect(try await end == .quit)
    }

    @Test func `a new size is drawn`() async throws {
        let display = MemoryDisplay(size: Size(columns: 80, rows: 24))
        let loop = try ReaderLoop()

        async let end = run(loop, on: display)
        display.resize(to: Size(columns: 40, rows: 12))
        while display.lastFrame?.size != Size(columns: 40, rows: 12) { await Task.yield() }
        display.type("qqq")

        #expect(try await end == .quit)
        #expect(display.calls.contains(.resized))
    }

    @Test func `a terminal that goes away ends the loop`() async throws {
        let display = MemoryDisplay()
        let loop = try ReaderLoop()

        async let end = run(loop, on: display)
        display.hangUp()

        #expect(try await end == .inputClosed)
    }

    @Test func `cancelling the task ends the loop while it waits`() async throws {
        let display = MemoryDisplay()
        let loop = try ReaderLoop()
        let task = Task { try await run(loop, on: display) }
        while display.frames.isEmpty { await Task.yield() }

        task.cancel()

        #expect(try await task.value == .quit)
        #expect(display.calls.last == .stop)
    }

    @Test func `who comes back from a suspension is redrawn and reconnected`() async throws {
        let display = MemoryDisplay()
        let loop = try ReaderLoop()
        let (effects, performed) = AsyncStream<Effect>.makeStream()

        async let end = run(loop, on: display) { performed.yield($0) }
        display.signal(.suspend)
        for await effect in effects where effect == .reconnect { break }
        display.type("qqq")

        #expect(try await end == .quit)
        #expect(display.calls.contains(.suspend))
    }

    private func run(
        _ loop: ReaderLoop, on display: MemoryDisplay, perform: @escaping @Sendable (Effect) -> Void = { _ in }
    ) async throws -> ReaderLoop.End {
        try await loop.run(
            display: { display }, state: { AppState(size: $0.size, settings: ReaderSettings()) }, perform: perform)
    }
}
