import NIOCore
import Synchronization

/// What a channel is told by other parts of the server.
enum ServerEvent: Sendable {
    /// The selected folder has changed.
    case news
    /// A fault strikes this connection now.
    case fault(Fault)
}

/// The state all connections share, behind one lock that is never held across I/O.
final class ServedAccount: Sendable {
    let user: String
    let password: String
    let capabilities: Set<Capability>
    let faults: FaultBoard
    let bug: PlantedBug?
    private let commands = Atomic<Int>(0)
    private let state: Mutex<AccountState>

    init(
        _ maildrop: Maildrop, user: String, password: String, capabilities: Set<Capability>, faults: FaultPlan,
        bug: PlantedBug? = nil
    ) {
        self.user = user
        self.password = password
        self.capabilities = capabilities
        self.faults = FaultBoard(faults)
        self.bug = bug
        state = Mutex(AccountState(maildrop, bug: bug))
    }

    /// Reads or changes the state, then wakes the sessions that must hear of it.
    func with<Result: Sendable>(_ body: @Sendable (inout AccountState) -> Result) -> Result {
        let (result, channels) = state.withLock { state in
            let result = body(&state)
            let channels = state.touched.compactMap { state.channels[$0] }
            state.touched = []
            return (result, channels)
        }
        for channel in channels { channel.pipeline.fireUserInboundEventTriggered(ServerEvent.news) }
        return result
    }

    var commandCount: Int { commands.load(ordering: .relaxed) }

    func countCommand() { commands.add(1, ordering: .relaxed) }

    func offers(_ capability: Capability) -> Bool {
        capabilities.offers(capability)
    }

    func connect(_ channel: any Channel) -> SessionNumber {
        with { state in
            state.lastSession += 1
            state.channels[state.lastSession] = channel
            return state.lastSession
        }
    }

    func disconnect(_ number: SessionNumber) {
        with { state in
            state.channels[number] = nil
            state.watchers[number] = nil
            state.followers[number] = nil
        }
    }

    func broadcast(_ fault: Fault) {
        for channel in with({ Array($0.channels.values) }) {
            channel.pipeline.fireUserInboundEventTriggered(ServerEvent.fault(fault))
        }
    }
}
