import MailModel

/// What SELECT or EXAMINE said of a mailbox (RFC 9051 section 6.3.2).
package struct SelectedMailbox: Sendable, Equatable {
    package var wireName: String
    package var exists: UInt32
    /// Zero where the server gave none or gave 0; such UIDs must not be kept.
    package var uidValidity: UIDValidity
    package var uidNext: UID?
    package var highestModSeq: ModSeq?
    /// The flags that can be changed for good; nil where the server did not say (then all can).
    package var permanentFlags: Flags?
    /// Whether keywords of the user's own may be created (`\*`).
    package var allowsNewKeywords: Bool
    package var isReadOnly: Bool
    /// Whether the server says that UIDs here do not last (`UIDNOTSTICKY`).
    package var uidsAreNotSticky: Bool
    /// What changed since the state that SELECT was given; nil where it was given none, or where the server could not
    /// tell: another UIDVALIDITY, no mod-sequences, no QRESYNC.
    package var changes: MailboxChanges?

    package init(
        wireName: String, exists: UInt32 = 0, uidValidity: UIDValidity = UIDValidity(0), uidNext: UID? = nil,
        highestModSeq: ModSeq? = nil, permanentFlags: Flags? = nil, allowsNewKeywords: Bool = true,
        isReadOnly: Bool = false, uidsAreNotSticky: Bool = false, changes: MailboxChanges? = nil
    ) {
        self.wireName = wireName
        self.exists = exists
        self.uidValidity = uidValidity
        self.uidNext = uidNext
        self.highestModSeq = highestModSeq
        self.permanentFlags = permanentFlags
        self.allowsNewKeywords = allowsNewKeywords
        self.isReadOnly = isReadOnly
        self.uidsAreNotSticky = uidsAreNotSticky
        self.changes = changes
    }
}

/// What STATUS said of a mailbox (RFC 9051 section 6.3.11); nil is what the server left out.
package struct MailboxStatusValues: Sendable, Equatable {
    package var messages: Int?
    package var unseen: Int?
    package var uidNext: UID?
    package var uidValidity: UIDValidity?
    package var highestModSeq: ModSeq?
    /// How many are marked deleted (IMAP4rev2, RFC 9208).
    package var deleted: Int?
    /// Octets of those (RFC 9208 section 4.1.4).
    package var deletedStorage: Int?
    /// Octets of all messages (RFC 8438).
    package var size: Int?
    /// Stays the same when the mailbox is renamed (RFC 8474).
    package var mailboxID: String?
    /// The most octets that one message may have here (RFC 7889).
    package var appendLimit: Int?

    package init(
        messages: Int? = nil, unseen: Int? = nil, uidNext: UID? = nil, uidValidity: UIDValidity? = nil,
        highestModSeq: ModSeq? = nil, deleted: Int? = nil, deletedStorage: Int? = nil, size: Int? = nil,
        mailboxID: String? = nil, appendLimit: Int? = nil
    ) {
        self.messages = messages
        self.unseen = unseen
        self.uidNext = uidNext
        self.uidValidity = uidValidity
        self.highestModSeq = highestModSeq
        self.deleted = deleted
        self.deletedStorage = deletedStorage
        self.size = size
        self.mailboxID = mailboxID
        self.appendLimit = appendLimit
    }
}
