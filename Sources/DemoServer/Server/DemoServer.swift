import NIOCore
import NIOPosix
import Synchronization

/// An IMAP4rev1 server inside the process, on the loopback interface, with sample mail and faults on demand.
///
/// It shares no grammar with the client: what both understand, both read from the RFCs.
package final class DemoServer: Sendable {
    /// The port on 127.0.0.1 it listens on.
    package let port: Int
    private let account: ServedAccount
    private let listener: any Channel
    private let deliveries: Mutex<RepeatedTask?>

    private init(account: ServedAccount, listener: any Channel, port: Int) {
        self.account = account
        self.listener = listener
        self.port = port
        deliveries = Mutex(nil)
    }

    /// Starts a server on a free port (or on `port`).
    package static func start(
        maildrop: Maildrop,
        faults: FaultPlan = .none,
        capabilities: Set<Capability> = Capability.everything,
        user: String = "demo",
        password: String = "demo",
        port: Int = 0,
        bug: PlantedBug? = nil
    ) async throws -> DemoServer {
        let account = ServedAccount(
            maildrop, user: user, password: password, capabilities: capabilities, faults: faults, bug: bug)
        let listener = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.backlog, value: 64)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(SessionHandler(account: account))
                }
            }
            .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
            .bind(host: "127.0.0.1", port: port).get()
        return DemoServer(account: account, listener: listener, port: listener.localAddress?.port ?? port)
    }

    /// Closes every connection and stops listening.
    package func stop() async {
        deliveries.withLock { task in
            task?.cancel()
            task = nil
        }
        // The listener may have been closed already; either way it listens no more.
        try? await listener.close()
        for channel in account.with({ Array($0.channels.values) }) {
            try? await channel.close()
        }
    }

    // MARK: What others do to the mail

    /// Delivers a message, as the world does. Returns its UID, or nil when there is no such folder.
    @discardableResult
    package func deliver(
        _ message: [UInt8], to folder: String = "INBOX", flags: [String] = [], received: Int64? = nil
    ) -> UInt32? {
        let received = received ?? WallClock.now()
        return account.with { $0.append(.holding(message), to: folder, flags: flags, received: received) }
    }

    /// Sets the flags of a message, as another client does.
    package func setFlags(_ flags: [String], uid: UInt32, in folder: String) {
        account.with { $0.setFlags(flags, of: uid, in: folder, author: nil) }
    }

    /// Expunges messages, as another client does.
    package func expunge(_ uids: Set<UInt32>, in folder: String) {
        _ = account.with { $0.remove(uids, from: folder) }
    }

    /// Moves messages, as another client does.
    package func move(_ uids: Set<UInt32>, from folder: String, to target: String) {
        account.with { state in
            let copied = state.copy(uids.sorted(), from: folder, to: target)
            state.remove(Set(copied.from), from: folder)
        }
    }

    /// Makes a folder, as another client does.
    package func createFolder(_ name: String) {
        account.with { state in
            guard state.folders[name] == nil else { return }
            let uidValidity = state.takeUIDValidity()
            state.folders[name] = ServedFolder(use: nil, uidValidity: uidValidity)
            state.subscribed.insert(name)
            state.touch(name)
        }
    }

    /// Deletes a folder, as another client does.
    package func deleteFolder(_ name: String) {
        account.with { state in
            state.folders[name] = nil
            state.touch(name)
        }
    }

    /// Gives a folder another UIDVALIDITY and its messages other UIDs.
    package func changeUIDValidity(_ folder: String) {
        let keepsUIDValidity = account.bug == .sameUIDValidity
        account.with { $0.renumber(folder, keepsUIDValidity: keepsUIDValidity) }
    }

    /// Lets a folder's modification sequences go back to a value, or end.
    package func resetModSeq(of folder: String, to value: UInt64?) {
        account.with { $0.folders[folder]?.resetModSeq(to: value) }
    }

    /// Delivers one of a few new messages to INBOX now and then.
    package func deliversNewMail(every interval: Duration) {
        let account = account
        let arrivals = Mutex(0)
        let task = listener.eventLoop.scheduleRepeatedTask(
            initialDelay: TimeAmount(interval), delay: TimeAmount(interval)
        ) { _ in
            let number = arrivals.withLock { count in
                defer { count += 1 }
                return count
            }
            let now = WallClock.now()
            let message = NewArrivals.message(number, now: now)
            account.with { _ = $0.append(.holding(message), to: "INBOX", flags: [], received: now) }
        }
        deliveries.withLock { running in
            running?.cancel()
            running = task
        }
    }

    // MARK: What goes wrong

    /// Lets something go wrong, now or at the next occasion.
    package func inject(_ fault: Fault) {
        switch fault {
        case .stall: account.faults.stall(through: account.with { $0.lastSession })
        case .bye: account.broadcast(fault)
        case .vanish(let folder, let uid):
            account.with { _ = $0.remove([uid], from: folder, isSilent: true) }
        case .newUIDValidity(let folder): changeUIDValidity(folder)
        case .cut, .stallAt, .cutBefore, .loseAnswer, .wrongTag, .singleBytes, .refuseLogin, .refuse, .misunderstand,
            .refuseConnections:
            account.faults.arm(fault)
        }
    }

    /// Lets something go wrong once the next connection is there.
    package func injectIntoNextConnection(_ faults: Fault...) {
        account.faults.armForNextConnection(faults)
    }

    /// Takes back all faults that have not struck. Connections that stall go on stalling.
    package func clearFaults() {
        account.faults.clear()
    }

    /// How long every response is held back.
    package func setLatency(_ latency: Duration) {
        account.faults.latency = latency
    }

    /// Closes every connection without a word; new ones are welcome.
    package func cutAllConnections() {
        for channel in account.with({ Array($0.channels.values) }) {
            channel.close(promise: nil)
        }
    }

    // MARK: What a test may look at

    /// How many connections are open.
    package var connectionCount: Int {
        account.with { $0.channels.count }
    }

    /// How many commands have come in so far, of all connections: stands still while nobody asks anything.
    package var commandCount: Int { account.commandCount }

    /// The state of the server as it is now.
    package func snapshot() -> ServerSnapshot {
        account.with { ServerSnapshot($0) }
    }

    /// The bytes of a message.
    package func bytes(uid: UInt32, in folder: String) -> [UInt8]? {
        account.with { $0.folders[folder]?.message(uid)?.source }?.bytes
    }
}
