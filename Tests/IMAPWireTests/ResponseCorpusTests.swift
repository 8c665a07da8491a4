import Crypto
import Foundation
import MessageContent
import Testing

@testable import IMAPWire

/// Recorded streams of servers from a folder outside the repository, each beside what a good reader makes of it. Where
/// `MARTLET_RESPONSES` names no such folder there is nothing to compare. What is read otherwise on purpose is argued in
/// `docs/imap.md`.
private enum ResponseCorpus {
    static let folder = ProcessInfo.processInfo.environment["MARTLET_RESPONSES"]

    static let names: [String] = {
        guard let folder, let files = try? FileManager.default.contentsOfDirectory(atPath: folder) else { return [] }
        return files.filter { $0.hasSuffix(".imap") }.map { String($0.dropLast(5)) }.sorted()
    }()

    /// Differences that are meant, by stream and field.
    static let argued: [String: Set<String>] = [
        "mailkit-common-fetch-annotations": ["other"],
        "netimap-body-structure-bodystructure-mixed-boundary": ["parts"],
        "netimap-quirky-behaviors-invalid-noop-response-with-numeric-prefix": ["n"],
        "netimap-quirky-behaviors-unexpected-resp-text-code-payload": ["args"],
        "netimap-uidplus-resp-code-copyuid-with-reversed-ranges-and-mixed-case": ["args"],
    ]
}

@Test(.enabled(if: ResponseCorpus.folder != nil), arguments: ResponseCorpus.names)
func `a stream of the corpus is read as expected`(name: String) throws {
    let folder = try #require(ResponseCorpus.folder)
    let stream = [UInt8](try Data(contentsOf: URL(filePath: "\(folder)/\(name).imap")))
    let data = try Data(contentsOf: URL(filePath: "\(folder)/\(name).expected.json"))
    let object = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    let expected = try #require(object["responses"] as? [[String: Any]])
    let argued = ResponseCorpus.argued[name] ?? []
    // Whole, and split at each octet where that takes no time worth mentioning.
    let found = Wire.responses(stream)
    #expect(Wire.responses(stream, pieces: 1) == found)

    #expect(found.count == expected.count)
    for (index, (response, wanted)) in zip(found, expected).enumerated() {
        let comparison = ResponseComparison(response: response, expected: wanted)
        let differences = comparison.differences.filter { !argued.contains($0.field) }
        #expect(differences.isEmpty, "response \(index): \(differences.map(\.words))")
    }
}

/// One response beside what is expected of it.
private struct ResponseComparison {
    struct Difference {
        var field: String
        var words: String
    }

    let response: Response
    let expected: [String: Any]

    var differences: [Difference] {
        let found = fields
        return expected.compactMap { field, wanted in
            let mine = Self.canonical(found[field] ?? NSNull(), field)
            let theirs = Self.canonical(wanted, field)
            return mine == theirs ? nil : Difference(field: field, words: "\(field): \(mine) … \(theirs)")
        }
    }

    /// What has no order or no case is compared without, and a day of the month without its leading zero.
    private static func canonical(_ value: Any, _ field: String) -> String {
        switch (field, value) {
        case ("flags", let flags as [String]): canonical(flags.sorted())
        case ("args", let text as String): canonical(text.lowercased())
        case ("internaldate", let text as String): canonical(text.hasPrefix("0") ? String(text.dropFirst()) : text)
        default: canonical(value)
        }
    }

    /// A value as text that is the same for the same values.
    private static func canonical(_ value: Any) -> String {
        switch value {
        case let fields as [String: Any]:
            // No claim and none are the same.
            let kept = fields.filter { !($0.value is NSNull) }.sorted { $0.key < $1.key }
            return "{" + kept.map { "\($0.key)=\(canonical($0.value))" }.joined(separator: ",") + "}"
        case let values as [Any]: return "[" + values.map(canonical).joined(separator: ",") + "]"
        case is NSNull: return "null"
        default:
            return "\(value)".precomposedStringWithCanonicalMapping.split(whereSeparator: \.isWhitespace)
                .joined(separator: " ")
        }
    }

