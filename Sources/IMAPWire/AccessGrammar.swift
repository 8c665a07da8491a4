/// Quota (RFC 9208), rights (RFC 4314), metadata (RFC 5464), ID (RFC 2971) and languages (RFC 5255).
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
            try bound(resources.count)
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

    /// `mailbox (entry value ...)`, or `mailbox entry entry ...`, which tells of changes (RFC 5464 section 4.4).
    mutating func metadata() throws(WireFailure) -> MetadataResponse {
        let name = try mailboxName()
        var response = MetadataResponse(wireName: name.wire, name: name.display, entries: [])
        skipSpaces()
        guard take(Octet.open) else {
            response.entries = try stringsToEnd().map { MetadataEntry(name: $0, value: .changed) }
            return response
        }
        skipSpaces()
        while !isAtEnd, !take(Octet.close) {
            try bound(response.entries.count)
            response.entries.append(try metadataEntry())
            skipSpaces()
        }
        return response
    }

    private mutating func metadataEntry() throws(WireFailure) -> MetadataEntry {
        let name = try astring().string
        skipSpaces()
        guard !isAtEnd, peek != Octet.close else { return MetadataEntry(name: name, value: .changed) }
        return MetadataEntry(name: name, value: try nstring().map { .octets($0) } ?? .absent)
    }

    /// `(tag ...)` (RFC 5255 section 3.3).
    mutating func languages() throws(WireFailure) -> [String] {
        skipSpaces()
        return try stringList()
    }

    /// `active (matching ...)` (RFC 5255 section 4.8).
    mutating func comparator() throws(WireFailure) -> ComparatorResponse {
        skipSpaces()
        let active = try astring().string
        skipSpaces()
        return ComparatorResponse(active: active, matching: peek == Octet.open ? try stringList() : [])
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
                try bound(strings.count)
                strings.append(try astring().string)
            }
            skipSpaces()
        }
        return strings
    }
}
