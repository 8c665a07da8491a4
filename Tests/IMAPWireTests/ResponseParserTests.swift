import IMAPWire
import Testing

@Suite struct ResponseParserTests {
    @Test(arguments: [
        ("a1 OK done", Response.tagged(tag: "a1", StatusResponse(.ok, text: "done"))),
        ("a1 no [ALREADYEXISTS] there", .tagged(tag: "a1", StatusResponse(.no, code: .alreadyExists, text: "there"))),
        ("a1 BAD", .tagged(tag: "a1", StatusResponse(.bad))),
        ("* PREAUTH hello", .status(StatusResponse(.preauth, text: "hello"))),
        ("* BYE [UNAVAILABLE]", .status(StatusResponse(.bye, code: .unavailable))),
        ("+ go", .continuation(text: "go")), ("+", .continuation(text: "")),
        ("* capability imap4rev1 IDLE ", .capability(["IMAP4REV1", "IDLE"])),
        ("* ENABLED CONDSTORE", .enabled(["CONDSTORE"])),
        ("* FLAGS (\\Seen a]b)", .flags(["\\Seen", "a]b"])), ("* 3 EXISTS", .exists(3)), ("* 0 RECENT", .recent(0)),
        ("* 2 EXPUNGE", .expunge(2)), ("* SEARCH", .search([], modSeq: nil)),
        ("* SEARCH 1 2 ", .search([1, 2], modSeq: nil)),
        ("* SEARCH 4 (MODSEQ 99)", .search([4], modSeq: 99)), ("* SORT 3 1", .sort([3, 1], modSeq: nil)),
        ("* VANISHED (EARLIER) 1:3,9", .vanished(earlier: true, [1...3, 9...9])),
        ("* VANISHED 5", .vanished(earlier: false, [5...5])),
        (
            "* ESEARCH (TAG \"a\") UID MIN 1 MAX 9 COUNT 3 ALL 1,8:9 MODSEQ 7",
            .esearch(
                ESearchResponse(tag: "a", isUID: true, min: 1, max: 9, count: 3, all: [1...1, 8...9], modSeq: 7))
        ),
        (
            "* ESEARCH (TAG a) UID PARTIAL (-1:-100 3:4)",
            .esearch(ESearchResponse(tag: "a", isUID: true, partialRange: "-1:-100", partial: [3...4]))
        ),
        (
            "* THREAD (1 (2)(3 4))((5)(6))",
            .thread([
                ThreadEntry(number: 1, depth: 0), ThreadEntry(number: 2, depth: 1), ThreadEntry(number: 3, depth: 1),
                ThreadEntry(number: 4, depth: 2), ThreadEntry(number: nil, depth: 0), ThreadEntry(number: 5, depth: 1),
                ThreadEntry(number: 6, depth: 1),
            ])
        ),
        ("* ID NIL", .id([])),
        (
            "* ID (\"name\" \"x\" os NIL)",
            .id([NamedValue(name: "name", value: "x"), NamedValue(name: "os", value: nil)])
        ),
        (
            "* QUOTA \"\" (STORAGE 10 512)",
            .quota(QuotaResponse(root: "", resources: [QuotaResource(name: "STORAGE", usage: 10, limit: 512)]))
        ),
        (
            "* QUOTAROOT INBOX a \"b c\"",
            .quotaRoot(QuotaRootResponse(wireName: "INBOX", name: "INBOX", roots: ["a", "b c"]))
        ),
        (
            "* ACL INBOX ada lrs",
            .acl(
                AccessRightsResponse(
                    wireName: "INBOX", name: "INBOX", entries: [AccessRights(identifier: "ada", rights: "lrs")]))
        ),
        (
            "* MYRIGHTS INBOX lrs",
            .myRights(
                AccessRightsResponse(
                    wireName: "INBOX", name: "INBOX", entries: [AccessRights(identifier: "", rights: "lrs")]))
        ),
        (
            "* METADATA \"\" (/private/comment \"x\")",
            .metadata(
                MetadataResponse(
                    wireName: "", name: "", entries: [MetadataEntry(name: "/private/comment", value: .octets("x"))]))
        ),
        ("* XNEW some thing", .unknown(keyword: "XNEW", text: "some thing")),
        ("* 99 NOOP", .unknown(keyword: "NOOP", text: "")),
    ])
    func `a response becomes its value`(text: String, expected: Response) {
        #expect(Wire.response(text) == expected)
    }