    /// What was read, in the fields of the corpus.
    private var fields: [String: Any] {
        switch response {
        case .tagged(let tag, let status): ["tag": tag].merging(Self.fields(of: status)) { $1 }
        case .status(let status): ["tag": "*"].merging(Self.fields(of: status)) { $1 }
        case .continuation(let text): ["kind": "CONTINUATION", "text": text.string]
        case .capability(let names): ["kind": "CAPABILITY", "capabilities": names.map { $0.uppercased() }]
        case .list(let list): Self.fields(of: list, isXList: expected["kind"] as? String == "XLIST")
        case .lsub(let list): Self.fields(of: list).merging(["kind": "LSUB"]) { $1 }
        case .mailboxStatus(let status): Self.fields(of: status)
        case .search(let numbers, let modSeq): ["kind": "SEARCH", "ids": numbers, "modseq": Self.value(modSeq)]
        case .sort(let numbers, let modSeq): ["kind": "SORT", "ids": numbers, "modseq": Self.value(modSeq)]
        case .esearch(let search): Self.fields(of: search)
        case .thread(let entries): ["kind": "THREAD", "threads": Self.tree(entries[...], depth: 0)]
        case .flags(let flags): ["kind": "FLAGS", "flags": flags.sorted()]
        case .exists(let count): ["kind": "EXISTS", "n": count]
        case .recent(let count): ["kind": "RECENT", "n": count]
        case .expunge(let number): ["kind": "EXPUNGE", "n": number]
        case .vanished(let isEarlier, let uids):
            ["kind": "VANISHED", "earlier": NSNumber(value: isEarlier), "uids": Self.set(uids)]
        case .fetch(let fetch): Self.fields(of: fetch, kind: expected["kind"])
        case .enabled(let names): ["kind": "ENABLED", "capabilities": names.map { $0.uppercased() }]
        case .id(let values):
            [
                "kind": "ID",
                "fields": Dictionary(values.map { ($0.name, $0.value as Any? ?? NSNull()) }) { first, _ in first },
            ]
        case .namespace(let spaces):
            [
                "kind": "NAMESPACE", "personal": spaces.personal.map(Self.fields),
                "other": spaces.otherUsers.map(Self.fields),
                "shared": spaces.shared.map(Self.fields),
            ]
        case .quota(let quota):
            [
                "kind": "QUOTA", "root": quota.root,
                "resources": Dictionary(quota.resources.map { ($0.name, [$0.usage, $0.limit]) }) { first, _ in first },
            ]
        case .quotaRoot(let root): ["kind": "QUOTAROOT", "mailbox": root.name, "roots": root.roots]
        case .acl, .myRights, .listRights, .metadata, .language, .comparator:
            // The reader of the corpus skips them, and makes no claim beyond the name.
            ["kind": "UNKNOWN", "name": expected["name"] ?? "", "raw": expected["raw"] ?? ""]
        case .unknown(let keyword, let text): ["kind": "UNKNOWN", "name": keyword.uppercased(), "raw": text.string]
        case .invalid: ["kind": "INVALID"]
        }
    }

    private static func value(_ number: UInt64?) -> Any { number.map { $0 as Any } ?? NSNull() }
    private static func value(_ text: String?) -> Any { text.map { $0 as Any } ?? NSNull() }

    private static func set(_ ranges: [ClosedRange<UInt32>]) -> String {
        ranges.map { $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound):\($0.upperBound)" }.joined(separator: ",")
    }

    private static func decoded(_ text: WireText?) -> String? { text.map { HeaderText.decoded(Array($0.bytes)) } }

    private static func fields(of status: StatusResponse) -> [String: Any] {
        [
            "kind": status.condition.rawValue.uppercased(), "code": value(status.code?.name),
            "args": value(status.code?.argument), "text": status.text,
        ]
    }

    private static func fields(of list: ListResponse, isXList: Bool = false) -> [String: Any] {
        [
            "kind": isXList ? "XLIST" : "LIST", "mailbox": list.name, "mailbox_raw": list.wireName,
            "delimiter": value(list.delimiter.map(String.init)),
            "attributes": list.attributes.map { $0.lowercased() }.sorted(),
            "extended": list.oldWireName.map { ["OLDNAME", [$0]] as Any } ?? NSNull(),
        ]
    }

    private static func fields(of space: Namespace) -> [String: Any] {
        ["prefix": space.prefix, "delimiter": value(space.delimiter.map(String.init))]
    }

    private static func fields(of status: MailboxStatus) -> [String: Any] {
        var items: [String: Any] = [:]
        let counts: [(String, UInt32?)] = [
            ("MESSAGES", status.messages), ("RECENT", status.recent), ("UNSEEN", status.unseen),
            ("DELETED", status.deleted), ("UIDNEXT", status.uidNext), ("UIDVALIDITY", status.uidValidity),
        ]
        for (name, count) in counts { items[name] = count }
        let sizes: [(String, UInt64?)] = [("SIZE", status.size), ("HIGHESTMODSEQ", status.highestModSeq)]
        for (name, size) in sizes { items[name] = size }
        if let id = status.mailboxID { items["MAILBOXID"] = [id] }
        switch status.appendLimit {
        case .octets(let count): items["APPENDLIMIT"] = count
        case .unlimited, nil: break
        }
        for item in status.others { items[item.name.uppercased()] = item.value.map(plain) ?? NSNull() }
        return ["kind": "STATUS", "mailbox": status.name, "items": items]
    }

    private static func plain(_ value: ExtendedValue) -> Any {
        switch value {
        case .text(let text): Self.value(text)
        case .list(let values): values.map(plain)
        }
    }

