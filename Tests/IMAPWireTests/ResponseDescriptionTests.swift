import IMAPWire
import Testing

@Suite struct ResponseDescriptionTests {
    private func json(_ text: String) -> String {
        ResponseDescription.json(Wire.response(text)) { "<" + String(decoding: $0, as: UTF8.self) + ">" }
    }

    @Test(arguments: [
        ("a1 OK [UIDNEXT 4] done", #"{"kind":"ok","tag":"a1","code":"UIDNEXT","codeArgument":"4","text":"done"}"#),
        ("* 3 EXISTS", #"{"kind":"exists","numbers":[3]}"#), ("* 3 EXPUNGE", #"{"kind":"expunge","seq":3}"#),
        (
            "* LIST (\\Drafts) \"/\" Entw&APw-rfe",
            #"{"kind":"list","name":"Entwürfe","rawName":"Entw&APw-rfe","delimiter":"/","attributes":["\\drafts"]}"#
        ),
        (
            "* STATUS INBOX (UIDNEXT 3 MESSAGES 2)",
            #"{"kind":"status","name":"INBOX","rawName":"INBOX","items":{"MESSAGES":2,"UIDNEXT":3}}"#
        ),
        ("* VANISHED 1:3", #"{"kind":"vanished","uids":"1:3","items":{"earlier":false}}"#),
        (
            "* 1 FETCH (UID 2 FLAGS (\\Seen) INTERNALDATE \"01-Mar-2000 00:00:00 -0130\" BODY[1] {3}\r\nabc BODY[2] NIL)",
            #"{"kind":"fetch","seq":1,"uid":2,"flags":["\\Seen"],"internalDate":"2000-03-01T00:00:00-01:30","#
                + #""body":{"1":3,"2":null}}"#
        ),
        (
            "* 1 FETCH (ENVELOPE (NIL \"s\" ((\"n\" NIL \"m\" \"h\")) NIL NIL NIL NIL NIL NIL \"<i>\"))",
            #"{"kind":"fetch","seq":1,"subject":"<s>","from":[{"name":"<n>","address":"m@h"}],"to":[],"messageID":"<i>"}"#
        ),
        (
            "* 1 FETCH (BODYSTRUCTURE ((\"a\" \"b\" NIL NIL NIL NIL 3 NIL (\"attachment\" (\"filename*0*\" \"utf-8''%C3%BC\" "
                + "\"filename*1\" \".txt\"))) \"mixed\"))",
            #"{"kind":"fetch","seq":1,"structure":[{"part":"","type":"multipart/mixed"},"#
                + #"{"part":"1","type":"a/b","size":3,"filename":"ü.txt"}]}"#
        ),
        ("* OK \u{1B}[31m", #"{"kind":"ok","text":"\u001b[31m"}"#),
    ])
    func `a response is described in JSON`(text: String, expected: String) {
        #expect(json(text) == expected)
    }

    @Test func `a response is described in a line`() {
        let line = ResponseDescription.line(Wire.response("* 3 EXPUNGE")) { String(decoding: $0, as: UTF8.self) }

        #expect(line == "expunge seq=3")
    }
}
