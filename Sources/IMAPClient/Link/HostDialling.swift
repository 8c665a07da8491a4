import NIOCore

/// Runs an `AddressRace`: looks the name up, connects to the addresses, and closes all but the first that answers.
struct HostDialling {
    private enum Event: Sendable {
        case found([SocketAddress])
        case notFound(any Error)
        case connected(Int, IMAPConnection)
        case failed(Int, any Error)
        case woke
    }

    private let endpoint: IMAPEndpoint
    private let options: IMAPOptions
    private let judge: CertificateJudge?
    private let time: Timekeeper
    private let events: AsyncStream<Event>
    private let sink: AsyncStream<Event>.Continuation
    private var race: AddressRace
    private var addresses: [SocketAddress] = []
    private var attempts: [Int: ConnectionAttempt] = [:]
    private var winner: IMAPConnection?
    private var failures: [LinkError.Attempt] = []
    private var timer: Task<Void, Never>?

    init(_ endpoint: IMAPEndpoint, options: IMAPOptions, judge: CertificateJudge?) {
        self.endpoint = endpoint
        self.options = options
        self.judge = judge
        time = Timekeeper(options.clock)
        (events, sink) = AsyncStream.makeStream()
        race = AddressRace(perAddress: options.deadlines.connect, now: time.now())
    }

    /// A connection to the first address that answers.
    mutating func run() async throws(IMAPError) -> IMAPConnection {
        defer {
            timer?.cancel()
            sink.finish()
        }
        (options.resolver ?? HostAddresses.find)(endpoint.host, endpoint.port).whenComplete { [sink] result in
            switch result {
            case .success(let addresses): sink.yield(.found(addresses))
            case .failure(let error): sink.yield(.notFound(error))
            }
        }
        setTimer()
        for await event in events {
            switch event {
            case .notFound, .found([]): throw .hostNotFound(host: endpoint.host)
            case .found(let found):
                addresses = HostAddresses.interleaved(found, family: \.protocol)
                if let end = perform(race.found(addresses.count, now: time.now())) { return try end.get() }
            case .connected(let index, let connection):
                let actions = race.connected(index)
                if !actions.isEmpty { winner = connection }
                if let end = perform(actions) { return try end.get() }
            case .failed(let index, let error):
                failures.append(.failed(error))
                if let end = perform(race.failed(index, now: time.now())) { return try end.get() }
            case .woke:
                if let end = perform(race.woke(now: time.now())) { return try end.get() }
            }
            setTimer()
        }
        // Only the end of the task ends the events.
        for attempt in attempts.values { attempt.giveUp() }
        throw .cancelled
    }

    /// - Returns: how it ended, where it did.
    private mutating func perform(_ actions: [AddressRace.Action]) -> Result<IMAPConnection, IMAPError>? {
        for action in actions {
            switch action {
            case .begin(let index): begin(index)
            case .giveUp(let index):
                failures.append(.timedOut)
                attempts.removeValue(forKey: index)?.giveUp()
            case .end(.connected):
                return winner.map { .success($0) } ?? .failure(LinkError.connecting(to: endpoint, failures))
            case .end(.failed): return .failure(LinkError.connecting(to: endpoint, failures))
            case .end(.timedOut):
                return .failure(addresses.isEmpty ? LinkError.lookingUp(endpoint) : LinkError.timedOut(endpoint))
            }
        }
        return nil
    }

    private mutating func begin(_ index: Int) {
        guard addresses.indices.contains(index) else { return }
        let attempt = ConnectionAttempt()
        attempts[index] = attempt
        attempt.connect(to: addresses[index], endpoint, options: options, judge: judge).whenComplete { [sink] result in
            switch result {
            case .success(let connection): sink.yield(.connected(index, connection))
            case .failure(let error): sink.yield(.failed(index, error))
            }
        }
    }

    private mutating func setTimer() {
        timer?.cancel()
        timer = race.nextWake.map { [sink] wake in
            time.wake(after: max(.zero, wake - time.now())) { sink.yield(.woke) }
        }
    }
}
