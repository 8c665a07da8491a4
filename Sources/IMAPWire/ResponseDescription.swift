/// What a response says, for people who look at what a server sent.
public enum ResponseDescription {
    /// One JSON object on one line, with the keys that `martlet debug responses --json` promises.
    ///
    /// - Parameter decode: header text as sent to readable text; encoded words (RFC 2047) are not this module's affair.
    public static func json(_ response: Response, decode: ([UInt8]) -> String) -> String {
        JSONValue.object(members(response, decode: decode)).text
    }

    /// One line of text: the kind, then `key=value`.
    public static func line(_ response: Response, decode: ([UInt8]) -> String) -> String {
        let words = members(response, decode: decode).map { member in
            if member.key == "kind", case .string(let kind) = member.value { return kind }
            return "\(member.key)=\(member.value.text)"
        }
        return words.joined(separator: " ")
    }

    typealias Members = [(key: String, value: JSONValue)]

    private static func members(_ response: Response, decode: ([UInt8]) -> String) -> Members {
        switch response {
        case .tagged(let tag, let status): return statusMembers(status, tag: tag)
        case .status(let status): return statusMembers(status, tag: nil)
        case .continuation(let text): return kind("continuation", [("text", .string(text.string))])
        case .fetch(let fetch): return FetchDescription(fetch: fetch).members(decode: decode)
        case .unknown(let keyword, let text):
            return kind("unknown", [("name", .string(keyword)), ("text", .string(text.string))])
        case .invalid(let reason): return kind("invalid", [("text", .string(reason))])
        case .flags(let flags): return kind("flags", [("flags", .strings(flags))])
        case .exists(let count): return kind("exists", [("numbers", .numbers([count]))])
        case .recent(let count): return kind("recent", [("numbers", .numbers([count]))])
        case .expunge(let seq): return kind("expunge", [("seq", .number(UInt64(seq)))])
        case .vanished(let earlier, let ranges):
            return kind("vanished", [("uids", .set(ranges)), ("items", .object([("earlier", .boolean(earlier))]))])
        case .search(let numbers, let modSeq): return numberMembers("search", numbers, modSeq)
        case .sort(let numbers, let modSeq): return numberMembers("sort", numbers, modSeq)
        case .esearch(let search): return extendedSearchMembers(search)
        case .thread(let entries): return kind("thread", [("items", threads(entries))])
        case .list(let list): return kind("list", listMembers(list))
        case .lsub(let list): return kind("lsub", listMembers(list))
        case .mailboxStatus(let status): return kind("status", statusMembers(status))
        case .namespace(let response): return kind("namespace", [("items", .object(namespaceItems(response)))])
        case .capability(let names): return kind("capability", [("items", .strings(names))])
        case .enabled(let names): return kind("enabled", [("items", .strings(names))])
        case .id(let values): return kind("id", [("items", .namedValues(values))])
        case .quota(let quota): return kind("quota", quotaMembers(quota))
        case .quotaRoot(let quota):
            return kind("quotaroot", names(quota.name, quota.wireName) + [("items", .strings(quota.roots))])
        case .acl(let access): return kind("acl", accessMembers(access))
        case .myRights(let access): return kind("myrights", accessMembers(access))
        case .listRights(let access): return kind("listrights", accessMembers(access))
        case .metadata(let data):
            return kind("metadata", names(data.name, data.wireName) + [("items", metadataItems(data))])
        case .language(let tags): return kind("language", [("items", .strings(tags))])
        case .comparator(let comparator):
            return kind("comparator", [("name", .string(comparator.active)), ("items", .strings(comparator.matching))])
        }
    }

    static func kind(_ kind: String, _ members: Members) -> Members {
        [("kind", .string(kind))] + members
    }

    private static func statusMembers(_ status: StatusResponse, tag: String?) -> Members {
        var members = kind(status.condition.rawValue, [])
        if let tag { members.append(("tag", .string(tag))) }
        if let code = status.code {
            members.append(("code", .string(code.name)))
            if let argument = code.argument { members.append(("codeArgument", .string(argument))) }
        }
        members.append(("text", .string(status.text)))
        return members
    }

    private static func numberMembers(_ name: String, _ numbers: [UInt32], _ modSeq: UInt64?) -> Members {
        let members = kind(name, [("numbers", .numbers(numbers))])
        guard let modSeq else { return members }
        return members + [("modseq", .number(modSeq))]
    }

    private static func threads(_ entries: [ThreadEntry]) -> JSONValue {
        .array(
            entries.map { entry in
                .object([
                    ("number", entry.number.map { .number(UInt64($0)) } ?? .null),
                    ("depth", .number(UInt64(entry.depth))),
                ])
            })
    }

