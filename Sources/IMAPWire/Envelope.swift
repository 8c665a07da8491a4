/// The ENVELOPE of a message (RFC 3501 section 7.4.2): header text as it was sent, nothing decoded.
public struct Envelope: Sendable, Hashable {
    /// The `Date` field.
    public var date: WireText?
    /// The `Subject` field.
    public var subject: WireText?
    /// Who wrote it.
    public var from: [WireAddress]
    /// Who sent it; servers repeat `from` where there is none.
    public var sender: [WireAddress]
    /// Who wants the answers; servers repeat `from` where there is none.
    public var replyTo: [WireAddress]
    /// The `To` field.
    public var to: [WireAddress]
    /// The `Cc` field.
    public var cc: [WireAddress]
    /// The `Bcc` field.
    public var bcc: [WireAddress]
    /// Message ids, with their angle brackets.
    public var inReplyTo: WireText?
    /// With its angle brackets.
    public var messageID: WireText?

    /// Takes each property as it is.
    public init(
        date: WireText? = nil, subject: WireText? = nil, from: [WireAddress] = [], sender: [WireAddress] = [],
        replyTo: [WireAddress] = [], to: [WireAddress] = [], cc: [WireAddress] = [], bcc: [WireAddress] = [],
        inReplyTo: WireText? = nil, messageID: WireText? = nil
    ) {
        self.date = date
        self.subject = subject
        self.from = from
        self.sender = sender
        self.replyTo = replyTo
        self.to = to
        self.cc = cc
        self.bcc = bcc
        self.inReplyTo = inReplyTo
        self.messageID = messageID
    }
}

/// One address of an envelope.
///
/// A group is a run of addresses: one with no host and the group's name as mailbox, its members, and one with neither.
public struct WireAddress: Sendable, Hashable {
    /// The display name; may hold encoded words (RFC 2047) or raw 8-bit text.
    public var name: WireText?
    /// The obsolete source route.
    public var route: WireText?
    /// The local part, or the name of a group that begins here.
    public var mailbox: WireText?
    /// The domain; nil in the marks of groups.
    public var host: WireText?

    /// Takes each property as it is.
    public init(name: WireText? = nil, route: WireText? = nil, mailbox: WireText? = nil, host: WireText? = nil) {
        self.name = name
        self.route = route
        self.mailbox = mailbox
        self.host = host
    }

    /// Whether a group begins here.
    public var isGroupStart: Bool { host == nil && mailbox != nil }

    /// Whether a group ends here.
    public var isGroupEnd: Bool { host == nil && mailbox == nil }
}
