import IMAPWire
import Testing

/// What servers in the field send although no grammar has it.
@Suite struct QuirkTests {
    @Test func `Exchange's bare lines stand for a status`() {
        #expect(
            Wire.response("Server Unavailable. 15") == .status(StatusResponse(.bad, text: "Server Unavailable. 15")))
        #expect(Wire.response("[UIDNEXT 4] x") == .status(StatusResponse(.ok, code: .uidNext(4), text: "x")))
        #expect(
            Wire.response("* [COPYUID 1 2 3] x")
                == .status(
                    StatusResponse(.ok, code: .copyUID(validity: 1, source: [2...2], destination: [3...3]), text: "x")))
    }

    @Test func `NULs before a response are left out`() {
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
    func `names of mailboxes come in many forms`(text: String, name: String, delimiter: Character?) {
        guard case .list(let list) = Wire.response(text) else {
            Issue.record("not a list")
            return
        }
        #expect(list.name == name)
        #expect(list.delimiter == delimiter)
    }

    @Test func `a name that is not UTF-8 goes back as it came`() {
        let raw: [UInt8] = [0x45, 0xFC, 0x80, 0xE2, 0x82, 0xAC, 0x46]
        let responses = Wire.responses(Array("* LIST () \"/\" \"".utf8) + raw + Array("\"\r\n".utf8))
        guard case .list(let list) = responses.first else {
            Issue.record("not a list")
            return
        }

        #expect(WireName.bytes(list.wireName) == raw)
    }

    @Test func `a status may end in a space or have unknown words`() {
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
    func `mod-sequences that are none are none`(item: String, modSeq: UInt64?) {
        let fetch = Wire.fetch("* 1 FETCH (\(item) UID 3)")

        #expect(fetch?.modSeq == modSeq)
        #expect(fetch?.uid == 3)
    }

    @Test(arguments: [
        ("9.3736e+06", 9_373_600 as UInt64?), ("-5", nil), ("NIL", nil), ("\"12\"", 12), ("1e99", nil), ("nan", nil),
    ])
    func `sizes that are none are none`(text: String, size: UInt64?) {
        let fetch = Wire.fetch("* 1 FETCH (RFC822.SIZE \(text) UID 3)")

        #expect(fetch?.size == size)
        #expect(fetch?.uid == 3)
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
    func `an odd fetch still says its UID`(text: String) {
        #expect(Wire.fetch(text)?.uid == 3)
    }

    @Test func `a literal that is counted short takes the octets up to the next item`() {
        let fetch = Wire.fetch("* 1 FETCH (BODY[1] {1}\r\nxyz UID 3)")

        #expect(fetch?.sections.first?.bytes == Array("xyz".utf8))
    }

    @Test func `quotes without escapes stay in their string`() {
        let fetch = Wire.fetch("* 1 FETCH (ENVELOPE (NIL \"say \"yes\"!\" NIL NIL NIL NIL NIL NIL NIL \"<i>\"))")

        #expect(fetch?.envelope?.subject == "say \"yes\"!")
        #expect(fetch?.envelope?.messageID == "<i>")
    }
}
