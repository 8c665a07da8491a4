import IMAPClient
import Synchronization

/// What the connections of an account have learnt of its server, for those after them: such as an extension that is
/// offered and broken. Written from the connection, read before the next one opens.
final class LearntProfile: Sendable {
    private struct State {
        var profile: ServerProfile
        var isUnsaved = false
    }

    private let state: Mutex<State>

    init(_ profile: ServerProfile) { state = Mutex(State(profile: profile)) }

    var value: ServerProfile { state.withLock(\.profile) }

    /// A connection has learnt this.
    func learn(_ profile: ServerProfile) {
        state.withLock { state in
            state.isUnsaved = state.isUnsaved || state.profile != profile
            state.profile = profile
        }
    }

    /// What has been learnt since the last time; nil where nothing was.
    func takeUnsaved() -> ServerProfile? {
        state.withLock { state in
            defer { state.isUnsaved = false }
            return state.isUnsaved ? state.profile : nil
        }
    }
}
