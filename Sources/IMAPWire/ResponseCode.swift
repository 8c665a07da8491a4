/// What stands in brackets in a status response: the part that is meant for programs.
public enum ResponseCode: Sendable, Equatable {
    // RFC 3501 section 7.1 and RFC 9051 section 7.1.
    case alert
    case badCharset([String])
    /// Names in upper case.
    case capability([String])
    case parse
    case permanentFlags([String])
    case readOnly
    case readWrite
    case tryCreate
    case uidNext(UInt32)
    case uidValidity(UInt32)
    case unseen(UInt32)
    case closed
    case notSaved
    case hasChildren
    case unknownCTE

    // UIDPLUS, RFC 4315.
    case appendUID(validity: UInt32, uids: [ClosedRange<UInt32>])
    /// Both lists name the same messages, in the order as sent.
    case copyUID(validity: UInt32, source: [ClosedRange<UInt32>], destination: [ClosedRange<UInt32>])
    case uidNotSticky

    // CONDSTORE and QRESYNC, RFC 7162.
    case highestModSeq(UInt64)
    case noModSeq
    case modified([ClosedRange<UInt32>])

    // RFC 5530.
    case unavailable
    case authenticationFailed
    case authorizationFailed
    case expired
    case privacyRequired
    case contactAdmin
    case noPermission
    case inUse
    case expungeIssued
    case corruption
    case serverBug
    case clientBug
    case cannot
    case limit
    case overQuota
    case alreadyExists
    case nonexistent

    /// RFC 4469 section 4.2 and RFC 7889 section 4.
    case tooBig
    /// The URL that could not be resolved (RFC 4469 section 4.1).
    case badURL(String)
    /// How URLs can be authorised, as sent (RFC 4467).
    case urlMechanisms([String])
    /// Where else to look (RFC 2221, RFC 2193).
    case referral([String])
    /// RFC 4978.
    case compressionActive
    /// RFC 6154.
    case useAttribute
    /// RFC 9586.
    case uidRequired
    /// RFC 8474.
    case mailboxID(String)
    /// RFC 5464.
    case metadata(Metadata)
    /// How far a command has come (RFC 9585): its tag and what is counted, as far as the server says.
    case inProgress(tag: String?, current: UInt32?, goal: UInt32?)
    /// The search with this tag is not kept up to date (RFC 5267 section 4.3.1).
    case noUpdate(tag: String)
    /// NOTIFY has been turned off by the server (RFC 5465 section 5.8).
    case notificationOverflow
    /// The events that the server does know (RFC 5465 section 3.1).
    case badEvent([String])
    /// RFC 5255 section 4.9.
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
