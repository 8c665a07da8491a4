/// What was learnt about one server (host and port) on earlier connections, for the next one.
///
/// A connection gets it in its options and gives it back; whoever opens connections keeps it. It holds names only, so
/// that a file of it can be read by a later version. One day's fault is not for ever: a server that offers something
/// else than it did has changed, and all is forgotten; and whoever keeps it forgets it after a while.
package struct ServerProfile: Codable, Sendable, Equatable {
    /// Extensions that this server offers and that do not work there, by capability name.
    package private(set) var broken: Set<String> = []
    /// How often an extension was under way when a connection broke, which may have been by chance.
    package private(set) var suspicions: [String: Int] = [:]
    /// Whether `HEADER.FIELDS` needs its list right behind it (quirk 30).
    package private(set) var dislikesSpaceBeforeFields = false
    /// Whether the LOGIN command is switched off though LOGINDISABLED is not said.
    package private(set) var hasLoginSwitchedOff = false
    /// What the server offered after the login when this was learnt; nil where it has not come to that.
    package private(set) var capabilities: [String]?

    /// A connection that breaks so often under the same extension breaks because of it.
    private static let suspicionsThatCount = 2

    package init() {}

    /// One that an earlier version has written lacks what came later.
    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        broken = try values.decodeIfPresent(Set<String>.self, forKey: .broken) ?? []
        suspicions = try values.decodeIfPresent([String: Int].self, forKey: .suspicions) ?? [:]
        dislikesSpaceBeforeFields = try values.decodeIfPresent(Bool.self, forKey: .dislikesSpaceBeforeFields) ?? false
        hasLoginSwitchedOff = try values.decodeIfPresent(Bool.self, forKey: .hasLoginSwitchedOff) ?? false
        capabilities = try values.decodeIfPresent([String].self, forKey: .capabilities)
    }

    package func isBroken(_ known: ServerExtension) -> Bool { broken.contains(known.rawValue) }

    /// Whether there is nothing in it that would change anything.
    package var isEmpty: Bool {
        broken.isEmpty && suspicions.isEmpty && !dislikesSpaceBeforeFields && !hasLoginSwitchedOff
    }

    /// It is offered and does not work.
    mutating func note(broken known: ServerExtension) {
        broken.insert(known.rawValue)
        suspicions[known.rawValue] = nil
    }

    mutating func noteDislikeOfSpaceBeforeFields() { dislikesSpaceBeforeFields = true }

    mutating func noteLoginSwitchedOff() { hasLoginSwitchedOff = true }

    /// It may be the reason why a connection broke, or why something was not told.
    mutating func suspect(_ known: ServerExtension) {
        let count = (suspicions[known.rawValue] ?? 0) + 1
        suspicions[known.rawValue] = count
        if count >= Self.suspicionsThatCount { note(broken: known) }
    }

    /// It has just worked.
    mutating func clear(_ known: ServerExtension) { suspicions[known.rawValue] = nil }

    /// The server offers this after a login. One that offered something else is another by now, and what was learnt
    /// before this login of no use; `learntNow` is what this very connection has learnt.
    ///
    /// - Returns: whether something was forgotten.
    mutating func meet(_ offered: Capabilities, learntNow: Set<String>) -> Bool {
        let names = offered.sorted
        guard let before = capabilities, before != names, !isEmpty else {
            capabilities = names
            return false
        }
        let kept = broken.intersection(learntNow)
        self = ServerProfile()
        broken = kept
        capabilities = names
        return true
    }
}
