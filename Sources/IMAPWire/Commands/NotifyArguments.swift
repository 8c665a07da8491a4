/// What NOTIFY is to tell of, and of which mailboxes (RFC 5465).
public struct NotifyGroup: Sendable, Equatable {
    /// Which mailboxes (RFC 5465 section 6).
    public enum Mailboxes: Sendable, Hashable {
        /// The one that is open.
        case selected
        /// The same, and expunges only when no command that numbers messages is under way.
        case selectedDelayed
        /// Where mail may be delivered to.
        case inboxes
        /// The user's own.
        case personal
        /// Those that are subscribed to.
        case subscribed
        /// These and all below them, by wire name.
        case subtree([String])
        /// These, by wire name.
        case mailboxes([String])
    }

    /// What can happen (RFC 5465 section 5).
    public enum Event: Sendable, Equatable {
        /// A message came; for the open mailbox also what is to be told of it.
        case messageNew([FetchAttribute])
        /// Messages are gone.
        case messageExpunge
        /// Flags have changed.
        case flagChange
        /// Annotations of messages have changed (RFC 5257).
        case annotationChange
        /// A mailbox was made, renamed or removed.
        case mailboxName
        /// A mailbox was subscribed to or left.
        case subscriptionChange
        /// A mailbox's metadata have changed (RFC 5464).
        case mailboxMetadataChange
        /// The server's metadata have changed (RFC 5464).
        case serverMetadataChange
    }

    /// Which mailboxes.
    public var mailboxes: Mailboxes
    /// What is told of them; none at all for no events.
    public var events: [Event]

    /// Takes each property as it is.
    public init(_ mailboxes: Mailboxes, _ events: [Event]) {
        self.mailboxes = mailboxes
        self.events = events
    }
}

extension CommandEncoder {
    /// `SET STATUS (selected (MessageNew MessageExpunge)) (personal (…))`.
    ///
    /// - Parameter tellsStatus: whether the server first tells how each mailbox stands (RFC 5465 section 3.1).
    public mutating func notifySet(_ groups: [NotifyGroup], tellsStatus: Bool) throws(EncodingError) {
        guard !groups.isEmpty else { throw .notAnAtom }
        try raw(tellsStatus ? "SET STATUS " : "SET ")
        try spaced(groups) { (encoder, group) throws(EncodingError) in
            try encoder.raw("(")
            try encoder.notifyMailboxes(group.mailboxes)
            if group.events.isEmpty {
                try encoder.raw(" NONE)")
            } else {
                encoder.space()
                try encoder.list(group.events) { (inner, event) throws(EncodingError) in try inner.notifyEvent(event) }
                try encoder.raw(")")
            }
        }
    }

    private mutating func notifyMailboxes(_ mailboxes: NotifyGroup.Mailboxes) throws(EncodingError) {
        switch mailboxes {
        case .selected: try raw("selected")
        case .selectedDelayed: try raw("selected-delayed")
        case .inboxes: try raw("inboxes")
        case .personal: try raw("personal")
        case .subscribed: try raw("subscribed")
        case .subtree(let names): try self.mailboxes("subtree", names)
        case .mailboxes(let names): try self.mailboxes("mailboxes", names)
        }
    }

    private mutating func notifyEvent(_ event: NotifyGroup.Event) throws(EncodingError) {
        switch event {
        case .messageNew(let attributes):
            try raw("MessageNew")
            guard !attributes.isEmpty else { return }
            space()
            try fetchAttributes(attributes)
        case .messageExpunge: try raw("MessageExpunge")
        case .flagChange: try raw("FlagChange")
        case .annotationChange: try raw("AnnotationChange")
        case .mailboxName: try raw("MailboxName")
        case .subscriptionChange: try raw("SubscriptionChange")
        case .mailboxMetadataChange: try raw("MailboxMetadataChange")
        case .serverMetadataChange: try raw("ServerMetadataChange")
        }
    }
}
