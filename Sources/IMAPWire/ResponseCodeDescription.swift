extension ResponseCode {
    /// The name on the wire, upper case.
    public var name: String {
        switch self {
        case .alert: "ALERT"
        case .badCharset: "BADCHARSET"
        case .capability: "CAPABILITY"
        case .parse: "PARSE"
        case .permanentFlags: "PERMANENTFLAGS"
        case .readOnly: "READ-ONLY"
        case .readWrite: "READ-WRITE"
        case .tryCreate: "TRYCREATE"
        case .uidNext: "UIDNEXT"
        case .uidValidity: "UIDVALIDITY"
        case .unseen: "UNSEEN"
        case .closed: "CLOSED"
        case .notSaved: "NOTSAVED"
        case .hasChildren: "HASCHILDREN"
        case .unknownCTE: "UNKNOWN-CTE"
        case .appendUID: "APPENDUID"
        case .copyUID: "COPYUID"
        case .uidNotSticky: "UIDNOTSTICKY"
        case .highestModSeq: "HIGHESTMODSEQ"
        case .noModSeq: "NOMODSEQ"
        case .modified: "MODIFIED"
        case .unavailable: "UNAVAILABLE"
        case .authenticationFailed: "AUTHENTICATIONFAILED"
        case .authorizationFailed: "AUTHORIZATIONFAILED"
        case .expired: "EXPIRED"
        case .privacyRequired: "PRIVACYREQUIRED"
        case .contactAdmin: "CONTACTADMIN"
        case .noPermission: "NOPERM"
        case .inUse: "INUSE"
        case .expungeIssued: "EXPUNGEISSUED"
        case .corruption: "CORRUPTION"
        case .serverBug: "SERVERBUG"
        case .clientBug: "CLIENTBUG"
        case .cannot: "CANNOT"
        case .limit: "LIMIT"
        case .overQuota: "OVERQUOTA"
        case .alreadyExists: "ALREADYEXISTS"
        case .nonexistent: "NONEXISTENT"
        case .tooBig: "TOOBIG"
        case .compressionActive: "COMPRESSIONACTIVE"
        case .useAttribute: "USEATTR"
        case .uidRequired: "UIDREQUIRED"
        case .mailboxID: "MAILBOXID"
        case .badURL: "BADURL"
        case .urlMechanisms: "URLMECH"
        case .referral: "REFERRAL"
        case .metadata: "METADATA"
        case .inProgress: "INPROGRESS"
        case .noUpdate: "NOUPDATE"
        case .notificationOverflow: "NOTIFICATIONOVERFLOW"
        case .badEvent: "BADEVENT"
        case .badComparator: "BADCOMPARATOR"
        case .xymHighestModSeq: "XYMHIGHESTMODSEQ"
        case .webAlert: "WEBALERT"
        case .other(let name, _): name
        }
    }

    /// What stands behind the name, much as it was sent; nil if nothing does.
    public var argument: String? {
        switch self {
        case .badCharset(let names): names.isEmpty ? nil : "(\(names.joined(separator: " ")))"
        case .capability(let names): names.joined(separator: " ")
        case .permanentFlags(let flags): "(\(flags.joined(separator: " ")))"
        case .uidNext(let number), .uidValidity(let number), .unseen(let number): String(number)
        case .highestModSeq(let number), .xymHighestModSeq(let number): String(number)
        case .modified(let ranges): NumberSet.text(ranges)
        case .appendUID(let validity, let uids): "\(validity) \(NumberSet.text(uids))"
        case .copyUID(let validity, let source, let destination):
            "\(validity) \(NumberSet.text(source)) \(NumberSet.text(destination))"
        case .mailboxID(let id): "(\(id))"
        case .badURL(let url), .webAlert(let url): url
        case .urlMechanisms(let words), .referral(let words): words.joined(separator: " ")
        case .noUpdate(let tag): "\"\(tag)\""
        case .badEvent(let names): "(\(names.joined(separator: " ")))"
        case .metadata(let metadata): metadata.argument
        case .inProgress(let tag, let current, let goal): Self.progress(tag, current, goal)
        case .other(_, let argument): argument
        case .alert, .parse, .readOnly, .readWrite, .tryCreate, .closed, .notSaved, .hasChildren, .unknownCTE,
            .uidNotSticky, .noModSeq, .unavailable, .authenticationFailed, .authorizationFailed, .expired,
            .privacyRequired, .contactAdmin, .noPermission, .inUse, .expungeIssued, .corruption, .serverBug,
            .clientBug, .cannot, .limit, .overQuota, .alreadyExists, .nonexistent, .tooBig, .compressionActive,
            .useAttribute, .uidRequired, .notificationOverflow, .badComparator:
            nil
        }
    }

    private static func progress(_ tag: String?, _ current: UInt32?, _ goal: UInt32?) -> String? {
        guard tag != nil || current != nil || goal != nil else { return nil }
        let numbers = [current, goal].map { $0.map { String($0) } ?? "NIL" }
        return "(\(tag.map { "\"\($0)\"" } ?? "NIL") \(numbers.joined(separator: " ")))"
    }
}

extension ResponseCode.Metadata {
    fileprivate var argument: String {
        switch self {
        case .longEntries(let octets): "LONGENTRIES \(octets)"
        case .maxSize(let octets): octets.map { "MAXSIZE \($0)" } ?? "MAXSIZE"
        case .tooMany: "TOOMANY"
        case .noPrivate: "NOPRIVATE"
        }
    }
}
