import IMAPWire
import Testing

/// The codes of extensions, each with what stands behind it.
@Suite struct ResponseCodeTests {
    @Test(arguments: [
        // RFC 5464 section 5.
        ("METADATA LONGENTRIES 2199", ResponseCode.metadata(.longEntries(2199))),
        ("METADATA MAXSIZE 10", .metadata(.maxSize(10))), ("metadata maxsize", .metadata(.maxSize(nil))),
        ("METADATA TOOMANY", .metadata(.tooMany)), ("METADATA NOPRIVATE", .metadata(.noPrivate)),
        ("METADATA NEW 1", .other(name: "METADATA", argument: "NEW 1")),
        // RFC 9585 section 4.
        ("INPROGRESS", .inProgress(tag: nil, current: nil, goal: nil)),
        ("INPROGRESS (\"A001\" 454 1000)", .inProgress(tag: "A001", current: 454, goal: 1000)),
        ("INPROGRESS (\"A001\" 999 NIL)", .inProgress(tag: "A001", current: 999, goal: nil)),
        ("INPROGRESS (NIL NIL NIL)", .inProgress(tag: nil, current: nil, goal: nil)),
        // RFC 5465, RFC 5267.
        ("NOTIFICATIONOVERFLOW", .notificationOverflow),
        ("BADEVENT (MessageNew FlagChange)", .badEvent(["MessageNew", "FlagChange"])),
        ("NOUPDATE \"B02\"", .noUpdate(tag: "B02")),
        // RFC 4469, RFC 4467, RFC 2221, RFC 3516, RFC 5255.
        (
            "BADURL \"/INBOX;UIDVALIDITY=785799047/;UID=113330\"",
            .badURL("\"/INBOX;UIDVALIDITY=785799047/;UID=113330\"")
        ),
        ("TOOBIG", .tooBig), ("URLMECH INTERNAL X=Zm9v", .urlMechanisms(["INTERNAL", "X=Zm9v"])),
        (
            "REFERRAL IMAP://user;AUTH=*@SERVER2/ imap://b/",
            .referral(["IMAP://user;AUTH=*@SERVER2/", "imap://b/"])
        ),
        ("UNKNOWN-CTE", .unknownCTE), ("BADCOMPARATOR", .badComparator),
        // RFC 6154, RFC 4978, RFC 9586, RFC 8474, Yahoo, Gmail.
        ("USEATTR", .useAttribute), ("COMPRESSIONACTIVE", .compressionActive), ("UIDREQUIRED", .uidRequired),
        ("MAILBOXID (F2212ea87)", .mailboxID("F2212ea87")), ("XYMHIGHESTMODSEQ 12", .xymHighestModSeq(12)),
        ("WEBALERT https://accounts.example/x", .webAlert("https://accounts.example/x")),
        // RFC 5530, in any case.
        ("UNAVAILABLE", .unavailable), ("AuthenticationFailed", .authenticationFailed),
        ("AUTHORIZATIONFAILED", .authorizationFailed), ("EXPIRED", .expired), ("PRIVACYREQUIRED", .privacyRequired),
        ("CONTACTADMIN", .contactAdmin), ("NOPERM", .noPermission), ("INUSE", .inUse),
        ("EXPUNGEISSUED", .expungeIssued), ("CORRUPTION", .corruption), ("SERVERBUG", .serverBug),
        ("CLIENTBUG", .clientBug), ("CANNOT", .cannot), ("LIMIT", .limit), ("OVERQUOTA", .overQuota),
        ("ALREADYEXISTS", .alreadyExists), ("NONEXISTENT", .nonexistent),
        // What should have nothing behind it means the same with something behind it.
        ("CLOSED for some reason", .closed),
        // RFC 4315 section 3: 2:4 and 4:2 are the same.
        ("COPYUID 9 20:19 7:8", .copyUID(validity: 9, source: [19...20], destination: [7...8])),
        ("MODIFIED 7,x", .other(name: "MODIFIED", argument: "7,x")),
        ("COPYUID 1 2:3 4:", .other(name: "COPYUID", argument: "1 2:3 4:")),
    ])
    func `a code of an extension becomes its value`(text: String, expected: ResponseCode) {
        #expect(Wire.response("* NO [\(text)] words") == .status(StatusResponse(.no, code: expected, text: "words")))
    }

    @Test(arguments: [
        ("METADATA MAXSIZE 10", "MAXSIZE 10" as String?), ("INPROGRESS (\"A\" 4 NIL)", "(\"A\" 4 NIL)"),
        ("INPROGRESS", nil), ("BADEVENT (a b)", "(a b)"), ("NOUPDATE \"B\"", "\"B\""),
        ("COPYUID 1 2:3 4:5", "1 2:3 4:5"),
        ("REFERRAL imap://a/", "imap://a/"), ("XYMHIGHESTMODSEQ 4", "4"), ("MAILBOXID (x)", "(x)"),
        ("BADCHARSET (a b)", "(a b)"), ("APPENDUID 1 2", "1 2"), ("MODIFIED 3:4", "3:4"), ("LIMIT", nil),
    ])
    func `what stands behind a name can be shown as it was sent`(text: String, argument: String?) {
        guard case .status(let status) = Wire.response("* OK [\(text)] x"), let code = status.code else {
            Issue.record("no code")
            return
        }

        #expect(code.argument == argument)
        #expect(text.hasPrefix(code.name))
    }
}
