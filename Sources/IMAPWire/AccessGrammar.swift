/// Quota (RFC 9208), rights (RFC 4314), metadata (RFC 5464) and ID (RFC 2971).
extension FrameReader {
    mutating func quota() throws(WireFailure) -> QuotaResponse {
        skipSpaces()
        // Some servers leave out the name of the one root they have.
        let root = peek == Octet.open ? "" : try astring().string
        skipSpaces()
        try expect(Octet.open, "the resources of a quota are missing")
        var resources: [QuotaResource] = []
        skipSpaces()
        while !isAtEnd, !take(Octet.close) {
            let name = try astring().string.uppercased()
            skipSpaces()
            let usage = try lenientNumber() ?? 0
            skipSpaces()
            let limit = peek == Octet.close ? 0 : try lenientNumber() ?? 0
            resources.append(QuotaResource(name: name, usage: usage, limit: limit))
            skipSpaces()
        }
        return QuotaResponse(root: root, resources: resources)
    }

    mutating func quotaRoot() throws(WireFailure) -> QuotaRootResponse {
        let name = try mailboxName()
        return QuotaRootResponse(wireName: name.wire, name: name.display, roots: try stringsToEnd())
    }

    /// `mailbox (identifier rights)*`
    mutating func acl() throws(WireFailure) -> AccessRightsResponse {
        let name = try mailboxName()
        var entries: [AccessRights] = []
        let words = try stringsToEnd()
        for index in stride(from: 0, to: words.count, by: 2) {
            let rights = index + 1 < words.count ? words[index + 1] : ""
            entries.append(AccessRights(identifier: words[index], rights: rights))
        }
        return AccessRightsResponse(wireName: name.wire, name: name.display, entries: entries)
    }

    /// `mailbox rights`
    mutating func myRights() throws(WireFailure) -> AccessRightsResponse {
        let name = try mailboxName()
        let entries = try stringsToEnd().prefix(1).map { AccessRights(identifier: "", rights: $0) }
        return AccessRightsResponse(wireName: name.wire, name: name.display, entries: Array(entries))
    }

    /// `mailbox identifier required optional*`
    mutating func listRights() throws(WireFailure) -> AccessRightsResponse {
        let name = try mailboxName()
        let words = try stringsToEnd()
        let entries = words.dropFirst().map { AccessRights(identifier: words.first ?? "", rights: $0) }
        return AccessRightsResponse(wireName: name.wire, name: name.display, entries: entries)
    }

    /// `mailbox (entry value ...)`, or `mailbox entry entry ...`, which tells of changes.
    mutating func metadata() throws(WireFailure) -> MetadataResponse {
        let name = try mailboxName()
        var response = MetadataResponse(wireName: name.wire, name: name.display, entries: [])
        skipSpaces()
        if take(Octet.open) {
            response.entries = try namedValues()
        } else {
            response.entries = try stringsToEnd().map { NamedValue(name: $0, value: nil) }
        }
        return response
    }

    /// NIL or `(name value ...)`.
    mutating func identification() throws(WireFailure) -> [NamedValue] {
        skipSpaces()
        guard take(Octet.open) else { return [] }
        return try namedValues()
    }

    private mutating func stringsToEnd() throws(WireFailure) -> [String] {
        var strings: [String] = []
        skipSpaces()
        while !isAtEnd {
            if peek == Octet.close {
                position += 1
            } else if peek == Octet.open {
                try skipValue()
            } else {
                let value = try astring().string
                if strings.count < limits.maximumListCount { strings.append(value) }
            }
            skipSpaces()
        }
        return strings
    }
}
