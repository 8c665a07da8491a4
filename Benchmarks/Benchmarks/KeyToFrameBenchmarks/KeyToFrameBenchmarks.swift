import Benchmark
import MailModel
import MailStore
import Reader
import Screen
import Synchronization

/// A reader on a store, without anything between: what an effect asks of the store is answered at once.
private struct StoreReading {
    let folder: GeneratedFolder
    var state: AppState

    init(_ folder: GeneratedFolder) throws {
        self.folder = folder
        state = AppState(size: Size(columns: 120, rows: 40), settings: ReaderSettings())
        try send(.tick(now: 1_795_425_600, localTime: .utc))
        try send(.folders(try folder.store.folders(of: AccountID("work"))))
    }

    /// Takes an event, and all that follows from it.
    mutating func send(_ event: Event) throws {
        for effect in state.update(event) {
            switch effect {
            case .observeWindow(let request): try send(.window(try folder.store.window(request)))
            case .apply(let change):
                try folder.store.record(change)
                if let request = shown { try send(.window(try folder.store.window(request))) }
            case .undo:
                let outcome = try folder.store.undo()
                if let request = shown { try send(.window(try folder.store.window(request))) }
                try send(.history(.undo, outcome))
            default: continue
            }
        }
    }

    private var shown: WindowRequest? { state.list.window?.request }

    /// What a person feels: from the key to the frame that has everything in it.
    mutating func press(_ keys: [Key]) throws {
        for key in keys { try send(.input(.key(key))) }
        blackHole(AppView.frame(of: state))
    }
}

/// Headers that keep coming, as in a first synchronisation, until it is told to end.
private final class Inserts: Sendable {
    private let isOver = Mutex(false)

    func start(in folder: GeneratedFolder, after count: UInt32) {
        Task.detached { [self] in
            var next = count + 1_000_000
            while !isOver.withLock({ $0 }) {
                // A store that fails shows in the figures of those who read it.
                try? folder.store.apply(
                    GeneratedFolder.batch(next...next + 249, total: Int(next) + 249), to: folder.folder)
                next += 250
            }
        }
    }

    func stop() { isOver.withLock { $0 = true } }
}

let benchmarks: @Sendable () -> Void = {
    Benchmark.shutdownHook = { GeneratedFolder.removeAll() }
    let configuration = Benchmark.Configuration(
        metrics: [.wallClock], warmupIterations: 3, maxDuration: .seconds(6), maxIterations: 2_000)
    let count: UInt32 = 1_000_000
    let keys: [(String, [[Key]])] = [
        ("a step down", [[.character("j")]]),
        ("to the end and back to the top", [[.end], [.home]]),
        ("a screen down", [[.pageDown]]),
        ("to a place far down", [Array("700000G").map { .character($0) }, [.home]]),
        ("a star on and off", [[.character("s")], [.character("s")]]),
        ("a message to the archive, and undone", [[.character("a")], [.character("u")]]),
        ("a letter of a search, and back", [[.character("/"), .character("l")], [.escape]]),
    ]
    for isBusy in [false, true] {
        for (name, presses) in keys {
            let title = "\(count) messages\(isBusy ? ", while headers come in" : ""): \(name)"
            Benchmark(title, configuration: configuration) { benchmark in
                let folder = try GeneratedFolder.shared(count: count)
                var reading = try StoreReading(folder)
                let inserts = Inserts()
                if isBusy { inserts.start(in: folder, after: count) }
                defer { inserts.stop() }
                benchmark.startMeasurement()
                var number = 0
                for _ in benchmark.scaledIterations {
                    try reading.press(presses[number % presses.count])
                    number += 1
                }
                benchmark.stopMeasurement()
            }
        }
    }
}
