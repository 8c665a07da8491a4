import Synchronization

/// What connections said, in its order.
final class Lines: Sendable {
    private let lines = Mutex<[String]>([])

    func hear(_ line: String) { lines.withLock { $0.append(line) } }

    var all: [String] { lines.withLock { $0 } }
    /// What the client said.
    var commands: [String] { all.filter { $0.hasPrefix("C: ") } }
}
