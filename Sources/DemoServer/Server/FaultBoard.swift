import Synchronization

/// The faults in force, shared by all connections of a server.
final class FaultBoard: Sendable {
    /// What a command meets when it arrives.
    enum CommandFate: Equatable {
        case performed
        case refused(text: String)
        case misunderstood
        case stalled
        case cut
        case answerLost
    }

    private struct State {
        var armed: [Fault] = []
        var byConnection: [[Fault]] = []
        var latency: Duration
        /// Sessions up to this number have been stalled.
        var stalledThrough: SessionNumber = 0
    }

    private let state: Mutex<State>

    init(_ plan: FaultPlan) {
        state = Mutex(State(armed: plan.always, byConnection: plan.byConnection, latency: plan.latency))
    }

    var latency: Duration {
        get { state.withLock { $0.latency } }
        set { state.withLock { $0.latency = newValue } }
    }

    func arm(_ fault: Fault) {
        state.withLock { $0.armed.append(fault) }
    }

    func armForNextConnection(_ faults: [Fault]) {
        state.withLock { $0.byConnection.append(faults) }
    }

    func clear() {
        state.withLock {
            $0.armed = []
            $0.byConnection = []
        }
    }

    /// Stalls the sessions up to a number, for good.
    func stall(through number: SessionNumber) {
        state.withLock { $0.stalledThrough = max($0.stalledThrough, number) }
    }

    func isStalled(_ number: SessionNumber) -> Bool {
        state.withLock { number <= $0.stalledThrough }
    }

    /// The faults a connection that has just been accepted brings with it.
    func faultsForNewConnection() -> [Fault] {
        state.withLock { $0.byConnection.isEmpty ? [] : $0.byConnection.removeFirst() }
    }

    var refusesConnections: Bool {
        state.withLock { $0.armed.contains(.refuseConnections) }
    }

    var splitsIntoSingleBytes: Bool {
        state.withLock { $0.armed.contains(.singleBytes) }
    }

    var loginRefusal: String? {
        state.withLock { state in
            for case .refuseLogin(let text) in state.armed { return text }
            return nil
        }
    }

    func takeWrongTag() -> Bool {
        state.withLock { state in
            guard let index = state.armed.firstIndex(of: .wrongTag) else { return false }
            state.armed.remove(at: index)
            return true
        }
    }

    func takeFate(of command: String) -> CommandFate {
        state.withLock { state in
            for (index, fault) in state.armed.enumerated() {
                guard let fate = Self.fate(of: command, under: fault) else { continue }
                state.armed.remove(at: index)
                return fate
            }
            return .performed
        }
    }

    /// How many of `count` bytes may still be sent before the connection is cut; nil when all may.
    func allowance(for count: Int) -> Int? {
        state.withLock { state in
            for (index, fault) in state.armed.enumerated() {
                guard case .cut(let left) = fault else { continue }
                if count < left {
                    state.armed[index] = .cut(afterBytes: left - count)
                    return nil
                }
                state.armed.remove(at: index)
                return max(0, left)
            }
            return nil
        }
    }

    static func fate(of command: String, under fault: Fault) -> CommandFate? {
        switch fault {
        case .stallAt(let name) where names(name, command): .stalled
        case .cutBefore(let name) where names(name, command): .cut
        case .loseAnswer(let name) where names(name, command): .answerLost
        case .refuse(let name, let text) where names(name, command): .refused(text: text)
        case .misunderstand(let name) where names(name, command): .misunderstood
        case .stallAt, .cutBefore, .loseAnswer, .refuse, .misunderstand, .cut, .stall, .wrongTag, .bye, .singleBytes,
            .vanish,
            .newUIDValidity, .refuseLogin, .refuseConnections:
            nil
        }
    }

    private static func names(_ name: String, _ command: String) -> Bool {
        let name = name.uppercased()
        return command == name || command == "UID " + name
    }
}
