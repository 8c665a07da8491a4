/// Responses about mailboxes: LIST, LSUB, STATUS, NAMESPACE, and those of quota, rights and metadata.
extension FrameReader {
    /// A mailbox's name: on the wire and for people.
    struct MailboxName {
        let wire: String
        let display: String
    }

    /// A mailbox at a place where other things follow.
    ///
    /// - Parameter hasList: only a list follows, so that a name may have been sent unquoted in spite of its spaces.
    mutating func mailboxName(beforeList hasList: Bool = false) throws(WireFailure) -> MailboxName {
        skipSpaces()
        let isString = peek == Octet.quote || peek == Octet.openBrace
        var bytes = Array(try mailboxOctets(isString: isString, beforeList: hasList).bytes)
        while !isString, bytes.last == Octet.space { bytes.removeLast() }
        let wire = WireName.string(bytes)
        return MailboxName(wire: wire, display: displayName(wire))
    }

    /// After `ENABLE UTF8=ACCEPT` names are UTF-8 and `&` is a character like any other (RFC 6855 section 3).
    private func displayName(_ wire: String) -> String {
        options.mailboxNamesAreUTF8 ? WireName.displayUTF8(wire) : WireName.display(wire)
    }

    private mutating func mailboxOctets(isString: Bool, beforeList hasList: Bool) throws(WireFailure) -> WireText {
        let start = position
        if isString { return try astring() }
        guard hasList else {
            let range = word()
            guard !range.isEmpty else { throw WireFailure("a mailbox is missing") }
            return text(range)
        }
        // Exchange sends names with spaces and specials unquoted: take all up to the list at the end, if there is one.
        let bound = hasList ? startOfLastList : end
        guard bound > start else { throw WireFailure("a mailbox is missing") }
        position = bound
        return text(start..<bound)
    }

    /// Where the list begins that ends the response; the end if none does.
    private var startOfLastList: Int {
        var depth = 0
        var index = end
        while index > position {
            index -= 1
            if bytes[index] == Octet.close {
                depth += 1
            } else if bytes[index] == Octet.open {
                depth -= 1
                if depth <= 0 { return index > position && bytes[index - 1] == Octet.space ? index : end }
            } else if depth == 0, bytes[index] != Octet.space {
                return end
            }
        }
        return end
    }

    /// LIST, LSUB and XLIST (RFC 3501 section 7.2.2, RFC 5258 section 6).
    mutating func list() throws(WireFailure) -> ListResponse {
        skipSpaces()
        let attributes = peek == Octet.open ? try flagList().map { $0.lowercased() } : []
        skipSpaces()
        let delimiter = try delimiter()
        let name = try mailboxName(beforeList: true)
        var list = ListResponse(
            wireName: name.wire, name: name.display, delimiter: delimiter, attributes: attributes)
        skipSpaces()
        // Extended data that cannot be read is no reason to lose the mailbox.
        let plain = list
        if (try? readExtendedData(into: &list)) == nil { return plain }
        return list
    }

    /// NIL, `""` or one character; some servers forget to escape a backslash.
    private mutating func delimiter() throws(WireFailure) -> Character? {
        if peek == Octet.quote, peek(1) == Octet.backslash, peek(2) == Octet.quote, peek(3) != Octet.quote {
            position += 3
            return "\\"
        }
        return try nstring()?.string.first
    }

    private mutating func readExtendedData(into list: inout ListResponse) throws(WireFailure) {
        guard take(Octet.open) else { return }
        for item in try extendedItems() {
            switch item.name {
            case "OLDNAME": list.oldWireName = item.value?.text
            case "CHILDINFO": list.childInfo = item.value?.texts.map { $0.uppercased() } ?? []
            default: list.others.append(item)
            }
        }
    }

    /// STATUS (RFC 3501 section 7.2.4).
    mutating func mailboxStatus() throws(WireFailure) -> MailboxStatus {
        let name = try mailboxName(beforeList: true)
        var status = MailboxStatus(wireName: name.wire, name: name.display)
        skipSpaces()
        try expect(Octet.open, "the items of a status are missing")
        skipSpaces()
        while !isAtEnd, !take(Octet.close) {
            let item = keyword()
            guard !item.isEmpty else { throw WireFailure("the items of a status are malformed") }
            skipSpaces()
            try statusValue(of: item, into: &status)
            skipSpaces()
        }
        return status
    }

    private mutating func statusValue(of item: String, into status: inout MailboxStatus) throws(WireFailure) {
        switch item {
        case "MESSAGES": status.messages = try lenientNumber32()
        case "RECENT": status.recent = try lenientNumber32()
        case "UNSEEN": status.unseen = try lenientNumber32()
        case "DELETED": status.deleted = try lenientNumber32()
        case "UIDNEXT": status.uidNext = try lenientNumber32()
        case "UIDVALIDITY": status.uidValidity = try lenientNumber32()
        case "SIZE": status.size = try numberInParentheses()
        case "DELETED-STORAGE": status.deletedStorage = try numberInParentheses()
        case "HIGHESTMODSEQ": status.highestModSeq = try numberInParentheses()
        case "MAILBOXID": status.mailboxID = try extendedValue().text
        case "APPENDLIMIT": status.appendLimit = takeNil() ? .unlimited : try lenientNumber().map { .octets($0) }
        default:
            try bound(status.others.count)
            let value = peek == Octet.close ? nil : try extendedValue()
            status.others.append(ExtendedItem(name: item, value: value))
        }
    }

    /// NAMESPACE (RFC 2342 section 6).
    mutating func namespaces() throws(WireFailure) -> NamespaceResponse {
        var response = NamespaceResponse()
        response.personal = try namespaceList()
        response.otherUsers = try namespaceList()
        response.shared = try namespaceList()
        return response
    }

    private mutating func namespaceList() throws(WireFailure) -> [Namespace] {
        skipSpaces()
        guard !isAtEnd, !takeNil() else { return [] }
        try expect(Octet.open, "a list of namespaces is missing")
        var list: [Namespace] = []
        skipSpaces()
        while !take(Octet.close) {
            try bound(list.count)
            list.append(try namespace())
            skipSpaces()
        }
        return list
    }

    /// `("prefix" "delimiter" "EXTENSION" ("value" ...))`
    private mutating func namespace() throws(WireFailure) -> Namespace {
        try expect(Octet.open, "a namespace is missing")
        let prefix = try mailboxName()
        skipSpaces()
        var space = Namespace(
            wirePrefix: prefix.wire, prefix: prefix.display, delimiter: peek == Octet.close ? nil : try delimiter())
        for item in try extendedItems() {
            if item.name == "TRANSLATION", let wire = item.value?.text {
                space.translation = displayName(wire)
            } else {
                space.others.append(item)
            }
        }
        try skipToClose()
        return space
    }
}
