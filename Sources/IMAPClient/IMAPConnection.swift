import IMAPWire
import MailModel
import NIOCore
import Synchronization

/// One connection to an IMAP server, a method per command (the files of `Commands`).
///
/// It runs on the event loop of its channel: a command is registered and its bytes are queued in one step, without an
/// `await`, and responses are handled where they are read. Calls made at the same time are pipelined in the order of
/// the calls; what may overlap is decided by `SessionStateMachine`.
package actor IMAPConnection {
    /// Where the answer to a command stands.
    enum Answer {
        case awaited
        case wanted(CheckedContinuation<Result<CommandOutcome, IMAPError>, Never>)
        case arrived(Result<CommandOutcome, IMAPError>)
        /// Nobody waits; this is done with it when it comes.
        case handed((isolated IMAPConnection, Result<CommandOutcome, IMAPError>) -> Void)
    }

    /// What the opening of a connection waits for before commands can flow.
    enum Milestone: Equatable { case greeting, tls }

    nonisolated package let endpoint: IMAPEndpoint
    /// What the server says of its own accord; ends with the connection. For one reader.
    nonisolated package let updates: AsyncStream<MailboxUpdate>
    nonisolated package let counters = TrafficCounters()
    nonisolated let told = Atomic<Int>(0)

    nonisolated let channel: any Channel
    nonisolated let options: IMAPOptions
    nonisolated let time: Timekeeper
    nonisolated let judge: CertificateJudge?

    let updateSink: AsyncStream<MailboxUpdate>.Continuation
    var droppedUpdates = 0
    var machine: SessionStateMachine
    var framer: ResponseFramer
    var parser: ResponseParser
    var answers: [String: Answer] = [:]
    var challenge = PendingChallenge.none
    /// Texts that must appear in no error and no transcript; only while a login is under way.
    var secrets: [String] = []

    /// The address that answered.
    var peerAddress: String?
    var reached: Set<Milestone> = []
    var milestone: (Milestone, CheckedContinuation<Result<Void, IMAPError>, Never>)?
    var capabilityWaiters: [CheckedContinuation<Void, Never>] = []
    var endReason: IMAPError?

    var watchdog: (task: Task<Void, Never>, wakesAt: Duration)?
    /// The last sign of life: a byte received, or taken by the network.
    var lastActivity: Duration
    /// Whether it was told that nothing comes.
    var isSilenceTold = false
    /// When the phase under way has to be over, and what it is.
    var phaseDeadline: (at: Duration, doing: String)?
    var idleRenewal: Duration?
    var isRenewingIdle = false
    var idleBegan: Duration = .zero
    /// When an IDLE has to be looked after though its time is not over; nil once it has told something.
    var idleCheck: Duration? = IMAPConnection.firstIdleCheck
    /// The NOOP that looks after an IDLE, and how much news had been told beside IDLE before it.
    var idleQuestion: (tag: String, newsBefore: Int)?

    /// What the server was asked to tell by NOTIFY, and said that it would.
    var notification = Notification.nothing
    var isFlushScheduled = false
    var hasReadSinceWrite = true
    var turnStartedAt: Duration?
    var ladder: ExtensionLadder
    var hasAskedToEnable = false
    /// Both from the OK to COMPRESS on.
    var inflater: Inflater?
    var deflater: Deflater?
    /// Whether anything that the server deflated has been read.
    var hasInflated = false
    var tlsDetailsFound: TLSDetails?
    /// The most octets that a message may have, by wire name, as far as STATUS has told (RFC 7889).
    var appendLimits: [String: Int] = [:]

    nonisolated package var unownedExecutor: UnownedSerialExecutor {
        channel.eventLoop.executor.asUnownedSerialExecutor()
    }

    init(channel: any Channel, endpoint: IMAPEndpoint, options: IMAPOptions, judge: CertificateJudge?) {
        self.channel = channel
        self.endpoint = endpoint
        self.options = options
        self.judge = judge
        time = Timekeeper(options.clock)
        lastActivity = time.now()
        let isPlain = endpoint.security == .plaintext
        machine = SessionStateMachine(requiresTLS: !isPlain, isProtected: endpoint.security == .implicitTLS)
        framer = ResponseFramer(limits: options.limits)
        parser = ResponseParser(limits: options.limits)
        ladder = ExtensionLadder(
            profile: options.profile, switchedOff: options.compression == .never ? [.compress] : [])
        (updates, updateSink) = AsyncStream.makeStream(
            bufferingPolicy: .bufferingNewest(max(2, options.maximumBufferedUpdates)))
    }

    deinit {
        watchdog?.task.cancel()
        updateSink.finish()
        channel.close(promise: nil)
    }

    /// What the server can do, as far as it has said so.
    package var capabilities: Capabilities { machine.capabilities ?? Capabilities([]) }

    /// How many updates have come out of `updates`, or wait in it. What came before the answer to a command is counted
    /// when the answer is there, so that a reader who lags behind knows what it has yet to hear.
    nonisolated package var updateCount: Int { told.load(ordering: .acquiring) }

    /// Why the connection is over; nil while it lives.
    package var endedBecause: IMAPError? { endReason }

    /// How the link is protected; nil without TLS.
    package var tlsDetails: TLSDetails? { tlsDetailsFound }

    /// What the server did that it should not have, counted.
    var oddities: SessionStateMachine.Oddities { machine.oddities }

    // MARK: Commands

    /// Registers a command and queues its bytes, in one step.
    ///
    /// - Returns: its tag, for `answer(to:)`, which has to be called for it.
    func submit(
        _ name: String, interest: Interest = .nothing, overlap: SessionCommand.Overlap = .pipelined,
        effect: SessionCommand.Effect = .none, literals: LiteralMode? = nil,
        _ arguments: (inout CommandEncoder) throws(EncodingError) -> Void = { (_) throws(EncodingError) in }
    ) throws(IMAPError) -> String {
        if let endReason { throw endReason }
        var encoder = CommandEncoder(tag: machine.nextTag(), literals: literals ?? literalMode)
        do {
            try encoder.raw(name)
            try arguments(&encoder)
        } catch {
            throw .unencodable
        }
        let command = SessionCommand(
            encoded: encoder.finish(), name: name, interest: interest, overlap: overlap, effect: effect)
        submit(command)
        return command.tag
    }

    func submit(_ command: SessionCommand) {
        answers[command.tag] = .awaited
        if !machine.commands.owesAnswer { lastActivity = time.now() }
        perform(machine.submit(command))
        armWatchdog()
    }

    /// Waits for the tagged answer to a command. When the task is cancelled the command is abandoned: not yet sent, it
    /// is forgotten; sent, its answer is dropped when it comes.
    func answer(to tag: String) async throws(IMAPError) -> CommandOutcome {
        let result = await withTaskCancellationHandler {
            await uncancelledAnswer(to: tag)
        } onCancel: {
            // Not the actor's queue but the loop's, so that it works where no task can be started.
            channel.eventLoop.execute { self.assumeIsolated { $0.abandon(tag) } }
        }
        return try result.get()
    }

    func uncancelledAnswer(to tag: String) async -> Result<CommandOutcome, IMAPError> {
        switch answers[tag] {
        case .arrived(let result):
            answers[tag] = nil
            return result
        case .awaited:
            return await withCheckedContinuation { answers[tag] = .wanted($0) }
        case .wanted, .handed, nil:
            return .failure(endReason ?? .cancelled)
        }
    }

    /// Sends a command and waits for its OK.
    func run(
        _ name: String, interest: Interest = .nothing, overlap: SessionCommand.Overlap = .pipelined,
        effect: SessionCommand.Effect = .none,
        _ arguments: (inout CommandEncoder) throws(EncodingError) -> Void = { (_) throws(EncodingError) in }
    ) async throws(IMAPError) -> CommandOutcome {
        try refuseIfCancelled()
        let tag = try submit(name, interest: interest, overlap: overlap, effect: effect, arguments)
        return try accepted(await answer(to: tag), name)
    }

    /// Waits for several commands; all are waited for, and the first that failed is what is thrown.
    func answers(to tags: [String], _ name: String) async throws(IMAPError) -> [CommandOutcome] {
        var outcomes: [CommandOutcome] = []
        var failure: IMAPError?
        for tag in tags {
            do {
                outcomes.append(try accepted(await answer(to: tag), name))
            } catch {
                failure = failure ?? error
            }
        }
        if let failure { throw failure }
        return outcomes
    }

    /// The outcome if it is an OK; its refusal as an error otherwise.
    func accepted(_ outcome: CommandOutcome, _ name: String) throws(IMAPError) -> CommandOutcome {
        let text = ServerText.sanitised(outcome.status.text, redacting: secrets)
        // The connection was ended with that answer.
        if outcome.status.saysUnconnected { throw .closed(byServer: text) }
        switch outcome.status.condition {
        case .ok, .preauth: return outcome
        case .no:
            throw .no(command: name, code: (outcome.status.code?.name).map { ServerText.sanitised($0) }, text: text)
        case .bad:
            throw .bad(command: name, text: text)
        case .bye:
            // Where it says so more than once, the first has the reason (quirk 6).
            throw .closed(byServer: machine.bye.map { ServerText.sanitised($0, redacting: secrets) } ?? text)
        }
    }

    func refuseIfCancelled() throws(IMAPError) {
        if Task.isCancelled { throw .cancelled }
    }

    /// What the server can do, asked for if it has not said so since TLS and login.
    func knownCapabilities() async throws(IMAPError) -> Capabilities {
        while machine.capabilities == nil {
            if let endReason { throw endReason }
            await withCheckedContinuation { capabilityWaiters.append($0) }
        }
        return machine.capabilities ?? Capabilities([])
    }

    /// How literals may be sent, by what the server offers (RFC 7888).
    private var literalMode: LiteralMode {
        if ladder.allows(.literalPlus, machine.capabilities) { return .nonSynchronizing(upTo: nil) }
        return ladder.allows(.literalMinus, machine.capabilities) ? .nonSynchronizing(upTo: 4096) : .synchronizing
    }

    /// Has this done with the answer to a command that nobody waits for.
    func onAnswer(
        to tag: String, _ body: @escaping (isolated IMAPConnection, Result<CommandOutcome, IMAPError>) -> Void
    ) {
        if case .arrived(let result) = answers[tag] {
            answers[tag] = nil
            body(self, result)
        } else {
            answers[tag] = .handed(body)
        }
    }

    private func abandon(_ tag: String) {
        guard case .wanted(let continuation) = answers[tag] else {
            // Not yet waited for: the wait that begins next finds it cancelled.
            if case .awaited = answers[tag] { answers[tag] = .arrived(.failure(.cancelled)) }
            perform(machine.abandon(tag))
            return
        }
        answers[tag] = nil
        perform(machine.abandon(tag))
        continuation.resume(returning: .failure(.cancelled))
    }
}
