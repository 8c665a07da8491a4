import IMAPWire
import Testing

/// What the grammar of commands writes, family by family.
@Suite struct CommandArgumentTests {
    /// The octets behind the tag, chunks joined, without the line end; nil where it is refused.
    static func written(_ write: (inout CommandEncoder) throws -> Void) -> String? {
        var encoder = CommandEncoder(tag: "a", literals: .nonSynchronizing(upTo: nil))
        do {
            try write(&encoder)
        } catch {
            return nil
        }
        return String(decoding: encoder.finish().bytes.dropFirst(2).dropLast(2), as: UTF8.self)
    }

    @Test(
        arguments: [
            (.numbers([1...3, 7...7]), "1:3,7"), (.from(5), "5:*"), (.saved, "$"), (.numbers([]), nil),
            (.numbers([0...3]), nil), (.from(0), nil),
        ] as [(SetArgument, String?)])
    func `sets of messages`(set: SetArgument, expected: String?) {
        #expect(Self.written { try $0.set(set) } == expected)
    }

    @Test(
        arguments: [
            (.first(1...100), "1:100"), (.last(1...100), "-1:-100"), (.first(0...1), nil), (.last(0...0), nil),
        ] as [(PartialRange, String?)])
    func `stretches of a result`(range: PartialRange, expected: String?) {
        #expect(Self.written { try $0.partial(range) } == expected)
    }

    @Test(
        arguments: [
            (.all, "ALL"), (.new, "NEW"), (.recent, "RECENT"), (.old, "OLD"), (.system(.seen, isSet: false), "UNSEEN"),
            (.system(.draft, isSet: true), "DRAFT"), (.keyword("$Forwarded", isSet: false), "UNKEYWORD $Forwarded"),
            (.keyword("\\Seen", isSet: true), nil), (.keyword("a b", isSet: true), nil),
            (.sequence(.numbers([1...2])), "1:2"), (.uid(.saved), "UID $"), (.uid(.from(9)), "UID 9:*"),
            (.text(.subject, "tea \"two\""), "SUBJECT \"tea \\\"two\\\"\""),
            (.text(.cc, "Jürgen"), "CC {7+}\r\nJürgen"), (.text(.body, "a\r\nb LOGOUT"), "BODY {11+}\r\na\r\nb LOGOUT"),
            (.header("List-Id", ""), "HEADER List-Id \"\""),
            (.date(.sentOn, WireDay(year: 2021, month: 5, day: 3)), "SENTON 3-May-2021"),
            (.date(.savedSince, WireDay(year: 21, month: 12, day: 31)), "SAVEDSINCE 31-Dec-0021"),
            (.date(.on, WireDay(year: 2021, month: 13, day: 3)), nil), (.larger(10), "LARGER 10"),
            (.smaller(0), "SMALLER 0"), (.not(.or(.all, .new)), "NOT OR ALL NEW"), (.and([]), "ALL"),
            (.and([.all, .not(.new)]), "(ALL NOT NEW)"), (.modSeq(620_162_338), "MODSEQ 620162338"),
            (.modSeq(7, entry: "\\draft"), "MODSEQ \"/flags/\\\\draft\" all 7"), (.younger(seconds: 0), "YOUNGER 1"),
            (.older(seconds: 3600), "OLDER 3600"), (.fuzzy(.text(.text, "tea")), "FUZZY TEXT \"tea\""),
            (.saveDateSupported, "SAVEDATESUPPORTED"), (.emailID("M6d99ac3275bb4e"), "EMAILID M6d99ac3275bb4e"),
            (.threadID("T64b478a75b7ea9 ALL"), nil), (.emailID(""), nil),
            (.gmailRaw("has:attachment in:sent"), "X-GM-RAW \"has:attachment in:sent\""),
            (.gmailMessageID(1_278_455_344_230_334_865), "X-GM-MSGID 1278455344230334865"),
            (.gmailThreadID(.max), "X-GM-THRID 18446744073709551615"),
            (.gmailLabel("\\Inbox"), "X-GM-LABELS \"\\\\Inbox\""),
        ] as [(SearchKey, String?)])
    func `search keys`(key: SearchKey, expected: String?) {
        #expect(Self.written { try $0.searchKey(key) } == expected)
    }

    @Test func `a charset is named where text needs one, and never once UTF-8 is on`() {
        let key = SearchKey.and([.all, .not(.fuzzy(.text(.from, "Jürgen")))])

        #expect(Self.written { try $0.searchProgram(key) }?.hasPrefix("CHARSET UTF-8 (ALL NOT FUZZY FROM {7+}") == true)
        #expect(Self.written { try $0.searchProgram(key, namesCharset: false) }?.hasPrefix("(ALL NOT") == true)
        #expect(Self.written { try $0.searchProgram(.text(.from, "Jo")) } == "FROM \"Jo\"")
    }

