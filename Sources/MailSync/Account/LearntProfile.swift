import IMAPClient
import Synchronization

/// What the connections of an account have learnt of its server, for those after them: such as an extension that is
/// offered and broken. Written from the connection, read before the next one opens.
final class LearntProfile: Sendable {
    private let profile: Mutex<ServerProfile>

    init(_ profile: ServerProfile) { self.profile = Mutex(profile) }

    var value: ServerProfile {
        get { profile.withLock { $0 } }
        set { profile.withLock { $0 = newValue } }
    }
}