    private static func extendedSearchMembers(_ search: ESearchResponse) -> Members {
        var members = kind("esearch", [])
        if let tag = search.tag { members.append(("tag", .string(tag))) }
        if let all = search.all { members.append((search.isUID ? "uids" : "numbers", .set(all))) }
        if let modSeq = search.modSeq { members.append(("modseq", .number(modSeq))) }
        if let wireName = search.wireName { members += names(WireName.display(wireName), wireName) }
        return members + [("items", .object(extendedSearchItems(search)))]
    }

    private static func extendedSearchItems(_ search: ESearchResponse) -> Members {
        var items: Members = [("uid", .boolean(search.isUID))]
        let numbers = [
            ("UIDVALIDITY", search.uidValidity), ("MIN", search.min), ("MAX", search.max), ("COUNT", search.count),
        ]
        for (name, value) in numbers {
            if let value { items.append((name, .number(UInt64(value)))) }
        }
        if let partial = search.partial {
            items.append(
                ("PARTIAL", .array([.optional(search.partialRange), partial.isEmpty ? .null : .set(partial)])))
        }
        if !search.relevancy.isEmpty { items.append(("RELEVANCY", .numbers(search.relevancy))) }
        if !search.changes.isEmpty { items.append(("changes", .array(search.changes.map(change)))) }
        return items + JSONValue.extendedItems(search.others)
    }

    private static func change(_ change: ContextChange) -> JSONValue {
        .array([
            .string(change.kind.rawValue.uppercased()), .number(UInt64(change.position)), .set(change.numbers),
        ])
    }
}

extension ResponseDescription {
    private static func names(_ name: String, _ wireName: String) -> Members {
        [("name", .string(name)), ("rawName", .string(String(decoding: WireName.bytes(wireName), as: UTF8.self)))]
    }

    private static func statusMembers(_ status: MailboxStatus) -> Members {
        names(status.name, status.wireName) + [("items", .object(statusItems(status)))]
    }

    private static func namespaceItems(_ response: NamespaceResponse) -> Members {
        [
            ("personal", namespaces(response.personal)), ("other", namespaces(response.otherUsers)),
            ("shared", namespaces(response.shared)),
        ]
    }

    private static func quotaMembers(_ quota: QuotaResponse) -> Members {
        let items = quota.resources.map { ($0.name, JSONValue.array([.number($0.usage), .number($0.limit)])) }
        return [("name", .string(quota.root)), ("items", .object(items))]
    }

    private static func listMembers(_ list: ListResponse) -> Members {
        var members = names(list.name, list.wireName)
        members.append(("delimiter", .optional(list.delimiter.map { String($0) })))
        members.append(("attributes", .strings(list.attributes)))
        var items: Members = []
        if let old = list.oldWireName { items.append(("OLDNAME", .strings([WireName.display(old)]))) }
        if !list.childInfo.isEmpty { items.append(("CHILDINFO", .strings(list.childInfo))) }
        items += JSONValue.extendedItems(list.others)
        return items.isEmpty ? members : members + [("items", .object(items))]
    }

    private static func statusItems(_ status: MailboxStatus) -> Members {
        let numbers: [(String, UInt64?)] = [
            ("MESSAGES", status.messages.map { UInt64($0) }), ("RECENT", status.recent.map { UInt64($0) }),
            ("UNSEEN", status.unseen.map { UInt64($0) }), ("DELETED", status.deleted.map { UInt64($0) }),
            ("UIDNEXT", status.uidNext.map { UInt64($0) }), ("UIDVALIDITY", status.uidValidity.map { UInt64($0) }),
            ("SIZE", status.size), ("DELETED-STORAGE", status.deletedStorage),
            ("HIGHESTMODSEQ", status.highestModSeq),
        ]
        var items: Members = numbers.compactMap { name, value in value.map { (name, .number($0)) } }
        if let id = status.mailboxID { items.append(("MAILBOXID", .string(id))) }
        switch status.appendLimit {
        case .octets(let octets): items.append(("APPENDLIMIT", .number(octets)))
        case .unlimited: items.append(("APPENDLIMIT", .null))
        case nil: break
        }
        return items + JSONValue.extendedItems(status.others)
    }

    private static func namespaces(_ list: [Namespace]) -> JSONValue {
        .array(
            list.map { space in
                var members = names(space.prefix, space.wirePrefix)
                members.append(("delimiter", .optional(space.delimiter.map { String($0) })))
                if let translation = space.translation { members.append(("translation", .string(translation))) }
                return .object(members + JSONValue.extendedItems(space.others))
            })
    }

    private static func metadataItems(_ metadata: MetadataResponse) -> JSONValue {
        .object(
            metadata.entries.map { entry in
                switch entry.value {
                case .octets(let text): (entry.name, .string(text.string))
                case .absent: (entry.name, .null)
                case .changed: (entry.name, .boolean(true))
                }
            })
    }

    private static func accessMembers(_ access: AccessRightsResponse) -> Members {
        let items = access.entries.map { JSONValue.strings([$0.identifier, $0.rights]) }
        return names(access.name, access.wireName) + [("items", .array(items))]
    }
}
