import MailModel

/// A message as the server described it: header, structure and flags, before the store has a row for it.
package struct NewMessage: Hashable, Sendable {
    package var uid: UID
    package var received: MailDate
    package var sent: MailDate?
    package var from: [EmailAddress]
    package var to: [EmailAddress]
    package var cc: [EmailAddress]
    package var replyTo: [EmailAddress]
    package var subject: String
    package var messageID: String
    package var inReplyTo: [String]
    package var references: [String]
    package var flags: Flags
    package var size: Int
    package var hasAttachments: Bool
    package var isUnreadable: Bool
    package var structure: PartTree?
    package var modSeq: ModSeq?
    /// What the server calls the message wherever it lies; nil where it does not say.
    package var emailID: String?

    package init(
        uid: UID, received: MailDate, sent: MailDate? = nil, from: [EmailAddress] = [], to: [EmailAddress] = [],
        cc: [EmailAddress] = [], replyTo: [EmailAddress] = [], subject: String = "", messageID: String = "",
        inReplyTo: [String] = [], references: [String] = [], flags: Flags = Flags(), size: Int = 0,
        hasAttachments: Bool = false, isUnreadable: Bool = false, structure: PartTree? = nil, modSeq: ModSeq? = nil
    ) {
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
        self.isUnreadable = isUnreadable
        self.structure = structure
        self.modSeq = modSeq
    }
}

/// The flags that the server says a message has.
package struct FlagChange: Hashable, Sendable {
    package var uid: UID
    package var flags: Flags
    package var modSeq: ModSeq?

    package init(uid: UID, flags: Flags, modSeq: ModSeq? = nil) {
        self.uid = uid
        self.flags = flags
        self.modSeq = modSeq
    }
}

/// What the server said about one folder, applied as one transaction. What is nil or empty says nothing.
package struct SyncBatch: Hashable, Sendable {
    /// Differs from the stored one: the rows of the old value are dropped before anything else happens.
    package var uidValidity: UIDValidity?
    package var upserts: [NewMessage]
    package var flagChanges: [FlagChange]
    /// May hold large ranges of UIDs that never had a row.
    package var vanished: UIDSet
    package var serverTotal: Int?
    package var serverUnread: Int?
    /// Where new mail starts: every message from `lowestSyncedUID` up to here has a row. Not the UIDNEXT of a STATUS
    /// whose messages have not been fetched.
    package var uidNext: UID?
    /// Every row tells what the server had at this modification sequence, or later.
    package var highestModSeq: ModSeq?
    /// The server counts its modification sequences anew, or none any more: those of before are forgotten.
    package var resetsModSeq: Bool
    /// The headers of all messages from this UID up to `uidNext` are known after this batch.
    package var syncedDownTo: UID?
    /// The store has a row for every message of the folder after this batch.
    package var complete: Bool

    package init(
        uidValidity: UIDValidity? = nil, upserts: [NewMessage] = [], flagChanges: [FlagChange] = [],
        vanished: UIDSet = UIDSet(), serverTotal: Int? = nil, serverUnread: Int? = nil, uidNext: UID? = nil,
        highestModSeq: ModSeq? = nil, resetsModSeq: Bool = false, syncedDownTo: UID? = nil, complete: Bool = false
    ) {
        self.uidValidity = uidValidity
        self.upserts = upserts
        self.flagChanges = flagChanges
        self.vanished = vanished
        self.serverTotal = serverTotal
        self.serverUnread = serverUnread
        self.uidNext = uidNext
        self.highestModSeq = highestModSeq
        self.resetsModSeq = resetsModSeq
        self.syncedDownTo = syncedDownTo
        self.complete = complete
    }
}

/// How far a folder's rows agree with the server.
package struct FolderSyncState: Hashable, Sendable {
    package var uidValidity: UIDValidity?
    package var uidNext: UID?
    package var highestModSeq: ModSeq?
    package var serverTotal: Int?
    /// Rows that have a UID and that the server has, as far as is known; hidden ones count too.
    package var rows: Int
    /// The headers of all messages from here up to `uidNext` are known; nil before the first batch that said so.
    package var lowestSyncedUID: UID?
    /// Whether every message below `uidNext` has a row.
    package var isComplete: Bool
}
