import IMAPWire
import Testing

/// What extensions add to the responses, one table for each family.
@Suite struct ExtensionTests {
    @Test(arguments: [
        // RFC 7377 section 2.1: which mailbox it is that was searched.
        (
            "* ESEARCH (TAG \"t\" MAILBOX \"folder1\" UIDVALIDITY 1) UID ALL 4001,4003:4009",
            ESearchResponse(
                tag: "t", wireName: "folder1", uidValidity: 1, isUID: true, all: [4001...4001, 4003...4009])
        ),
        // RFC 6203 section 4.
        (
            "* ESEARCH (TAG \"B1\") ALL 1,5,10 RELEVANCY (4 99 42)",
            ESearchResponse(tag: "B1", all: [1...1, 5...5, 10...10], relevancy: [4, 99, 42])
        ),
        // RFC 5267 section 4.3.3: order matters, also between the two.
        (
            "* ESEARCH (TAG \"C01\") UID ADDTO (1 2733 1 2731:2732) REMOVEFROM (0 7)",
            ESearchResponse(
                tag: "C01", isUID: true,
                changes: [
                    ContextChange(.addTo, position: 1, numbers: [2733...2733]),
                    ContextChange(.addTo, position: 1, numbers: [2731...2732]),
                    ContextChange(.removeFrom, position: 0, numbers: [7...7]),
                ])
        ),
        // RFC 9394 section 3.1.
        (
            "* ESEARCH (TAG \"A\") UID PARTIAL (24000:24500 NIL)",
            ESearchResponse(tag: "A", isUID: true, partialRange: "24000:24500", partial: [])
        ),
        // RFC 4731 section 3.1: nothing was found.
        ("* ESEARCH (TAG \"A\") UID COUNT 0", ESearchResponse(tag: "A", isUID: true, count: 0)),
        ("* ESEARCH", ESearchResponse()),
        (
            "* ESEARCH (TAG {1}\r\na X (y)) X-NEW (1 (2)) X-OTHER",
            ESearchResponse(
                tag: "a",
                others: [
                    ExtendedItem(name: "X-NEW", value: .list([.text("1"), .list([.text("2")])])),
                    ExtendedItem(name: "X-OTHER", value: nil),
                ])
        ),
    ])
    func `extended searches are read`(text: String, expected: ESearchResponse) {
        #expect(Wire.response(text) == .esearch(expected))
    }

    @Test(arguments: [
        "* VANISHED 1:3,x", "* VANISHED 1:", "* ESEARCH ALL 1,99999999999", "* ESEARCH (TAG \"a\") UID ADDTO (1 x)",
        "* ESEARCH COUNT x", "* SEARCH 1 2 x", "* THREAD (1 (2)", "* ESEARCH (TAG a) PARTIAL (1:3 4,)",
    ])
    func `half of a set is never taken for the whole`(text: String) {
        guard case .invalid = Wire.response(text) else {
            Issue.record("\(text) was read as \(Wire.response(text))")
            return
        }
    }

    @Test(arguments: [
        ("(MESSAGES 231 UIDNEXT 44292)", MailboxStatus(wireName: "a", name: "a", messages: 231, uidNext: 44292)),
        // RFC 8438, RFC 9208 section 4.1.4.
        (
            "(SIZE 4294967296 DELETED 4 DELETED-STORAGE 8)",
            MailboxStatus(wireName: "a", name: "a", deleted: 4, size: 4_294_967_296, deletedStorage: 8)
        ),
        // RFC 7889 section 3.1.
        ("(APPENDLIMIT 257890)", MailboxStatus(wireName: "a", name: "a", appendLimit: .octets(257890))),
        ("(APPENDLIMIT NIL)", MailboxStatus(wireName: "a", name: "a", appendLimit: .unlimited)),
        // RFC 8474 section 4.3, RFC 7162 section 3.1.7.
        (
            "(MAILBOXID (F2212ea87-6097-4256-9d51-71338625) HIGHESTMODSEQ 7011231777)",
            MailboxStatus(
                wireName: "a", name: "a", highestModSeq: 7_011_231_777,
                mailboxID: "F2212ea87-6097-4256-9d51-71338625")
        ),
        // RFC 4466: an extension may put any of these behind a name.
        (
            "(NUM 1 SET 1:3,* EMPTY () NEST (a (\"b c\" NIL)))",
            MailboxStatus(
                wireName: "a", name: "a",
                others: [
                    ExtendedItem(name: "NUM", value: .text("1")), ExtendedItem(name: "SET", value: .text("1:3,*")),
                    ExtendedItem(name: "EMPTY", value: .list([])),
                    ExtendedItem(
                        name: "NEST", value: .list([.text("a"), .list([.text("b c"), .text(nil)])])),
                ])
        ),
    ])
    func `every item of a status is read`(items: String, expected: MailboxStatus) {
        #expect(Wire.response("* STATUS a \(items)") == .mailboxStatus(expected))
    }

