/// What STATUS is asked for (RFC 9051 section 6.3.11 and its extensions).
public enum StatusItem: String, Sendable, Hashable, CaseIterable {
    /// How many messages there are.
    case messages = "MESSAGES"
    /// RFC 3501 only.
    case recent = "RECENT"
    /// The UID that the next message gets, or a lower one.
    case uidNext = "UIDNEXT"
    /// What the UIDs hold with.
    case uidValidity = "UIDVALIDITY"
    /// How many are not read.
    case unseen = "UNSEEN"
    /// IMAP4rev2, and QUOTA=RES-MESSAGE (RFC 9208 section 4.1.4).
    case deleted = "DELETED"
    /// STATUS=SIZE (RFC 8438), IMAP4rev2.
    case size = "SIZE"
    /// CONDSTORE (RFC 7162).
    case highestModSeq = "HIGHESTMODSEQ"
    /// OBJECTID (RFC 8474).
    case mailboxID = "MAILBOXID"
    /// APPENDLIMIT (RFC 7889).
    case appendLimit = "APPENDLIMIT"
    /// QUOTA=RES-STORAGE (RFC 9208 section 4.1.4).
    case deletedStorage = "DELETED-STORAGE"
}

extension CommandEncoder {
    /// `(MESSAGES UNSEEN)`; at least one.
    public mutating func statusItems(_ items: [StatusItem]) throws(EncodingError) {
        guard !items.isEmpty else { throw .notAnAtom }
        try list(items) { (encoder, item) throws(EncodingError) in try encoder.raw(item.rawValue) }
    }
}
