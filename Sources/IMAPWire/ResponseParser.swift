/// Reads one response, however broken: it never fails and never traps, it says `.invalid` or `.unknown`.
public struct ResponseParser: Sendable {
    /// How much is kept of what a server sends.
    public var limits: Limits
    /// Mailbox names are UTF-8, not modified UTF-7: once the server has enabled UTF8=ACCEPT or IMAP4rev2
    /// (RFC 6855 section 3, RFC 9051 section 5.1).
    public var mailboxNamesAreUTF8: Bool

    /// With these limits.
    public init(limits: Limits = Limits(), mailboxNamesAreUTF8: Bool = false) {
        self.limits = limits
        self.mailboxNamesAreUTF8 = mailboxNamesAreUTF8
    }

    /// - Parameter frame: a whole response as `ResponseFramer` hands it out, without its final line end.
    public func parse(_ frame: [UInt8]) -> Response {
        guard frame.count <= WireSlice.longestSource else { return .invalid(reason: "the response is too large") }
        var reader = FrameReader(frame, self)
        do throws(WireFailure) {
            return try reader.response()
        } catch {
            return .invalid(reason: "\(error.reason)")
        }
    }
}

extension FrameReader {
    mutating func response() throws(WireFailure) -> Response {
        if take(UInt8(ascii: "*")) {
            skipSpaces()
            return try untagged()
        }
        if take(UInt8(ascii: "+")) {
            // One space belongs to the grammar; a challenge may not be trimmed further, but it is base64.
            skipSpaces()
            return .continuation(text: rest())
        }
        return try tagged()
    }

    /// A line that is neither untagged nor a continuation: the end of a command, or one of Exchange's bare lines.
    private mutating func tagged() throws(WireFailure) -> Response {
        if let bare = bareCode() { return bare }
        let tag = word()
        guard !tag.isEmpty else { throw WireFailure("the response has no tag") }
        skipSpaces()
        let afterTag = position
        guard let condition = Keyword.condition(bytes[word()]) else {
            position = afterTag
            if plainString(tag).lowercased() == "server", keyword() == "UNAVAILABLE." {
                return .status(StatusResponse(.bad, text: plainString(0..<end)))
            }
            throw WireFailure("the response is neither tagged nor untagged")
        }
        return .tagged(tag: plainString(tag), status(condition))
    }

    /// `[CODE ...] text` without the OK that belongs before it.
    private mutating func bareCode() -> Response? {
        let start = position
        guard let code = responseCode() else {
            position = start
            return nil
        }
        skipSpaces()
        return .status(StatusResponse(.ok, code: code, text: rest().string))
    }

    private mutating func untagged() throws(WireFailure) -> Response {
        if let byte = peek, Octet.isDigit(byte) { return try numbered() }
        if let bare = bareCode() { return bare }
        let wordRange = word()
        guard !wordRange.isEmpty else { throw WireFailure("the response has no keyword") }
        if let condition = Keyword.condition(bytes[wordRange]) { return .status(status(condition)) }
        return try untagged(uppercased(wordRange))
    }

    /// `* n KEYWORD`
    private mutating func numbered() throws(WireFailure) -> Response {
        let start = position
        guard let number = number32() else { throw WireFailure("a number is too large") }
        guard peek == Octet.space else {
            position = start
            return .unknown(keyword: keyword(), text: rest())
        }
        skipSpaces()
        let name = keyword()
        switch name {
        case "FETCH": return .fetch(try fetch(seq: number))
        case "UIDFETCH": return .fetch(try uidFetch(uid: number))
        case "EXISTS": return .exists(number)
        case "RECENT": return .recent(number)
        case "EXPUNGE": return .expunge(number)
        default:
            guard !name.isEmpty else { throw WireFailure("the response has no keyword") }
            skipSpaces()
            return .unknown(keyword: name, text: rest())
        }
    }

    private mutating func untagged(_ keyword: String) throws(WireFailure) -> Response {
        skipSpaces()
        switch keyword {
        case "CAPABILITY": return .capability(try keywordsToEnd())
        case "ENABLED": return .enabled(try keywordsToEnd())
        case "FLAGS": return .flags(try flagList())
        case "LIST", "XLIST": return .list(try list())
        case "LSUB": return .lsub(try list())
        case "STATUS": return .mailboxStatus(try mailboxStatus())
        case "NAMESPACE": return .namespace(try namespaces())
        case "SEARCH":
            let result = try searchResult()
            return .search(result.numbers, modSeq: result.modSeq)
        case "SORT":
            let result = try searchResult()
            return .sort(result.numbers, modSeq: result.modSeq)
        case "ESEARCH": return .esearch(try extendedSearch())
        case "THREAD": return .thread(try threads())
        case "VANISHED":
            let result = try vanished()
            return .vanished(earlier: result.earlier, result.ranges)
        case "ID": return .id(try identification())
        case "QUOTA": return .quota(try quota())
        case "QUOTAROOT": return .quotaRoot(try quotaRoot())
        case "ACL": return .acl(try acl())
        case "MYRIGHTS": return .myRights(try myRights())
        case "LISTRIGHTS": return .listRights(try listRights())
        case "METADATA": return .metadata(try metadata())
        case "LANGUAGE": return .language(try languages())
        case "COMPARATOR": return .comparator(try comparator())
        default: return .unknown(keyword: keyword, text: rest())
        }
    }
}
