/// An instant with the offset its writer had: what `Date:` and INTERNALDATE carry.
package struct MailDate: Hashable, Sendable, Comparable {
    /// Seconds since 1970-01-01T00:00:00Z.
    package var seconds: Int64
    /// Minutes east of UTC.
    package var offsetMinutes: Int

    package init(seconds: Int64, offsetMinutes: Int = 0) {
        self.seconds = seconds
        self.offsetMinutes = offsetMinutes
    }

    package static func < (left: MailDate, right: MailDate) -> Bool { left.seconds < right.seconds }
}

/// What a row of the message list shows and needs.
package struct MessageSummary: Hashable, Sendable, Identifiable {
    package var id: MessageID
    package var folder: FolderID
    /// Nil while a local copy or move has not been confirmed by the server.
    package var uid: UID?
    /// When it arrived (INTERNALDATE): what the list is ordered by and shows.
    package var received: MailDate
    /// The `Date:` header, where it could be read.
    package var sent: MailDate?
    package var from: [EmailAddress]
    package var to: [EmailAddress]
    package var cc: [EmailAddress]
    package var replyTo: [EmailAddress]
    package var subject: String
    /// `Message-ID` without angle brackets; empty where there is none.
    package var messageID: String
    package var inReplyTo: [String]
    package var references: [String]
    package var flags: Flags
    /// Octets on the server.
    package var size: Int
    package var hasAttachments: Bool
    /// Whether the server has not yet confirmed a change of this row.
    package var isPending: Bool
    /// Whether the header could not be read; the row says so and the raw source is at hand.
    package var isUnreadable: Bool

    package init(
        id: MessageID, folder: FolderID, uid: UID?, received: MailDate, sent: MailDate?, from: [EmailAddress],
        to: [EmailAddress], cc: [EmailAddress], replyTo: [EmailAddress], subject: String, messageID: String,
        inReplyTo: [String], references: [String], flags: Flags, size: Int, hasAttachments: Bool, isPending: Bool,
        isUnreadable: Bool
    ) {
        self.id = id
        self.folder = folder
        self.uid = uid
        self.received = received
        self.sent = sent
        self.from = from
        self.to = to
        self.cc = cc
        self.replyTo = replyTo
        self.subject = subject
        self.messageID = messageID
        self.inReplyTo = inReplyTo
        self.references = references
        self.flags = flags
        self.size = size
        self.hasAttachments = hasAttachments
        self.isPending = isPending
        self.isUnreadable = isUnreadable
    }
}
