/// An extension the demo server offers and a test can switch off, to walk the path a client takes without it.
package enum Capability: String, CaseIterable, Sendable, Hashable {
    case saslIR = "SASL-IR"
    case literalPlus = "LITERAL+"
    case id = "ID"
    case enable = "ENABLE"
    case namespace = "NAMESPACE"
    case listExtended = "LIST-EXTENDED"
    case listStatus = "LIST-STATUS"
    case specialUse = "SPECIAL-USE"
    case children = "CHILDREN"
    case uidPlus = "UIDPLUS"
    case move = "MOVE"
    case extendedSearch = "ESEARCH"
    case idle = "IDLE"
    case notify = "NOTIFY"
    case unselect = "UNSELECT"
    case condstore = "CONDSTORE"
    /// Needs CONDSTORE and ENABLE, and is offered only with both.
    case quickResync = "QRESYNC"
    case objectID = "OBJECTID"
    case authPlain = "AUTH=PLAIN"
    /// The LOGIN command. It is no capability on the wire: switching it off advertises LOGINDISABLED (RFC 3501, 6.2.3).
    case login = "LOGIN"

    /// Everything the demo server can do.
    package static let everything = Set(allCases)

    /// The words of a CAPABILITY response for a server with `capabilities`, in a fixed order.
    static func words(of capabilities: Set<Capability>) -> String {
        var words = ["IMAP4rev1"]
        for capability in allCases where capability != .login && capabilities.offers(capability) {
            words.append(capability.rawValue)
        }
        if !capabilities.contains(.login) {
            words.append("LOGINDISABLED")
        }
        return words.joined(separator: " ")
    }
}

extension Set<Capability> {
    /// Whether it is there, with all that it builds on.
    func offers(_ capability: Capability) -> Bool {
        guard contains(capability) else { return false }
        return capability != .quickResync || (contains(.condstore) && contains(.enable))
    }

    /// Everything but the named ones.
    package static func everything(except absent: Capability...) -> Set<Capability> {
        Capability.everything.subtracting(absent)
    }
}
