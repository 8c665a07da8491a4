import Benchmark
import IMAPWire

/// Reads a whole stream in pieces as large as a socket gives them.
///
/// - Returns: how many parts of messages were found, so that no value is made for nothing.
private func read(_ stream: [UInt8], parsing: Bool) -> Int {
    var framer = ResponseFramer()
    let parser = ResponseParser()
    var found = 0
    var position = 0
    while position < stream.count {
        let end = min(position + 65_536, stream.count)
        framer.append(stream[position..<end])
        position = end
        while let frame = framer.next() {
            guard case .response(let bytes) = frame else { continue }
            guard parsing else {
                found += 1
                continue
            }
            if case .fetch(let fetch) = parser.parse(bytes) {
                found += (fetch.bodyStructure?.children.count ?? 0) + (fetch.envelope?.to.count ?? 0)
            }
        }
    }
    return found
}

let benchmarks: @Sendable () -> Void = {
    let stream = GeneratedMailbox.fetches(count: 25_000)
    // In the names, so that megabytes over the time that is printed is the speed.
    let megabytes = stream.count / 1_000_000
    let configuration = Benchmark.Configuration(
        metrics: [.wallClock, .cpuTotal, .throughput], warmupIterations: 2, maxDuration: .seconds(10))

    Benchmark("Fetch \(megabytes) MB: envelopes and structures, values built", configuration: configuration) { _ in
        blackHole(read(stream, parsing: true))
    }

    Benchmark("Fetch \(megabytes) MB: framing only", configuration: configuration) { _ in
        blackHole(read(stream, parsing: false))
    }
}
