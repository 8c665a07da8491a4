import Benchmark
import Glibc
import MailModel
import MessageContent

/// Resident memory of this process now, in kB.
private func residentKilobytes() -> Int {
    guard let file = fopen("/proc/self/statm", "r") else { return 0 }
    defer { fclose(file) }
    var line = [CChar](repeating: 0, count: 200)
    guard fgets(&line, CInt(line.count), file) != nil else { return 0 }
    let text = String(decoding: line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    let pages = text.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
    return pages * Int(getpagesize()) / 1_024
}

let benchmarks: @Sendable () -> Void = {
    let once = Benchmark.Configuration(
        metrics: [.wallClock, .cpuTotal, .peakMemoryResident], warmupIterations: 0, maxDuration: .seconds(60),
        maxIterations: 1)
    let often = Benchmark.Configuration(
        metrics: [.wallClock, .cpuTotal], warmupIterations: 5, maxDuration: .seconds(10), maxIterations: 500)
    let growth = BenchmarkMetric.custom("memory after the last 9,000 against the first 1,000 (kB)")

    for (name, source) in [
        ("a newsletter of 200 kB", GeneratedMail.newsletter(1)), ("a plain text of 5.7 kB", GeneratedMail.plainText(1)),
    ] {
        Benchmark("Bytes to lines: \(name)", configuration: often) { benchmark in
            for _ in benchmark.scaledIterations { blackHole(MessageReader.readable(source: source).lines.count) }
        }
    }

    Benchmark("Bytes to lines: 100,000 parts", configuration: once) { benchmark, source in
        for _ in benchmark.scaledIterations { blackHole(MessageReader.readable(source: source).lines.count) }
    } setup: {
        GeneratedMail.parts(100_000)
    }

    Benchmark("Bytes to lines: 50 MB of HTML in one element", configuration: once) { benchmark, source in
        for _ in benchmark.scaledIterations { blackHole(MessageReader.readable(source: source).lines.count) }
    } setup: {
        GeneratedMail.oneElement(50_000_000)
    }

    var flat = once
    flat.metrics = [.wallClock, .cpuTotal, .peakMemoryResident, growth]
    Benchmark("10,000 messages opened one after the other", configuration: flat) { benchmark in
        var begin = 0
        for number in 0..<10_000 {
            // One in ten is a newsletter; no two are the same.
            let source =
                number % 10 == 0 ? GeneratedMail.newsletter(number, size: 30_000) : GeneratedMail.plainText(number)
            blackHole(MessageReader.readable(source: source).lines.count)
            if number == 999 { begin = residentKilobytes() }
        }
        benchmark.measurement(growth, residentKilobytes() - begin)
    }
}
