/// The ENVELOPE of a message (RFC 3501 section 7.4.2): header text as it was sent, nothing decoded.
public struct Envelope: Sendable, Hashable {
    public var date: WireText?
    public var subject: WireText?
    public var from: [WireAddress]
    public var sender: [WireAddress]
    public var replyTo: [WireAddress]
    public var to: [WireAddress]
    public var cc: [WireAddress]
    public var bcc: [WireAddress]
    public var inReplyTo: WireText?
    public var messageID: WireText?

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
    public var host: WireText?

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
