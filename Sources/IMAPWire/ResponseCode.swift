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

    /// RFC 4469 and RFC 7889.
    case tooBig
    /// RFC 4978.
    case compressionActive
    /// RFC 6154.
    case useAttribute
    /// RFC 9586.
    case uidRequired
    /// RFC 8474.
    case mailboxID(String)

    /// Any other, or one of the above whose argument could not be read. The name is in upper case.
    case other(name: String, argument: String?)
}