    @Test(arguments: [
        // RFC 5258 section 5.1, RFC 9051 section 6.3.9.7.
        (
            "* LIST () \"/\" \"Foo\" (\"CHILDINFO\" (\"SUBSCRIBED\" \"remote\"))",
            ListResponse(wireName: "Foo", name: "Foo", delimiter: "/", childInfo: ["SUBSCRIBED", "REMOTE"])
        ),
        (
            "* LIST (\\NonExistent) \"/\" new (OLDNAME (\"old &- x\"))",
            ListResponse(
                wireName: "new", name: "new", delimiter: "/", attributes: ["\\nonexistent"], oldWireName: "old &- x")
        ),
        (
            "* LIST () \"/\" Foo (\"X-COLOR\" (red (1)) \"CHILDINFO\" (\"SUBSCRIBED\"))",
            ListResponse(
                wireName: "Foo", name: "Foo", delimiter: "/", childInfo: ["SUBSCRIBED"],
                others: [ExtendedItem(name: "X-COLOR", value: .list([.text("red"), .list([.text("1")])]))])
        ),
        // What cannot be read is no reason to lose the mailbox.
        ("* LIST () \"/\" Foo ((((", ListResponse(wireName: "Foo ((((", name: "Foo ((((", delimiter: "/")),
    ])
    func `extended lists are read`(text: String, expected: ListResponse) {
        #expect(Wire.response(text) == .list(expected))
    }

    @Test func `statuses and rights between lists are responses of their own`() {
        let stream = """
            * LIST () "." "INBOX"\r
            * STATUS "INBOX" (MESSAGES 17 UNSEEN 16)\r
            * MYRIGHTS INBOX lrs\r
            * METADATA INBOX (/shared/vendor/x "1")\r
            * LIST (\\NoSelect) "." "bar"\r\n
            """
        let kinds = Wire.responses(Array(stream.utf8)).map { response in
            switch response {
            case .list: "list"
            case .mailboxStatus: "status"
            case .myRights: "rights"
            case .metadata: "metadata"
            default: "other"
            }
        }

        #expect(kinds == ["list", "status", "rights", "metadata", "list"])
    }

