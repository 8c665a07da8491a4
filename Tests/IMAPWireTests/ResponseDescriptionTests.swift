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
        (
            "* STATUS a (APPENDLIMIT 9 DELETED-STORAGE 8 X (1 (b NIL)))",
            #"{"kind":"status","name":"a","rawName":"a","items":{"DELETED-STORAGE":8,"APPENDLIMIT":9,"X":["1",["b",null]]}}"#
        ),
        (
            "* LIST () \"/\" new (OLDNAME (\"Entw&APw-rfe\"))",
            #"{"kind":"list","name":"new","rawName":"new","delimiter":"/","attributes":[],"items":{"OLDNAME":["Entwürfe"]}}"#
        ),
        (
            "* ESEARCH (TAG \"t\" MAILBOX x UIDVALIDITY 1) UID ALL 4 RELEVANCY (9) PARTIAL (1:2 NIL) ADDTO (1 2:3)",
            #"{"kind":"esearch","tag":"t","uids":"4","name":"x","rawName":"x","items":{"uid":true,"UIDVALIDITY":1,"#
                + #""PARTIAL":["1:2",null],"RELEVANCY":[9],"changes":[["ADDTO",1,"2:3"]]}}"#
        ),
        (
            "* METADATA \"\" (/a \"b\" /c NIL)",
            #"{"kind":"metadata","name":"","rawName":"","items":{"/a":"b","/c":null}}"#
        ),
        ("* LANGUAGE (DE)", #"{"kind":"language","items":["DE"]}"#),
        ("* COMPARATOR a (b)", #"{"kind":"comparator","name":"a","items":["b"]}"#),
        (
            "* NAMESPACE ((\"a/\" \"/\" \"TRANSLATION\" (\"b/\"))) NIL NIL",
            #"{"kind":"namespace","items":{"personal":[{"name":"a/","rawName":"a/","delimiter":"/","translation":"b/"}],"#
                + #""other":[],"shared":[]}}"#
        ),
        (
            "* 1 FETCH (X-GM-MSGID 1 X-GM-THRID 2)",
            #"{"kind":"fetch","seq":1,"items":{"X-GM-MSGID":1,"X-GM-THRID":2}}"#
        ),
        (
            "* 1 FETCH (EMAILID (M) THREADID (T) BINARY.SIZE[1] 4 PREVIEW \"p\")",
            #"{"kind":"fetch","seq":1,"items":{"PREVIEW":"<p>","EMAILID":"M","THREADID":"T","BINARY.SIZE[1]":4}}"#
        ),
        (
            "a NO [METADATA TOOMANY] x",
            #"{"kind":"no","tag":"a","code":"METADATA","codeArgument":"TOOMANY","text":"x"}"#
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
