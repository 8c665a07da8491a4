import IMAPWire
import Testing

@Suite struct FetchTests {
    @Test func `the plain items of a fetch are read`() {
        let fetch = Wire.fetch(
            "* 12 FETCH (UID 9 FLAGS (\\Seen Ünlaut) INTERNALDATE \"24-May-2021 11:47:51 +0200\" RFC822.SIZE 77 "
                + "MODSEQ (5) EMAILID (M1) THREADID (T1))")

        #expect(
            fetch
                == FetchResponse(
                    seq: 12, uid: 9, flags: ["\\Seen", "Ünlaut"], modSeq: 5, size: 77,
                    internalDate: WireDate(secondsSince1970: 1_621_849_671, offsetMinutes: 120), emailID: "M1",
                    threadID: "T1"))
    }

    @Test(arguments: [
        ("\"01-Jan-1970 00:00:00 +0000\"", 0 as Int64?), ("\" 1-Mar-2000 00:00:00 -0130\"", 951_874_200),
        ("\"31-Dec-1969 23:59:59 +0000\"", -1), ("\"1-Foo-2000 00:00:00 +0000\"", nil), ("NIL", nil),
    ])
    func `dates are moments`(text: String, seconds: Int64?) {
        let fetch = Wire.fetch("* 1 FETCH (INTERNALDATE \(text) UID 4)")

        #expect(fetch?.internalDate?.secondsSince1970 == seconds)
        #expect(fetch?.uid == 4)
    }

    @Test func `an envelope keeps header text as it was sent`() {
        let envelope = Wire.fetch(
            "* 1 FETCH (ENVELOPE (\"Mon, 1 Jan\" {8}\r\n=?x?q?=? ((\"A \\\"B\\\"\" NIL \"ada\" \"h.example\")) NIL NIL "
                + "((NIL NIL \"group\" NIL)(NIL NIL \"x\" \"y\")(NIL NIL NIL NIL)) NIL NIL NIL \"<id@h>\"))"
        )?.envelope

        #expect(envelope?.date == "Mon, 1 Jan")
        #expect(envelope?.subject == "=?x?q?=?")
        #expect(envelope?.from == [WireAddress(name: "A \"B\"", mailbox: "ada", host: "h.example")])
        #expect(envelope?.to.map(\.isGroupStart) == [true, false, false])
        #expect(envelope?.to.map(\.isGroupEnd) == [false, false, true])
        #expect(envelope?.messageID == "<id@h>")
    }

    @Test func `sections carry their name, origin and octets`() {
        let fetch = Wire.fetch(
            "* 1 FETCH (BODY[HEADER.FIELDS (\"From\" to)]<5> {6}\r\n)\r\n*(\" BODY[] \"x\" BODY[1.2] NIL RFC822.TEXT {0}\r\n "
                + "BINARY[1] ~{1}\r\nx BINARY.SIZE[1] 7 UID 3)")

        #expect(
            fetch?.sections == [
                BodySection(name: "HEADER.FIELDS (FROM TO)", origin: 5, bytes: Array(")\r\n*(\"".utf8)),
                BodySection(name: "", bytes: Array("x".utf8)), BodySection(name: "1.2", bytes: nil),
                BodySection(name: "TEXT", bytes: []), BodySection(name: "1", bytes: Array("x".utf8), isBinary: true),
            ])
        #expect(fetch?.binarySizes == [BinarySize(section: "1", octets: 7)])
        #expect(fetch?.uid == 3)
    }

    @Test func `unknown items are skipped and named`() {
        let fetch = Wire.fetch("* 1 FETCH (X-NEW (a (\"b)\" {1}\r\n)) NIL) UID 7 ANNOTATION (/x (v \"y\")))")

        #expect(fetch?.uid == 7)
        #expect(fetch?.skippedItems == ["X-NEW", "ANNOTATION"])
    }

    @Test func `Gmail's items are read`() {
        let fetch = Wire.fetch("* 1 FETCH (X-GM-THRID 12 X-GM-MSGID 13 X-GM-LABELS (\\Inbox \"a b\" {1}\r\nc))")

        #expect(fetch?.threadID == "12")
        #expect(fetch?.gmailThreadID == 12)
        #expect(fetch?.emailID == "13")
        #expect(fetch?.gmailMessageID == 13)
        #expect(fetch?.gmailLabels == ["\\Inbox", "a b", "c"])
    }

    @Test(arguments: [("PREVIEW \"a\"", "a"), ("PREVIEW (FUZZY \"a\")", "a"), ("SNIPPET (FUZZY {1}\r\na)", "a")])
    func `previews come in two forms`(item: String, expected: WireText) {
        #expect(Wire.fetch("* 1 FETCH (\(item))")?.preview == expected)
    }

    @Test func `UIDFETCH has a UID and no sequence number`() {
        let fetch = Wire.fetch("* 25997 UIDFETCH (FLAGS (\\Seen))")

        #expect(fetch?.seq == 0)
        #expect(fetch?.uid == 25997)
    }
}