    @Test(arguments: [
        ("ALERT", ResponseCode.alert), ("READ-ONLY", .readOnly), ("uidvalidity 3", .uidValidity(3)),
        ("UIDNEXT 0", .uidNext(0)),
        ("UNSEEN 0", .unseen(0)), ("PERMANENTFLAGS (\\Seen a]b \\*)", .permanentFlags(["\\Seen", "a]b", "\\*"])),
        ("CAPABILITY IMAP4rev1", .capability(["IMAP4REV1"])),
        ("BADCHARSET (UTF-8 \"X Y\")", .badCharset(["UTF-8", "X Y"])),
        ("BADCHARSET", .badCharset([])), ("HIGHESTMODSEQ 18446744073709551615", .highestModSeq(.max)),
        ("NOMODSEQ", .noModSeq),
        ("MODIFIED 7,9", .modified([7...7, 9...9])),
        ("APPENDUID 38505 3955", .appendUID(validity: 38505, uids: [3955...3955])),
        (
            "COPYUID 3 304,319:320 3956:3958",
            .copyUID(validity: 3, source: [304...304, 319...320], destination: [3956...3958])
        ),
        ("COPYUID", .other(name: "COPYUID", argument: nil)), ("UIDNOTSTICKY", .uidNotSticky), ("PARSE", .parse),
        ("READ-WRITE", .readWrite), ("TRYCREATE", .tryCreate), ("NOTSAVED", .notSaved), ("HASCHILDREN", .hasChildren),
        ("UIDNEXT x", .other(name: "UIDNEXT", argument: "x")),
        ("CLOSED", .closed), ("MAILBOXID (F1)", .mailboxID("F1")),
        ("X-NEW a [b", .other(name: "X-NEW", argument: "a [b")),
    ])
    func `a response code becomes its value`(text: String, expected: ResponseCode) {
        #expect(Wire.response("* OK [\(text)] words") == .status(StatusResponse(.ok, code: expected, text: "words")))
    }

    @Test func `a mailbox keeps its wire name beside the name for people`() {
        let expected = ListResponse(
            wireName: "Entw&APw-rfe", name: "Entwürfe", delimiter: "/", attributes: ["\\hasnochildren", "\\drafts"],
            childInfo: ["SUBSCRIBED"])
        #expect(
            Wire.response("* LIST (\\HasNoChildren \\Drafts) \"/\" Entw&APw-rfe (\"CHILDINFO\" (\"SUBSCRIBED\"))")
                == .list(expected))
    }

    @Test func `status items are read in any order, and unknown ones kept`() {
        let expected = MailboxStatus(
            wireName: "a b", name: "a b", messages: 3, unseen: 1, uidNext: 4, uidValidity: 5, size: 6, highestModSeq: 7,
            mailboxID: "F1", others: [ExtendedItem(name: "X-NEW", value: .list([.text("1"), .text("2")]))])
        #expect(
            Wire.response(
                "* STATUS \"a b\" (MAILBOXID (F1) SIZE 6 UNSEEN 1 MESSAGES 3 X-NEW (1 2) UIDNEXT 4 UIDVALIDITY 5 "
                    + "HIGHESTMODSEQ 7)") == .mailboxStatus(expected))
    }

    @Test func `namespaces are personal, of others and shared`() {
        let expected = NamespaceResponse(
            personal: [Namespace(wirePrefix: "", prefix: "", delimiter: "/")],
            shared: [
                Namespace(
                    wirePrefix: "Public.", prefix: "Public.", delimiter: ".",
                    others: [ExtendedItem(name: "X", value: .list([.text("y")]))])
            ])
        #expect(
            Wire.response("* NAMESPACE ((\"\" \"/\")) NIL ((\"Public.\" \".\" \"X\" (\"y\")))") == .namespace(expected))
    }

    @Test(arguments: [1, 2, 3, 7, 64])
    func `responses are the same however the stream is split`(pieces: Int) {
        let whole = Wire.responses(Wire.allSamples)

        #expect(whole.count == Wire.samples.count)
        #expect(Wire.responses(Wire.allSamples, pieces: pieces) == whole)
    }

    @Test(arguments: Wire.samples)
    func `a response is the same split at any octet`(sample: String) {
        let bytes = Array((sample + "\r\n").utf8)
        let whole = Wire.responses(bytes)

        for split in 1..<bytes.count {
            var framer = ResponseFramer()
            framer.append(bytes[..<split])
            let early = framer.next()
            framer.append(bytes[split...])

            let frames = [early, framer.next()].compactMap { $0 }

            #expect(frames == Wire.frames(bytes))
        }
        #expect(whole.count == 1)
    }
}