    @Test func `a namespace has its translation, whatever else it has`() {
        // RFC 5255 section 3.4.
        let response = Wire.response(
            "* NAMESPACE ((\"\" \"/\")) ((\"Other Users/\" \"/\" \"TRANSLATION\" (\"Andere Ben&APw-tzer/\") \"X\" (\"a\" \"b\"))) NIL"
        )
        let others = Namespace(
            wirePrefix: "Other Users/", prefix: "Other Users/", delimiter: "/", translation: "Andere Benützer/",
            others: [ExtendedItem(name: "X", value: .list([.text("a"), .text("b")]))])

        #expect(
            response
                == .namespace(
                    NamespaceResponse(
                        personal: [Namespace(wirePrefix: "", prefix: "", delimiter: "/")], otherUsers: [others])))
    }

    @Test(arguments: [
        (
            "* METADATA \"\" (/shared/comment \"a\" /private/x NIL)",
            [
                MetadataEntry(name: "/shared/comment", value: .octets("a")),
                MetadataEntry(name: "/private/x", value: .absent),
            ]
        ),
        (
            "* METADATA \"\" /shared/comment /private/comment",
            [
                MetadataEntry(name: "/shared/comment", value: .changed),
                MetadataEntry(name: "/private/comment", value: .changed),
            ]
        ),
        (
            "* METADATA \"\" (/a ~{3}\r\n\0\r\n)",
            [MetadataEntry(name: "/a", value: .octets(WireText([0, 13, 10])))]
        ),
        ("* METADATA \"\" ()", []),
    ])
    func `metadata are octets, absent or only changed`(text: String, entries: [MetadataEntry]) {
        #expect(Wire.response(text) == .metadata(MetadataResponse(wireName: "", name: "", entries: entries)))
    }

    @Test(arguments: [
        (
            "* QUOTA \"!partition/sda4\" (STORAGE 104 10923847 MESSAGE 1 18446744073709551615)",
            Response.quota(
                QuotaResponse(
                    root: "!partition/sda4",
                    resources: [
                        QuotaResource(name: "STORAGE", usage: 104, limit: 10_923_847),
                        QuotaResource(name: "MESSAGE", usage: 1, limit: .max),
                    ]))
        ),
        (
            "* QUOTA (STORAGE 1 2)",
            .quota(QuotaResponse(root: "", resources: [.init(name: "STORAGE", usage: 1, limit: 2)]))
        ),
        ("* QUOTA \"\" ()", .quota(QuotaResponse(root: "", resources: []))),
        (
            "* LISTRIGHTS ~/Mail/saved smith la r swicdkxte",
            .listRights(
                AccessRightsResponse(
                    wireName: "~/Mail/saved", name: "~/Mail/saved",
                    entries: ["la", "r", "swicdkxte"].map { AccessRights(identifier: "smith", rights: $0) }))
        ),
        (
            "* ACL INBOX Fred rwipsldexta -David lrs",
            .acl(
                AccessRightsResponse(
                    wireName: "INBOX", name: "INBOX",
                    entries: [
                        AccessRights(identifier: "Fred", rights: "rwipsldexta"),
                        AccessRights(identifier: "-David", rights: "lrs"),
                    ]))
        ),
        ("* LANGUAGE (DE \"EN-IE\")", .language(["DE", "EN-IE"])),
        ("* COMPARATOR i;unicode-casemap", .comparator(ComparatorResponse(active: "i;unicode-casemap"))),
        (
            "* COMPARATOR \"i;a\" (\"i;b\" i;c)",
            .comparator(ComparatorResponse(active: "i;a", matching: ["i;b", "i;c"]))
        ),
        ("* SEARCH 2 5 6 7 11 12 18 (MODSEQ 917162500)", .search([2, 5, 6, 7, 11, 12, 18], modSeq: 917_162_500)),
        ("* ENABLED", .enabled([])), ("* ENABLED UTF8=ACCEPT imap4rev2", .enabled(["UTF8=ACCEPT", "IMAP4REV2"])),
        ("a5 bye gone", .tagged(tag: "a5", StatusResponse(.bye, text: "gone"))),
    ])
    func `other extensions are read`(text: String, expected: Response) {
        #expect(Wire.response(text) == expected)
    }

    @Test func `names are UTF-8 once the server has enabled it`() {
        let parser = ResponseParser(mailboxNamesAreUTF8: true)
        guard case .list(let modern) = Wire.response("* LIST () \"/\" \"R&D- und Büro &AOk-\"", parser: parser) else {
            Issue.record("not a list")
            return
        }

        #expect(modern.name == "R&D- und Büro &AOk-")
        #expect(modern.wireName == modern.name)
        #expect(Wire.response("* LIST () NIL inbox", parser: parser).listName == "INBOX")
        #expect(Wire.response("* LIST () NIL \"&AOk-\"").listName == "é")
    }
}

extension Response {
    fileprivate var listName: String? {
        if case .list(let list) = self { list.name } else { nil }
    }
}
