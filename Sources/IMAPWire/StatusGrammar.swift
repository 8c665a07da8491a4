/// Status responses and their codes (RFC 3501 section 7.1).
extension FrameReader {
    /// What follows OK, NO, BAD, BYE or PREAUTH: a code in brackets, and text.
    mutating func status(_ condition: StatusResponse.Condition) -> StatusResponse {
        skipSpaces()
        let code = responseCode()
        skipSpaces()
        return StatusResponse(condition, code: code, text: rest().string)
    }

    /// Nil, with nothing read, if no bracket is opened and closed.
    mutating func responseCode() -> ResponseCode? {
        guard peek == Octet.openBracket, let close = endOfCode() else { return nil }
        var argument = FrameReader(self, (position + 1)..<close)
        position = close + 1
        let name = argument.codeName()
        argument.skipSpaces()
        return argument.code(name)
    }

    private mutating func codeName() -> String { uppercased(word()) }

    /// The bracket that closes the code: not one within a list or a string, as in a flag `a]b`.
    private func endOfCode() -> Int? {
        var depth = 0
        var isQuoted = false
        for index in (position + 1)..<max(end, position + 1) {
            let byte = bytes[index]
            if isQuoted {
                isQuoted = byte != Octet.quote || bytes[index - 1] == Octet.backslash
            } else if byte == Octet.quote {
                isQuoted = true
            } else if byte == Octet.open {
                depth += 1
            } else if byte == Octet.close {
                depth -= 1
            } else if byte == Octet.closeBracket, depth <= 0 {
                return index
            }
        }
        return bytes[position..<end].firstIndex(of: Octet.closeBracket)
    }

    /// The code of this name; the argument lies ahead.
    private mutating func code(_ name: String) -> ResponseCode {
        let start = position
        if let code = Self.plainCodes[name] { return code }
        // A code whose argument cannot be read is kept as it was sent.
        if let code = try? codeWithArgument(name) { return code }
        position = start
        let argument = rest()
        return .other(name: name, argument: argument.isEmpty ? nil : argument.string)
    }

    private mutating func codeWithArgument(_ name: String) throws(WireFailure) -> ResponseCode? {
        switch name {
        case "CAPABILITY": return .capability(try keywordsToEnd())
        case "BADCHARSET": return .badCharset(peek == Octet.open ? try stringList() : [])
        case "PERMANENTFLAGS": return .permanentFlags(try flagList())
        case "UIDNEXT": return number32().map { .uidNext($0) }
        case "UIDVALIDITY": return number32().map { .uidValidity($0) }
        case "UNSEEN": return number32().map { .unseen($0) }
        case "HIGHESTMODSEQ": return try numberInParentheses().map { .highestModSeq($0) }
        case "XYMHIGHESTMODSEQ": return try numberInParentheses().map { .xymHighestModSeq($0) }
        case "MODIFIED": return .modified(try numberSet("the messages that were modified are malformed"))
        case "APPENDUID", "COPYUID": return try uidCode(isCopy: name == "COPYUID")
        case "MAILBOXID": return .mailboxID(try extendedValue().text ?? "")
        default: return try extensionCode(name)
        }
    }

    private mutating func extensionCode(_ name: String) throws(WireFailure) -> ResponseCode? {
        switch name {
        case "BADURL": return .badURL(rest().string)
        case "WEBALERT": return .webAlert(rest().string)
        case "URLMECH": return .urlMechanisms(rest().string.split(separator: " ").map(String.init))
        case "REFERRAL": return .referral(rest().string.split(separator: " ").map(String.init))
        case "NOUPDATE": return .noUpdate(tag: try astring().string)
        case "BADEVENT": return .badEvent(try stringList())
        case "METADATA": return try metadataCode()
        case "INPROGRESS": return try inProgressCode()
        default: return nil
        }
    }

    /// RFC 5464 section 5.
    private mutating func metadataCode() throws(WireFailure) -> ResponseCode? {
        let name = keyword()
        skipSpaces()
        switch name {
        case "LONGENTRIES": return digits().map { .metadata(.longEntries($0)) }
        case "MAXSIZE": return .metadata(.maxSize(digits()))
        case "TOOMANY": return .metadata(.tooMany)
        case "NOPRIVATE": return .metadata(.noPrivate)
        default: return nil
        }
    }

    /// `INPROGRESS`, or with `("tag" current goal)`, each of which may be NIL (RFC 9585 section 4).
    private mutating func inProgressCode() throws(WireFailure) -> ResponseCode {
        guard take(Octet.open) else { return .inProgress(tag: nil, current: nil, goal: nil) }
        skipSpaces()
        let tag = try nstringValue()
        skipSpaces()
        let current = hasWord ? try lenientNumber32() : nil
        skipSpaces()
        let goal = hasWord ? try lenientNumber32() : nil
        try skipToClose()
        return .inProgress(tag: tag, current: current, goal: goal)
    }

    private var hasWord: Bool { !isAtEnd && peek != Octet.close }

    /// RFC 4315 section 3.
    private mutating func uidCode(isCopy: Bool) throws(WireFailure) -> ResponseCode {
        let validity = try expectNumber32("a UID validity is missing")
        skipSpaces()
        let first = try numberSet("a UID is missing")
        guard isCopy else { return .appendUID(validity: validity, uids: first) }
        skipSpaces()
        return .copyUID(validity: validity, source: first, destination: try numberSet("a UID is missing"))
    }

    private static let plainCodes: [String: ResponseCode] = [
        "ALERT": .alert, "PARSE": .parse, "READ-ONLY": .readOnly, "READ-WRITE": .readWrite, "TRYCREATE": .tryCreate,
        "CLOSED": .closed, "NOTSAVED": .notSaved, "HASCHILDREN": .hasChildren, "UNKNOWN-CTE": .unknownCTE,
        "UIDNOTSTICKY": .uidNotSticky, "NOMODSEQ": .noModSeq, "UNAVAILABLE": .unavailable,
        "AUTHENTICATIONFAILED": .authenticationFailed, "AUTHORIZATIONFAILED": .authorizationFailed,
        "EXPIRED": .expired, "PRIVACYREQUIRED": .privacyRequired, "CONTACTADMIN": .contactAdmin,
        "NOPERM": .noPermission, "INUSE": .inUse, "EXPUNGEISSUED": .expungeIssued, "CORRUPTION": .corruption,
        "SERVERBUG": .serverBug, "CLIENTBUG": .clientBug, "CANNOT": .cannot, "LIMIT": .limit,
        "OVERQUOTA": .overQuota, "ALREADYEXISTS": .alreadyExists, "NONEXISTENT": .nonexistent, "TOOBIG": .tooBig,
        "COMPRESSIONACTIVE": .compressionActive, "USEATTR": .useAttribute, "UIDREQUIRED": .uidRequired,
        "NOTIFICATIONOVERFLOW": .notificationOverflow, "BADCOMPARATOR": .badComparator,
    ]
}
