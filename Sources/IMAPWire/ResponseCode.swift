/// What stands in brackets in a status response: the part that is meant for programs.
public enum ResponseCode: Sendable, Equatable {
    // RFC 3501 section 7.1 and RFC 9051 section 7.1.
    /// The text must be shown to the user.
    case alert
    /// The charset of a search is not known; these are, if the server says so.
    case badCharset([String])
    /// Names in upper case.
    case capability([String])
    /// A message could not be parsed.
    case parse
    /// Flags that can be changed for good; `\*` says that new keywords can be made.
    case permanentFlags([String])
    /// The mailbox is open for reading only.
    case readOnly
    /// The mailbox is open for changes.
    case readWrite
    /// The mailbox does not exist, and could be created.
    case tryCreate
    /// The UID that the next message will have.
    case uidNext(UInt32)
    /// Changes when UIDs begin anew.
    case uidValidity(UInt32)
    /// The sequence number of the first message that is not read.
    case unseen(UInt32)
    /// The mailbox that was open is closed; what follows is about the next one.
    case closed
    /// The result of a search could not be kept (RFC 5182).
    case notSaved
    /// The mailbox has others below it.
    case hasChildren
    /// The server cannot undo a transfer encoding (RFC 3516).
    case unknownCTE

    // UIDPLUS, RFC 4315.
    /// The UIDs of what was appended.
    case appendUID(validity: UInt32, uids: [ClosedRange<UInt32>])
    /// Both lists name the same messages, in the order as sent.
    case copyUID(validity: UInt32, source: [ClosedRange<UInt32>], destination: [ClosedRange<UInt32>])
    /// UIDs of this mailbox do not last.
    case uidNotSticky

    // CONDSTORE and QRESYNC, RFC 7162.
    /// The latest change in the mailbox.
    case highestModSeq(UInt64)
    /// The mailbox keeps no mod-sequences.
    case noModSeq
    /// These messages had changed meanwhile, and were not changed.
    case modified([ClosedRange<UInt32>])

    // RFC 5530.
    /// A part of the server is down; later it may work.
    case unavailable
    /// Wrong name or password, or the like.
    case authenticationFailed
    /// The login was right, but not allowed to act for that user.
    case authorizationFailed
    /// The password is out of date.
    case expired
    /// Not without encryption.
    case privacyRequired
    /// The administrator has to be asked.
    case contactAdmin
    /// Not allowed.
    case noPermission
    /// Something holds what is needed; later it may work.
    case inUse
    /// Somebody else has expunged messages.
    case expungeIssued
    /// The server found that its data are damaged.
    case corruption
    /// The server found a bug of its own.
    case serverBug
    /// The server found a bug of the client.
    case clientBug
    /// This can never work on this server.
    case cannot
    /// A limit of the server.
    case limit
    /// More than the quota allows; with OK, a soft one.
    case overQuota
    /// The mailbox exists already.
    case alreadyExists
    /// The mailbox does not exist.
    case nonexistent

    /// The message is too large: RFC 4469 section 4.2, RFC 7889 section 4.
    case tooBig
    /// The URL that could not be resolved (RFC 4469 section 4.1).
    case badURL(String)
    /// How URLs can be authorised, as sent (RFC 4467).
    case urlMechanisms([String])
    /// Where else to look (RFC 2221, RFC 2193).
    case referral([String])
    /// Compression is on already (RFC 4978).
    case compressionActive
    /// The special use cannot be given to that mailbox (RFC 6154).
    case useAttribute
    /// Sequence numbers cannot be used once UIDONLY is enabled (RFC 9586).
    case uidRequired
    /// The id of the mailbox, which renaming keeps (RFC 8474).
    case mailboxID(String)
    /// What stood in the way of an annotation, or was left out (RFC 5464).
    case metadata(Metadata)
    /// How far a command has come (RFC 9585): its tag and what is counted, as far as the server says.
    case inProgress(tag: String?, current: UInt32?, goal: UInt32?)
    /// The search with this tag is not kept up to date (RFC 5267 section 4.3.1).
    case noUpdate(tag: String)
    /// NOTIFY has been turned off by the server (RFC 5465 section 5.8).
    case notificationOverflow
    /// The events that the server does know (RFC 5465 section 3.1).
    case badEvent([String])
    /// No comparator fits (RFC 5255 section 4.9).
    case badComparator
    /// Yahoo's mod-sequence, which is none that CHANGEDSINCE takes.
    case xymHighestModSeq(UInt64)
    /// Gmail: a page that the user has to visit before the login is taken.
    case webAlert(String)

    /// Any other, or one of the above whose argument could not be read. The name is in upper case.
    case other(name: String, argument: String?)

    /// What METADATA says (RFC 5464 section 5).
    public enum Metadata: Sendable, Hashable {
        /// Entries longer than MAXSIZE were left out; the longest has so many octets.
        case longEntries(UInt64)
        /// A value is larger than these octets.
        case maxSize(UInt64?)
        /// No more entries are possible.
        case tooMany
        /// Private entries are not supported.
        case noPrivate
    }
}