    @Test func `what a search returns, sorts by and looks in`() {
        #expect(
            Self.written {
                try $0.searchReturn([.min, .max, .count, .all, .save, .partial(.last(1...5)), .update, .context])
            } == "RETURN (MIN MAX COUNT ALL SAVE PARTIAL -1:-5 UPDATE CONTEXT)")
        #expect(Self.written { try $0.searchReturn([]) } == "RETURN ()")
        #expect(Self.written { try $0.searchReturn([.relevancy]) } == "RETURN (RELEVANCY)")
        #expect(
            Self.written { try $0.sortKeys([SortKey(.date, isReversed: true), SortKey(.displayFrom)]) }
                == "(REVERSE DATE DISPLAYFROM)")
        #expect(Self.written { try $0.sortKeys([]) } == nil)
        #expect(
            Self.written {
                try $0.searchSources([
                    .selected, .personal, .inboxes, .subscribed, .subtree(["Work"]), .subtreeOne(["Work"]),
                    .mailboxes(["INBOX", "a b"]),
                ])
            }
                == "IN (selected personal inboxes subscribed subtree \"Work\" subtree-one \"Work\" "
                + "mailboxes (INBOX \"a b\"))")
        #expect(Self.written { try $0.searchSources([.mailboxes([])]) } == nil)
    }

    @Test func `what LIST selects and returns`() {
        #expect(Self.written { try $0.listArguments(patterns: ["*"]) } == "\"\" \"*\"")
        #expect(
            Self.written {
                try $0.listArguments(
                    selecting: [.subscribed, .recursiveMatch], reference: "Work/", patterns: ["*", "%"],
                    returning: [
                        .subscribed, .children, .specialUse, .myRights, .status([.messages, .size]),
                        .metadata(["/shared/comment"]),
                    ])
            }
                == "(SUBSCRIBED RECURSIVEMATCH) \"Work/\" (\"*\" \"%\") RETURN (SUBSCRIBED CHILDREN SPECIAL-USE "
                + "MYRIGHTS STATUS (MESSAGES SIZE) METADATA (/shared/comment))")
        #expect(Self.written { try $0.listArguments(selecting: [.recursiveMatch], patterns: ["*"]) } == nil)
        #expect(Self.written { try $0.listArguments(patterns: []) } == nil)
        #expect(Self.written { try $0.listArguments(patterns: ["a\r\nb"]) } == "\"\" {4+}\r\na\r\nb")
        #expect(Self.written { try $0.statusItems([]) } == nil)
        #expect(
            Self.written { try $0.statusItems([.deleted, .mailboxID, .appendLimit, .deletedStorage]) }
                == "(DELETED MAILBOXID APPENDLIMIT DELETED-STORAGE)")
    }

    @Test(
        arguments: [
            (.body(part: [], text: .whole, partial: nil), "BODY.PEEK[]"),
            (.body(part: [1, 2], text: .mime, partial: nil), "BODY.PEEK[1.2.MIME]"),
            (.body(part: [], text: .mime, partial: nil), nil),
            (
                .body(part: [], text: .fields(["From", "List-Id"]), partial: nil),
                "BODY.PEEK[HEADER.FIELDS (From List-Id)]"
            ),
            (.body(part: [3], text: .fieldsNot(["To"]), partial: nil), "BODY.PEEK[3.HEADER.FIELDS.NOT (To)]"),
            (.body(part: [], text: .fields([]), partial: nil), nil),
            (.body(part: [1], text: .whole, partial: FetchRange(offset: 0, length: 9)), "BODY.PEEK[1]<0.9>"),
            (.body(part: [1], text: .whole, partial: FetchRange(offset: 0, length: 0)), nil),
            (.body(part: [], text: .fields(["X]\r\nA"]), partial: nil), "BODY.PEEK[HEADER.FIELDS ({5+}\r\nX]\r\nA)]"),
            (.binary(part: [2], partial: FetchRange(offset: 4, length: 1)), "BINARY.PEEK[2]<4.1>"),
            (.binarySize(part: [2, 1]), "BINARY.SIZE[2.1]"), (.preview(isLazy: true), "PREVIEW (LAZY)"),
            (.preview(isLazy: false), "PREVIEW"), (.saveDate, "SAVEDATE"), (.emailID, "EMAILID"),
            (.threadID, "THREADID"), (.gmailLabels, "X-GM-LABELS"), (.gmailMessageID, "X-GM-MSGID"),
            (.gmailThreadID, "X-GM-THRID"), (.modSeq, "MODSEQ"), (.envelope, "ENVELOPE"),
        ] as [(FetchAttribute, String?)])
    func `what FETCH asks for`(attribute: FetchAttribute, expected: String?) {
        #expect(Self.written { try $0.fetchAttributes([.uid, attribute]) } == expected.map { "(UID \($0))" })
    }

    @Test func `what stands behind the items of a FETCH`() {
        #expect(Self.written { try $0.fetchModifiers([]) }?.isEmpty == true)
        #expect(
            Self.written { try $0.fetchModifiers([.changedSince(5, vanished: true), .partial(.last(1...30))]) }
                == " (CHANGEDSINCE 5 VANISHED PARTIAL -1:-30)")
        #expect(Self.written { try $0.fetchModifiers([.changedSince(0, vanished: false)]) } == nil)
    }

    @Test(
        arguments: [
            (AppendMessage(content: .literal([65])), " {1+}\r\nA"),
            (
                AppendMessage(
                    flags: ["\\Seen", "$Junk"], date: WireDate(secondsSince1970: 760_686_745, offsetMinutes: -480),
                    content: .literal8([0])), " (\\Seen $Junk) \" 7-Feb-1994 21:52:25 -0800\" ~{1+}\r\n\0"
            ),
            (AppendMessage(content: .utf8([65])), " UTF8 (~{1+}\r\nA)"),
            (
                AppendMessage(content: .catenated([.url("/INBOX;UIDVALIDITY=7/;UID=3"), .text([66])])),
                " CATENATE (URL /INBOX;UIDVALIDITY=7/;UID=3 TEXT {1+}\r\nB)"
            ),
            (AppendMessage(content: .catenated([])), nil), (AppendMessage(content: .catenated([.url("a\nb")])), nil),
            (AppendMessage(flags: ["\\Seen) \"x"], content: .literal([])), nil),
            (AppendMessage(flags: ["a\\b"], content: .literal([])), nil),
        ] as [(AppendMessage, String?)])
    func `messages to be appended`(message: AppendMessage, expected: String?) {
        #expect(Self.written { try $0.appendMessage(message) } == expected)
    }

    @Test func `what NOTIFY tells of`() {
        #expect(
            Self.written {
                try $0.notifySet(
                    [
                        NotifyGroup(.selected, [.messageNew([.uid, .flags]), .messageExpunge, .flagChange]),
                        NotifyGroup(.subtree(["Work"]), []),
                        NotifyGroup(
                            .personal,
                            [
                                .messageNew([]), .mailboxName, .subscriptionChange, .mailboxMetadataChange,
                                .serverMetadataChange, .annotationChange,
                            ]),
                        NotifyGroup(.selectedDelayed, [.flagChange]), NotifyGroup(.inboxes, [.messageExpunge]),
                        NotifyGroup(.subscribed, [.messageExpunge]),
                        NotifyGroup(.mailboxes(["a", "b"]), [.flagChange]),
                    ], tellsStatus: true)
            }
                == "SET STATUS (selected (MessageNew (UID FLAGS) MessageExpunge FlagChange)) (subtree \"Work\" NONE) "
                + "(personal (MessageNew MailboxName SubscriptionChange MailboxMetadataChange ServerMetadataChange "
                + "AnnotationChange)) (selected-delayed (FlagChange)) (inboxes (MessageExpunge)) "
                + "(subscribed (MessageExpunge)) (mailboxes (\"a\" \"b\") (FlagChange))")
        #expect(Self.written { try $0.notifySet([], tellsStatus: false) } == nil)
    }

    @Test(
        arguments: [
            ("/shared/comment", "(/shared/comment)"), ("shared", nil), ("/a//b", nil), ("/a/", nil), ("/a*", nil),
            ("/a\r\n", nil), ("/a b", nil), ("/é", nil),
        ] as [(String, String?)])
    func `names of metadata`(name: String, expected: String?) {
        #expect(Self.written { try $0.metadataEntries([name]) } == expected)
    }

    @Test func `values of metadata, and how deep it is read`() {
        #expect(
            Self.written {
                try $0.metadataValues([("/private/a", Array("x\"y".utf8)), ("/private/b", nil), ("/private/c", [0])])
            } == "(/private/a \"x\\\"y\" /private/b NIL /private/c ~{1+}\r\n\0)")
        #expect(
            Self.written { try $0.metadataOptions(largest: 10, depth: .everything) } == "(MAXSIZE 10 DEPTH infinity) ")
        #expect(Self.written { try $0.metadataOptions() }?.isEmpty == true)
    }

    @Test func `rights, quotas and uses`() {
        #expect(Self.written { try $0.rightsChange(.add("lr")) } == "+lr")
        #expect(Self.written { try $0.rightsChange(.remove("w")) } == "-w")
        #expect(Self.written { try $0.rightsChange(.replace("")) } == "\"\"")
        #expect(Self.written { try $0.rightsChange(.replace("lr x")) } == nil)
        #expect(
            Self.written { try $0.quotaLimits([QuotaLimit(resource: "STORAGE", limit: 512)]) } == "(STORAGE 512)")
        #expect(Self.written { try $0.quotaLimits([]) } == "()")
        #expect(Self.written { try $0.quotaLimits([QuotaLimit(resource: "A B", limit: 1)]) } == nil)
        #expect(Self.written { try $0.specialUses([.archive, .sent]) } == " (USE (\\Archive \\Sent))")
    }

    @Test func `days are counted in UTC`() {
        #expect(WireDay(secondsSince1970: 760_686_745) == WireDay(year: 1994, month: 2, day: 8))
        #expect(WireDay(secondsSince1970: .max) == WireDay(year: 9999, month: 12, day: 31))
        #expect(WireDay(secondsSince1970: .min) == WireDay(year: 1, month: 1, day: 1))
    }
}
