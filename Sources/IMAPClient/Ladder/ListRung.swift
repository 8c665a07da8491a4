/// The forms in which folders are asked for, the one that tells most first (quirk 13).
enum ListRung: Int, Sendable, CaseIterable {
    /// LIST with everything in one: subscriptions, children, roles and counts (RFC 5258, RFC 6154, RFC 5819).
    case withStatus
    /// Without counts.
    case withRoles
    /// Without roles either, which some servers answer with BAD.
    case withSubscriptions
    /// Plain LIST with an LSUB beside it.
    case plain

    /// What to fall back to.
    var next: ListRung? { ListRung(rawValue: rawValue + 1) }

    /// The extension without which this form is not to be used.
    var needs: ServerExtension? {
        switch self {
        case .withStatus: .listStatus
        case .withRoles: .specialUse
        case .withSubscriptions: .listExtended
        case .plain: nil
        }
    }
}
