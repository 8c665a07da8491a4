import IMAPClient
import MailModel

/// What the synchronisation of one folder did and cost.
package struct FolderReport: Sendable, Equatable {
    package var folder: String
    package var new: Int
    package var changed: Int
    package var vanished: Int
    package var bytesReceived: Int
    package var bytesSent: Int
    package var turns: Int
    package var seconds: Double
    /// Texts that are not here because all together would take more than they may.
    package var textsOverLimit = 0
}

/// What a look at an account's server found.
package struct CheckReport: Sendable, Equatable {
    package var host: String
    package var port: Int
    /// Nil without TLS.
    package var tls: TLSDetails?
    package var capabilities: [String]
    /// The way in which an opened folder is brought in step, such as `CONDSTORE`.
    package var rung: String
    /// What the server lacks or does differently, and what Martlet does instead.
    package var quirks: [String]
    /// Seconds by step.
    package var timings: [String: Double]
    /// What is wrong, with what to do.
    package var problems: [String]
    /// The account's folders.
    package var folders: [ListedFolder] = []
}

/// The cost of a stretch of work on one connection.
struct Meter {
    private let counters: TrafficCounters
    private let received: Int
    private let sent: Int
    private let turns: Int
    private let start: ContinuousClock.Instant

    init(_ counters: TrafficCounters) {
        self.counters = counters
        received = counters.bytesReceived
        sent = counters.bytesSent
        turns = counters.turns
        start = ContinuousClock.now
    }

    var seconds: Double { start.duration(to: ContinuousClock.now) / .seconds(1) }

    func report(_ folder: String, _ counts: SyncCounts) -> FolderReport {
        FolderReport(
            folder: folder, new: counts.new, changed: counts.changed, vanished: counts.vanished,
            bytesReceived: counters.bytesReceived - received, bytesSent: counters.bytesSent - sent,
            turns: counters.turns - turns, seconds: seconds)
    }
}