    private static func fields(of search: ESearchResponse) -> [String: Any] {
        var data: [String: Any] = [:]
        if let least = search.min { data["MIN"] = least }
        if let most = search.max { data["MAX"] = most }
        if let count = search.count { data["COUNT"] = count }
        if let all = search.all { data["ALL"] = set(all) }
        if let modSeq = search.modSeq { data["MODSEQ"] = modSeq }
        if let range = search.partialRange {
            data["PARTIAL"] = [range, search.partial.map { $0.isEmpty ? NSNull() : set($0) as Any } ?? NSNull()]
        }
        return [
            "kind": "ESEARCH", "tag": value(search.tag), "uid": NSNumber(value: search.isUID), "data": data,
        ]
    }

    /// Entries of one level and what stands below each.
    private static func tree(_ entries: ArraySlice<ThreadEntry>, depth: Int) -> [Any] {
        var result: [Any] = []
        var rest = entries
        while let first = rest.popFirst() {
            let below = rest.prefix { $0.depth > depth }
            rest = rest.dropFirst(below.count)
            result.append([first.number.map { $0 as Any } ?? NSNull(), tree(below, depth: depth + 1)])
        }
        return result
    }

    // MARK: FETCH

    private static func fields(of fetch: FetchResponse, kind: Any?) -> [String: Any] {
        var fields: [String: Any] = [
            "kind": kind as? String == "UIDFETCH" ? "UIDFETCH" : "FETCH", "seq": fetch.seq,
            "uid": value(fetch.uid.map(UInt64.init)), "modseq": value(fetch.modSeq), "size": value(fetch.size),
        ]
        if kind as? String == "UIDFETCH" { fields["seq"] = NSNull() }
        if let flags = fetch.flags { fields["flags"] = flags.sorted() }
        if let date = fetch.internalDate { fields["internaldate"] = text(of: date) }
        if let envelope = fetch.envelope {
            fields["date"] = value(envelope.date?.string)
            fields["subject"] = value(decoded(envelope.subject))
            for (name, list) in [("from", envelope.from), ("to", envelope.to), ("cc", envelope.cc)] {
                fields[name] = list.filter { !$0.isGroupStart && !$0.isGroupEnd }.map(self.fields)
            }
            fields["in_reply_to"] = value(envelope.inReplyTo?.string)
            fields["message_id"] = value(envelope.messageID?.string)
        }
        if let structure = fetch.bodyStructure { fields["parts"] = parts(of: structure) }
        if !fetch.sections.isEmpty {
            var named: [String: Any] = [:]
            for section in fetch.sections {
                named["BODY[\(section.name)]" + (section.origin.map { "<\($0)>" } ?? "")] = digest(section.bytes)
            }
            fields["sections"] = named
        }
        var other: [String: Any] = [:]
        // Gmail's own identifiers stand for those of OBJECTID too.
        if let id = fetch.emailID, fetch.gmailMessageID == nil { other["EMAILID"] = [id] }
        if let id = fetch.threadID, fetch.gmailThreadID == nil { other["THREADID"] = [id] }
        if let id = fetch.gmailMessageID { other["X-GM-MSGID"] = id }
        if let id = fetch.gmailThreadID { other["X-GM-THRID"] = id }
        if let labels = fetch.gmailLabels { other["X-GM-LABELS"] = labels }
        fields["other"] = other
        return fields
    }

    private static func fields(of address: WireAddress) -> [String: Any] {
        let mailbox = address.mailbox?.string ?? ""
        return ["name": value(decoded(address.name)), "address": "\(mailbox)@\(address.host?.string ?? "")"]
    }

    private static func digest(_ bytes: [UInt8]?) -> Any {
        guard let bytes else { return NSNull() }
        let hash = SHA256.hash(data: bytes).map { String(format: "%02x", $0) }.joined()
        return ["size": bytes.count, "sha256": hash] as [String: Any]
    }

    private static func parts(of part: BodyStructure) -> [[String: Any]] {
        var fields: [String: Any] = ["part": part.section, "type": part.mediaType]
        if !part.isMultipart {
            fields["size"] = part.octets
            fields["encoding"] = value(part.encoding?.lowercased())
            fields["charset"] = value(part.parameter("charset")?.string.lowercased())
            fields["filename"] = value(PartFilename.text(of: part) { HeaderText.decoded($0) })
            fields["disposition"] = value(part.disposition?.kind.lowercased())
        }
        let below = part.children.flatMap(parts)
        // A multipart that is the body of a message has the message's number and none of its own (RFC 9051 section 6.4.5).
        return [fields] + (part.isMultipart ? below : below.filter { $0["part"] as? String != part.section })
    }

    /// As servers write it: `01-Jan-2024 10:00:00 +0000`.
    private static func text(of date: WireDate) -> String {
        let formatter = DateFormatter()
        formatter.locale = Locale(identifier: "en_US_POSIX")
        formatter.timeZone = TimeZone(secondsFromGMT: date.offsetMinutes * 60)
        formatter.dateFormat = "dd-MMM-yyyy HH:mm:ss ZZZ"
        return formatter.string(from: Date(timeIntervalSince1970: TimeInterval(date.secondsSince1970)))
    }
}
