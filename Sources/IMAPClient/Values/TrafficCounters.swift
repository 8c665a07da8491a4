import Synchronization

/// What has crossed the wire on one connection, inside TLS where there is TLS. Readable from anywhere at any time.
package final class TrafficCounters: Sendable {
    private let received = Atomic<Int>(0)
    private let sent = Atomic<Int>(0)
    private let flights = Atomic<Int>(0)
    private let roundTrip = Atomic<Int>(-1)
    private let quickest = Atomic<Int>(Int.max)

    package init() {}

    package var bytesReceived: Int { received.load(ordering: .relaxed) }
    package var bytesSent: Int { sent.load(ordering: .relaxed) }
    /// Client-to-server turns: writes that come after at least one read since the write before.
    package var turns: Int { flights.load(ordering: .relaxed) }
    /// From the last turn to the first byte that came after it; nil before the first.
    package var roundTripMilliseconds: Int? {
        let value = roundTrip.load(ordering: .relaxed)
        return value < 0 ? nil : value
    }

    /// The shortest of all turns so far, which is what the line costs without the server's work; nil before the first.
    package var quickestRoundTrip: Duration? {
        let value = quickest.load(ordering: .relaxed)
        return value == .max ? nil : .microseconds(value)
    }

    func countReceived(_ bytes: Int) { received.wrappingAdd(bytes, ordering: .relaxed) }
    func countSent(_ bytes: Int) { sent.wrappingAdd(bytes, ordering: .relaxed) }
    func countTurn() { flights.wrappingAdd(1, ordering: .relaxed) }
    func noteRoundTrip(_ time: Duration) {
        roundTrip.store(Int(time / .milliseconds(1)), ordering: .relaxed)
        quickest.min(Int(time / .microseconds(1)), ordering: .relaxed)
    }
}
