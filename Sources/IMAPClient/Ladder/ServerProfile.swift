/// What was learnt about one server (host and port) on earlier connections, for the next one.
///
/// A connection gets it in its options and gives it back; whoever opens connections keeps it. It holds names only, so
/// that a file of it can be read by a later version.
package struct ServerProfile: Codable, Sendable, Equatable {
    /// Extensions that this server offers and that do not work there, by capability name.
    package private(set) var broken: Set<String>
    /// How often an extension was under way when a connection broke, which may have been by chance.
    package private(set) var suspicions: [String: Int]

    /// A connection that breaks so often under the same extension breaks because of it.
    private static let suspicionsThatCount = 2

    package init() {
        broken = []
        suspicions = [:]
    }

    package func isBroken(_ known: ServerExtension) -> Bool { broken.contains(known.rawValue) }

    /// It is offered and does not work.
    mutating func note(broken known: ServerExtension) {
        broken.insert(known.rawValue)
        suspicions[known.rawValue] = nil
    }

    /// It may be the reason why a connection broke, or why something was not told.
    mutating func suspect(_ known: ServerExtension) {
        let count = (suspicions[known.rawValue] ?? 0) + 1
        suspicions[known.rawValue] = count
        if count >= Self.suspicionsThatCount { note(broken: known) }
    }

    /// It has just worked.
    mutating func clear(_ known: ServerExtension) { suspicions[known.rawValue] = nil }
}
