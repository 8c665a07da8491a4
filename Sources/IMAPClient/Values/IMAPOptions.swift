import IMAPWire
import NIOCore

/// How a connection behaves: time, bounds and who listens along.
package struct IMAPOptions: Sendable {
    /// How long each step may take. Those of a command count from the last byte received.
    package struct Deadlines: Sendable, Equatable {
        /// For each address of a host; looking it up and all of them together have three times that.
        package var connect: Duration = .seconds(10)
        package var greeting: Duration = .seconds(15)
        package var tls: Duration = .seconds(15)
        package var commandSilence: Duration = .seconds(60)
        /// After so long without a byte, though an answer is owed, `silence` is told.
        package var silenceNotice: Duration = .seconds(5)
        package var logout: Duration = .seconds(2)

        package init() {}
    }

    /// When COMPRESS=DEFLATE is used, where it is offered. It costs a turn of its own.
    package enum Compression: Sendable, Equatable {
        case never
        /// When `compress()` is called: after the first screen, say, which is small.
        case onRequest
        /// As part of the opening, for a connection that will carry much.
        case atOnce
    }

    package var clock: any Clock<Duration>
    package var deadlines: Deadlines
    package var limits: Limits
    /// Updates of the mailbox kept for a slow reader; past it the oldest go and a `resyncNeeded` comes.
    package var maximumBufferedUpdates: Int
    /// Receives each line of the conversation, `C: …` or `S: …`, without secrets and with long literals left out.
    package var transcript: (@Sendable (String) -> Void)?
    package var compression: Compression
    /// What earlier connections to this server have learnt.
    package var profile: ServerProfile
    /// Told whenever something is learnt that later connections should know, also where this one fails.
    package var learnt: (@Sendable (ServerProfile) -> Void)?

    /// Told when the server has owed an answer for a while and nothing comes, with `true`, and when something comes again.
    package var silence: (@Sendable (_ isSilent: Bool) -> Void)?

    /// Finds the addresses of a host, those to be preferred first; nil for the system's way.
    package var resolver: (@Sendable (_ host: String, _ port: Int) -> EventLoopFuture<[SocketAddress]>)?

    package init(
        clock: any Clock<Duration> = ContinuousClock(), deadlines: Deadlines = Deadlines(), limits: Limits = Limits(),
        maximumBufferedUpdates: Int = 10_000, transcript: (@Sendable (String) -> Void)? = nil,
        compression: Compression = .onRequest, profile: ServerProfile = ServerProfile(),
        learnt: (@Sendable (ServerProfile) -> Void)? = nil
    ) {
        self.clock = clock
        self.deadlines = deadlines
        self.limits = limits
        self.maximumBufferedUpdates = maximumBufferedUpdates
        self.transcript = transcript
        self.compression = compression
        self.profile = profile
        self.learnt = learnt
    }
}
