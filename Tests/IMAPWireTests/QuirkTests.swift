import IMAPWire
import Testing

/// What servers in the field send although no grammar has it.
@Suite struct QuirkTests {
    @Test func `Exchange's bare lines stand for a status (quirk 2)`() {
        #expect(
            Wire.response("Server Unavailable. 15") == .status(StatusResponse(.bad, text: "Server Unavailable. 15")))
        #expect(Wire.response("[UIDNEXT 4] x") == .status(StatusResponse(.ok, code: .uidNext(4), text: "x")))
        #expect(
            Wire.response("* [COPYUID 1 2 3] x")
                == .status(
                    StatusResponse(.ok, code: .copyUID(validity: 1, source: [2...2], destination: [3...3]), text: "x")))
    }

    @Test func `NULs before a response are left out (quirk 7)`() {
        #expect(Wire.responses([0, 0] + Array("* 3 EXISTS\r\n".utf8)) == [.exists(3)])
    }

    @Test(arguments: [
        ("* LIST () NIL NIL", "NIL", nil as Character?), ("* LIST () \"\" \"a\"", "a", nil),
        ("* LIST (\\NonExistent) \"/\" \"/lead\"", "/lead", "/"),
        ("* LIST () \"/\" Sent [x] * items", "Sent [x] * items", "/"),
        ("* LIST () \"\\\" \"A\\B\"", "A\\B", "\\"), ("* LIST () \"\\\\\" \"A\\\\B\"", "A\\B", "\\"),
        ("* XLIST (\\Inbox) \"/\" inBox", "INBOX", "/"), ("* LIST \"/\" x", "x", "/"),
        ("* LIST () \"/\" \"&invalid\"", "&invalid", "/"), ("* LIST () \"/\" {3}\r\na\"b", "a\"b", "/"),
    ])
    func `names of mailboxes come in many forms (quirk 15)`(text: String, name: String, delimiter: Character?) {
        guard case .list(let list) = Wire.response(text) else {
            Issue.record("not a list")
            return
        }
        #expect(list.name == name)
        #expect(list.delimiter == delimiter)
    }

    @Test func `a name that is not UTF-8 goes back as it came (quirk 15)`() {
        let raw: [UInt8] = [0x45, 0xFC, 0x80, 0xE2, 0x82, 0xAC, 0x46]
        let responses = Wire.responses(Array("* LIST () \"/\" \"".utf8) + raw + Array("\"\r\n".utf8))
        guard case .list(let list) = responses.first else {
            Issue.record("not a list")
            return
        }

        #expect(WireName.bytes(list.wireName) == raw)
    }

    @Test(
        arguments: [
            [0xF4, 0x8F, 0xBF, 0xBF], [0x41, 0xF4, 0x8F, 0xBE, 0x80, 0x42, 0xE9], [0xF4, 0x8F], [0x80], [], [0],
        ] as [[UInt8]])
    func `no octets of a name are lost`(octets: [UInt8]) {
        #expect(WireName.bytes(WireName.string(octets)) == octets)
    }

    @Test func `a status may end in a space or have unknown words (quirk 17)`() {
        guard case .mailboxStatus(let status) = Wire.response("* STATUS my box (MESSAGES 0 UIDVALIDITY 0 X NIL) ")
        else {
            Issue.record("not a status")
            return
        }
        #expect(status.wireName == "my box")
        #expect(status.uidValidity == 0)
    }

    @Test(arguments: [
        ("MODSEQ (-1)", nil as UInt64?), ("MODSEQ -1", nil), ("MODSEQ ()", nil), ("MODSEQ 4", 4), ("MODSEQ (\"4\")", 4),
    ])
    func `mod-sequences that are none are none (quirk 23)`(item: String, modSeq: UInt64?) {
        let fetch = Wire.fetch("* 1 FETCH (\(item) UID 3)")

        #expect(fetch?.modSeq == modSeq)
        #expect(fetch?.uid == 3)
    }

    @Test(arguments: [
        ("9.3736e+06", 9_373_600 as UInt64?), ("-5", nil), ("NIL", nil), ("\"12\"", 12), ("1e99", nil), ("nan", nil),
    ])
    func `sizes that are none are none (quirk 29)`(text: String, size: UInt64?) {
        let fetch = Wire.fetch("* 1 FETCH (RFC822.SIZE \(text) UID 3)")

        #expect(fetch?.size == size)
        #expect(fetch?.uid == 3)
    }

    @Test func `a server may say BYE again and again, tagged too (quirk 6)`() {
        let stream = Array("* BYE over\r\n* BYE\r\na1 BYE [UNAVAILABLE] over\r\n* BYE over\r\n".utf8)

        #expect(
            Wire.responses(stream) == [
                .status(StatusResponse(.bye, text: "over")), .status(StatusResponse(.bye)),
                .tagged(tag: "a1", StatusResponse(.bye, code: .unavailable, text: "over")),
                .status(StatusResponse(.bye, text: "over")),
            ])
    }

    @Test(arguments: [
        ("UIDVALIDITY 0", ResponseCode.uidValidity(0)), ("UIDNEXT 0", .uidNext(0)), ("UNSEEN 0", .unseen(0)),
        ("PERMANENTFLAGS ()", .permanentFlags([])), ("PERMANENTFLAGS", .other(name: "PERMANENTFLAGS", argument: nil)),
        ("HIGHESTMODSEQ 12", .highestModSeq(12)), ("HIGHESTMODSEQ (12)", .highestModSeq(12)),
        ("HIGHESTMODSEQ -1", .other(name: "HIGHESTMODSEQ", argument: "-1")),
    ])
    func `zeros are taken as they are, and a code needs no text behind it (quirks 18 and 23)`(
        text: String, code: ResponseCode
    ) {
        #expect(Wire.response("* OK [\(text)]") == .status(StatusResponse(.ok, code: code)))
        #expect(Wire.response("* OK [\(text)] ") == .status(StatusResponse(.ok, code: code)))
    }

    @Test func `flags of message 0, or of no message that has a UID, are a fetch (quirk 22)`() {
        #expect(Wire.response("* 0 FETCH (FLAGS (\\Seen))") == .fetch(FetchResponse(seq: 0, flags: ["\\Seen"])))
        #expect(Wire.response("* 4 FETCH (FLAGS ())") == .fetch(FetchResponse(seq: 4, flags: [])))
    }

    @Test(arguments: [
        // Exchange: "inline" without parentheses, (NIL NIL), a description where a part should be.
        ("(\"text\" \"plain\" NIL NIL NIL \"7bit\" 1 1 NIL \"inline\" NIL NIL)", "inline" as String?),
        ("(\"text\" \"plain\" NIL NIL NIL \"7bit\" 1 1 NIL (NIL NIL) NIL NIL)", nil),
        ("(\"text\" \"plain\" NIL NIL NIL \"7bit\" 1 1 NIL (\"attachment\" ()) NIL NIL)", "attachment"),
        ("(\"text\" \"plain\" () () () () -1 -1 () () () ())", nil),
    ])
    func `dispositions come in many forms (quirk 26)`(structure: String, kind: String?) {
        #expect(Wire.structure(structure)?.disposition?.kind == kind)
        #expect(Wire.structure(structure)?.mediaType == "text/plain")
    }

    @Test(arguments: [
        "((\"a\" \"b\" NIL NIL NIL NIL 1) \"described\" NIL (\"x\" (\"y\" NIL)) ((\"c\")) \"mixed\")", "(((NIL)))",
        "(\"text\" \"plain\" \"x\" (\"a\" (1)) 3)", "(1 (2) 3)",
    ])
    func `a structure that nobody understands costs nothing else (quirk 26)`(structure: String) {
        let fetch = Wire.fetch("* 1 FETCH (FLAGS (a) BODYSTRUCTURE \(structure) UID 3)")

        #expect(fetch?.uid == 3)
        #expect(fetch?.flags == ["a"])
    }

    @Test(arguments: [
        (
            "((\"Microsoft Exchange Server\" NIL NIL \".MISSING-HOST-NAME.\"))", nil as WireText?,
            ".MISSING-HOST-NAME." as WireText?
        ),
        ("((NIL NIL \"MISSING_MAILBOX\" \"MISSING_DOMAIN\"))", "MISSING_MAILBOX", "MISSING_DOMAIN"),
        ("((\"a\" NIL \"x\" \"y\" \"more\") (NIL NIL NIL))", "x", "y"), ("( (\"a\" NIL \"x\" \"y\" ) )", "x", "y"),
    ])
    func `addresses may lack what they should have (quirk 27)`(list: String, mailbox: WireText?, host: WireText?) {
        let envelope = Wire.fetch("* 1 FETCH (ENVELOPE (NIL \"s\" \(list) NIL NIL NIL NIL NIL NIL \"<i>\"))")?.envelope

        #expect(envelope?.from.first?.mailbox == mailbox)
        #expect(envelope?.from.first?.host == host)
        #expect(envelope?.messageID == "<i>")
    }

    @Test func `header text is kept as it was sent, whatever its charset (quirk 28)`() {
        let latin: [UInt8] = [0x4D, 0xFC, 0x6C]
        let stream =
            Array("* 1 FETCH (FLAGS (a]b gr\u{FC}n \\X]) ENVELOPE (NIL \"".utf8) + latin
            + Array("\" NIL NIL NIL NIL NIL NIL NIL gr\u{FC}n) UID 3)\r\n".utf8)
        guard case .fetch(let fetch) = Wire.responses(stream).first else {
            Issue.record("not a fetch")
            return
        }

        #expect(fetch.flags == ["a]b", "grün", "\\X]"])
        #expect(fetch.envelope.flatMap(\.subject).map { Array($0.bytes) } == latin)
        #expect(fetch.envelope?.messageID == "grün")
        #expect(fetch.uid == 3)
    }

    @Test(arguments: [
        ("{1}\r\na\r\n UID 3)", "a\r\n"), ("{2}\r\na\r\n UID 3)", "a\r\n"), ("{3}\r\na\r\n UID 3)", "a\r\n"),
        ("{3}\r\na\r\n)", "a\r\n"), ("{1}\r\na\r\n)", "a\r\n"), ("~{1}\r\na UID 3)", "a"), ("\"a\" UID 3)", "a"),
    ])
    func `a literal that is counted short is still whole (quirk 29)`(content: String, body: String) {
        #expect(Wire.fetch("* 1 FETCH (BODY[] \(content)")?.sections.first?.bytes == Array(body.utf8))
    }

    @Test func `object ids are optional for each message (quirk 31)`() {
        let fetch = Wire.fetch("* 1 FETCH (EMAILID (M1) THREADID NIL UID 3)")

        #expect(fetch?.emailID == "M1")
        #expect(fetch?.threadID == nil)
        #expect(fetch?.uid == 3)
    }

    @Test(arguments: ["(\\Inbox \\Sent \"a b\" &APw- {1}\r\nc)", "(\\Inbox \\Sent \"a b\" &APw- c)"])
    func `Gmail's labels are folders, those of the system with a backslash (quirk 33)`(labels: String) {
        #expect(
            Wire.fetch("* 1 FETCH (X-GM-LABELS \(labels))")?.gmailLabels == ["\\Inbox", "\\Sent", "a b", "&APw-", "c"])
    }

    @Test(arguments: [
        "* OK a\0b", "* LIST () \"/\" \"a\0b\"", "* 1 FETCH (FLAGS (a\0b) UID 3)", "* SEARCH \0 1", "\0", "* \0 EXISTS",
        "* 1 FETCH (ENVELOPE (\"\0\" \0 NIL NIL NIL NIL NIL NIL NIL NIL) UID 3)",
    ])
    func `NULs within a response cost no more than that response`(text: String) {
        let stream = Array("\(text)\r\n* 3 EXISTS\r\n".utf8)

        #expect(Wire.responses(stream).last == .exists(3))
    }

    @Test(arguments: [[0xFF], [0xC3], [0xED, 0xA0, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xC0, 0xAF]] as [[UInt8]])
    func `broken UTF-8 costs no more than the characters it stands for`(bytes: [UInt8]) {
        for (before, after) in [
            ("* OK ", ""), ("* LIST () \"/\" \"", "\""), ("* 1 FETCH (FLAGS (", ") UID 3)"), ("a", " OK"), ("* ", ""),
            ("* LIST () \"/\" \"&", "-\""), ("* 1 FETCH (BODY[", "] \"x\")"), ("* STATUS ", " (MESSAGES 1)"),
        ] {
            let responses = Wire.responses(
                Array(before.utf8) + bytes + Array("\(after)\r\n* 3 EXISTS\r\n".utf8))
            #expect(responses.last == .exists(3))
            #expect(responses.count == 2)
        }
    }

    @Test(arguments: [
        "* 0 FETCH (UID 3)", "* 1 FETCH (UID 3", "* 1 FETCH (BODY[2] UID 3)", "* 1 FETCH (UID 3 BODY[2] )",
        "* 1 FETCH (UID 3 (ENVELOPE (NIL NIL NIL NIL NIL NIL NIL NIL NIL NIL)) FLAGS ())", "* 1 fetch ( uid 3 )",
        "* 1 FETCH (BODY[1]<0.5> {1}\r\nx UID 3)", "* 1 FETCH (BODY[1] {1}\r\nxyz UID 3)",
        "* 1 FETCH (THREADID NIL UID 3)",
        "* 1 FETCH (ENVELOPE (NIL \"a \"b\" c\" NIL NIL NIL NIL NIL NIL NIL NIL) UID 3)",
        "* 1 FETCH (ENVELOPE (NIL NIL) UID 3)", "* 1 FETCH (ENVELOPE NIL UID 3)", "* 1 FETCH (FLAGS NIL UID 3)",
        "* 1 FETCH (ENVELOPE (NIL NIL ((\"a\" NIL NIL \".M.\") ) \"x\" () NIL NIL NIL NIL NIL 11 (12)) UID 3)",
    ])
    func `an odd fetch still says its UID (quirks 22, 24, 27, 29 and 31)`(text: String) {
        #expect(Wire.fetch(text)?.uid == 3)
    }

    @Test func `a literal that is counted short takes the octets up to the next item (quirk 29)`() {
        let fetch = Wire.fetch("* 1 FETCH (BODY[1] {1}\r\nxyz UID 3)")

        #expect(fetch?.sections.first?.bytes == Array("xyz".utf8))
    }

    @Test func `quotes without escapes stay in their string (quirk 27)`() {
        let fetch = Wire.fetch("* 1 FETCH (ENVELOPE (NIL \"say \"yes\"!\" NIL NIL NIL NIL NIL NIL NIL \"<i>\"))")

        #expect(fetch?.envelope?.subject == "say \"yes\"!")
        #expect(fetch?.envelope?.messageID == "<i>")
    }
}
