import Benchmark
import MailModel
import MailStore

let benchmarks: @Sendable () -> Void = {
    Benchmark.shutdownHook = { GeneratedFolder.removeAll() }
    let configuration = Benchmark.Configuration(
        metrics: [.wallClock, .cpuTotal], warmupIterations: 3, maxDuration: .seconds(5))

    let counts: [UInt32] = [100_000, 1_000_000]
    for count in counts {
        Benchmark("\(count) messages: the newest 400 rows", configuration: configuration) { benchmark, folder in
            for _ in benchmark.scaledIterations {
                blackHole(try folder.store.window(WindowRequest(folder: folder.folder, count: 400)).rows.count)
            }
        } setup: {
            try GeneratedFolder.shared(count: count)
        }

        Benchmark("\(count) messages: 400 rows around the middle", configuration: configuration) { benchmark, folder in
            let middle = MessageKey(received: 1_700_000_000 + Int64(count) * 30, id: MessageID(Int64(count) / 2))
            let request = WindowRequest(folder: folder.folder, anchor: .around(middle, before: 200), count: 400)
            for _ in benchmark.scaledIterations { blackHole(try folder.store.window(request).rows.count) }
        } setup: {
            try GeneratedFolder.shared(count: count)
        }

        Benchmark("\(count) messages: narrowed to two words", configuration: configuration) { benchmark, folder in
            let request = WindowRequest(folder: folder.folder, search: "tide lant", count: 400)
            for _ in benchmark.scaledIterations { blackHole(try folder.store.window(request).rows.count) }
        } setup: {
            try GeneratedFolder.shared(count: count)
        }

        Benchmark("\(count) messages: 250 more headers arrive", configuration: configuration) { benchmark, folder in
            var next = count + 1
            for _ in benchmark.scaledIterations {
                try folder.store.apply(
                    GeneratedFolder.batch(next...next + 249, total: Int(next) + 249), to: folder.folder)
                next += 250
            }
        } setup: {
            try GeneratedFolder.shared(count: count)
        }
    }
}
