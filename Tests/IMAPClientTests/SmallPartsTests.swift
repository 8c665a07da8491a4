import IMAPWire
import MailModel
import Testing

@testable import IMAPClient

@Suite struct SmallPartsTests {
    @Test(arguments: [
        (Int64(760_686_745), -480, " 7-Feb-1994 21:52:25 -0800"), (0, 0, " 1-Jan-1970 00:00:00 +0000"),
        (-1, 0, "31-Dec-1969 23:59:59 +0000"), (951_782_400, 60, "29-Feb-2000 01:00:00 +0100"),
        (Int64.max, 0, "31-Dec-9999 23:59:59 +0000"), (Int64.min, 1_000_000, " 1-Jan-0001 23:59:00 +2359"),
    ])
    func `dates are written as commands have them`(seconds: Int64, offset: Int, expected: String) {
        #expect(WireDateText.text(MailDate(seconds: seconds, offsetMinutes: offset)) == expected)
    }

    @Test(
        arguments: [([], ""), ([0], "AA=="), ([0, 0x61], "AGE="), (Array("foobar".utf8), "Zm9vYmFy")]
            as [([UInt8], String)])
    func `bytes become base64`(bytes: [UInt8], expected: String) {
        #expect(Base64.encoded(bytes) == expected)
    }

    @Test func `a long set of UIDs is cut into lines that servers take`() {
        let set = UIDSet(ranges: (1...5_000).map { UInt32($0 * 3)...UInt32($0 * 3) })
        let parts = UIDSetParts.parts(of: set)
        #expect(parts.count > 1)
        #expect(parts.allSatisfy { $0.wireNotation.utf8.count <= 7_500 })
        #expect(parts.reduce(UIDSet()) { $0.union($1) } == set)
        #expect(UIDSetParts.parts(of: UIDSet()) == [])
    }

    @Test(arguments: [
        ("plain", "plain"), ("a\r\nb\u{0}c", "a b c"), ("\u{1B}]0;x\u{07}", "]0;x"), ("\u{202E}evil", "evil"),
        (String(repeating: "x", count: 400), String(repeating: "x", count: 300) + "…"),
    ])
    func `texts of servers are made safe`(text: String, expected: String) {
        #expect(ServerText.sanitised(text) == expected)
    }

    @Test(
        arguments: [
            (["filename": "plain.pdf"], "plain.pdf"), (["filename*": "utf-8'de'Z%C3%BCrich.pdf"], "Zürich.pdf"),
            (["filename*": "iso-8859-1''Z%FCrich"], "Zürich"), (["filename*0": "one", "filename*1": "two"], "onetwo"),
            (["filename*0*": "utf-8''%C3%BC", "filename*1": "%20", "filename*2*": "%21"], "ü%20!"),
            (["filename*10": "k", "filename*9": "j"], "jk"),
            (["filename": "=?utf-8?q?kept?="], "=?utf-8?q?kept?="), (["filename*": "%zz'"], "%zz'"),
            (["filename": "fallback", "filename*": "''best"], "best"),
        ] as [([String: String], String)])
    func `file names of parts are read`(parameters: [String: String], expected: String) {
        let wire = parameters.sorted { $0.key < $1.key }.map {
            BodyParameter(name: $0.key, value: WireText($0.value))
        }
        let joined = MIMEParameters.joined(wire)
        #expect(joined.first { $0.name == "filename" }?.value == expected)
    }

    @Test func `a structure becomes a tree with its numbers`() throws {
        let leaf = BodyStructure(
            section: "2.1", type: "text", subtype: "html", parameters: [BodyParameter(name: "charset", value: "utf-8")],
            encoding: "base64", octets: 99)
        let message = BodyStructure(section: "2", type: "message", subtype: "rfc822", octets: 500, children: [leaf])
        let root = BodyStructure(section: "", type: "multipart", subtype: "mixed", children: [message])
        let tree = PartTree(root)
        let found = try #require(tree.part("2.1"))
        #expect(found.type == "text/html")
        #expect(found.parameters == ["charset": "utf-8"])
        #expect(found.encoding == "base64")
        #expect(found.size == 99)
        #expect(tree.leaves.map(\.section) == ["2"])
    }

    @Test func `roles that a server does not tell are guessed by name, where they are plain to see`() {
        func listed(_ name: String, role: FolderRole? = nil) -> ListedFolder {
            ListedFolder(
                name: name, wireName: name, delimiter: "/", role: role, isSubscribed: true, isSelectable: true)
        }
        let folders = FolderRoleGuess.completing([
            listed("INBOX", role: .inbox), listed("Gesendete Objekte"), listed("INBOX/Entwürfe"), listed("Спам"),
            listed("Projekte/Archiv"), listed("Trash"), listed("Müll", role: .trash), listed("Sent"),
        ])
        #expect(folders.map(\.role) == [.inbox, nil, .drafts, .junk, nil, nil, .trash, .sent])
    }

    @Test func `capabilities compare without case`() {
        let capabilities = Capabilities(["imap4rev1", "Auth=plain"])
        #expect(capabilities.contains("IMAP4REV1"))
        #expect(capabilities.offersAuthentication("PLAIN"))
        #expect(!capabilities.contains("MOVE"))
    }

    @Test func `what is safe to log holds no arguments`() {
        let error = IMAPError.no(command: "SELECT", code: "NONEXISTENT", text: "no such folder")
        #expect("\(error)" == "SELECT refused [NONEXISTENT]: no such folder")
    }

    @Test func `transcripts are of one line each and of bounded length`() {
        #expect(TranscriptLine.server(Array("* 1 FETCH {3}\r\na\u{1B}b)".utf8)) == "S: * 1 FETCH {3}⏎a.b)")
        let long = TranscriptLine.client(Array(repeating: 0x61, count: 5_000))
        #expect(long.hasSuffix(" … (3000 more octets)"))
    }
}
