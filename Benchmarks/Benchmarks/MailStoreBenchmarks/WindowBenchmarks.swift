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

        for (place, anchor) in [
            ("the oldest 400 rows", WindowRequest.Anchor.oldest),
            ("400 rows at a place far down", .position(Int(count) * 7 / 10)),
        ] {
            Benchmark("\(count) messages: \(place)", configuration: configuration) { benchmark, folder in
                let request = WindowRequest(folder: folder.folder, anchor: anchor, count: 400)
                for _ in benchmark.scaledIterations { blackHole(try folder.store.window(request).rows.count) }
            } setup: {
                try GeneratedFolder.shared(count: count)
            }
        }

        Benchmark("\(count) messages: the folders and their counts", configuration: configuration) {
            benchmark, folder in
            for _ in benchmark.scaledIterations { blackHole(try folder.store.folders(of: AccountID("work")).count) }
        } setup: {
            try GeneratedFolder.shared(count: count)
        }

        Benchmark("\(count) messages: a star set and taken off", configuration: configuration) { benchmark, folder in
            let middle = MessageID(Int64(count) / 2)
            for _ in benchmark.scaledIterations {
                try folder.store.record(.setFlag(.system(.flagged), true, [middle]))
                try folder.store.undo()
            }
        } setup: {
            try GeneratedFolder.shared(count: count)
        }

        Benchmark("\(count) messages: 1,000 moved and back", configuration: configuration) { benchmark, folder in
            let window = WindowRequest(folder: folder.folder, anchor: .position(Int(count) / 2), count: 1_000)
            let ids = try folder.store.window(window).rows.map(\.id)
            for _ in benchmark.scaledIterations {
                try folder.store.record(.move(ids, to: folder.other))
                try folder.store.undo()
            }
        } setup: {
            try GeneratedFolder.shared(count: count)
        }

        Benchmark("\(count) messages: a range of 10,000 to the end", configuration: configuration) {
            benchmark, folder in
            let ends = try [WindowRequest.Anchor.position(Int(count) - 10_000), .oldest].map { anchor in
                try folder.store.window(WindowRequest(folder: folder.folder, anchor: anchor, count: 1)).rows.map(\.key)
            }.flatMap(\.self)
            let range = MessageRange(folder: folder.folder, start: ends[0], end: ends[1], limit: 10_000)
            for _ in benchmark.scaledIterations { blackHole(try folder.store.messages(in: range).total) }
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
