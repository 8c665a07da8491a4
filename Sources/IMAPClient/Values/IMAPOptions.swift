import IMAPWire
import NIOPosix

/// How a connection behaves: time, bounds and who listens along.
package struct IMAPOptions: Sendable {
    /// How long each step may take. Those of a command count from the last byte received.
    package struct Deadlines: Sendable, Equatable {
        /// For each address of a host; all of them together have three times that.
        package var connect: Duration = .seconds(10)
        package var greeting: Duration = .seconds(15)
        package var tls: Duration = .seconds(15)
        package var commandSilence: Duration = .seconds(60)
        package var logout: Duration = .seconds(2)

        package init() {}
    }

    package var clock: any Clock<Duration>
    package var deadlines: Deadlines
    package var limits: Limits
    /// Updates of the mailbox kept for a slow reader; past it the oldest go and a `resyncNeeded` comes.
    package var maximumBufferedUpdates: Int
    /// Receives each line of the conversation, `C: …` or `S: …`, without secrets and with long literals left out.
    package var transcript: (@Sendable (String) -> Void)?

    /// Finds a host's addresses; nil for the system's way.
    package var resolver: (any Resolver & Sendable)?

    package init(
        clock: any Clock<Duration> = ContinuousClock(), deadlines: Deadlines = Deadlines(), limits: Limits = Limits(),
        maximumBufferedUpdates: Int = 10_000, transcript: (@Sendable (String) -> Void)? = nil
    ) {
        self.clock = clock
        self.deadlines = deadlines
        self.limits = limits
        self.maximumBufferedUpdates = maximumBufferedUpdates
        self.transcript = transcript
    }
}
