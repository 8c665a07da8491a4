import IMAPWire
import Testing

@Suite struct BodyStructureTests {
    private static let text = "(\"TEXT\" \"Plain\" (\"CHARSET\" \"utf-8\") NIL NIL \"7BIT\" 11 2)"
    private static let envelope = "(NIL \"inner\" NIL NIL NIL NIL NIL NIL NIL NIL)"

    @Test func `a single part is part 1, its words in lower case`() {
        let part = Wire.structure(
            "(\"TEXT\" \"Plain\" (\"CHARSET\" \"utf-8\") \"<id>\" \"about\" \"7BIT\" 11 2 \"md5\" "
                + "(\"ATTACHMENT\" (\"Filename\" \"a.txt\")) (\"en\" \"de\") \"loc\" 42)")

        #expect(
            part
                == BodyStructure(
                    section: "1", type: "text", subtype: "plain",
                    parameters: [BodyParameter(name: "charset", value: "utf-8")], id: "<id>", description: "about",
                    encoding: "7bit", octets: 11, lines: 2, md5: "md5",
                    disposition: BodyDisposition(
                        kind: "attachment", parameters: [BodyParameter(name: "filename", value: "a.txt")]),
                    languages: ["en", "de"], location: "loc"))
    }

    @Test(arguments: [
        ("(\(text)\(text) \"MIXED\")", ["·multipart/mixed", "1 text/plain", "2 text/plain"]),
        (
            "((\(text)\(text) \"ALTERNATIVE\" NIL)\(text) \"MIXED\" (\"BOUNDARY\" \"b\") NIL NIL NIL)",
            ["·multipart/mixed", "1 multipart/alternative", "1.1 text/plain", "1.2 text/plain", "2 text/plain"]
        ),
        (
            "(\(text)(\"MESSAGE\" \"RFC822\" NIL NIL NIL \"7BIT\" 99 \(envelope) \(text) 9) \"MIXED\")",
            ["·multipart/mixed", "1 text/plain", "2 message/rfc822", "2.1 text/plain"]
        ),
        (
            "(\(text)(\"MESSAGE\" \"RFC822\" NIL NIL NIL \"7BIT\" 99 \(envelope) (\(text)\(text) \"MIXED\") 9) \"MIXED\")",
            [
                "·multipart/mixed", "1 text/plain", "2 message/rfc822", "2 multipart/mixed", "2.1 text/plain",
                "2.2 text/plain",
            ]
        ),
        (
            "(\"MESSAGE\" \"RFC822\" NIL NIL NIL \"7BIT\" 99 \(envelope) \(text) 9)",
            ["1 message/rfc822", "1.1 text/plain"]
        ),
    ])
    func `parts have the numbers that fetching them needs`(structure: String, outline: [String]) throws {
        let expected = outline.map { $0.replacing("·", with: " ") }

        #expect(Wire.outline(try #require(Wire.structure(structure))) == expected)
    }

    @Test func `an embedded message has its envelope`() {
        let part = Wire.structure("(\"message\" \"rfc822\" NIL NIL NIL \"7bit\" 99 \(Self.envelope) \(Self.text) 9)")

        #expect(part?.envelope?.subject == "inner")
        #expect(part?.lines == 9)
    }

    @Test(arguments: [
        // Exchange: a disposition that is a string, or empty.
        ("(\"text\" \"plain\" NIL NIL NIL \"7bit\" 1 1 NIL \"inline\" NIL NIL)", "1 text/plain"),
        ("(\"text\" \"plain\" NIL NIL NIL \"7bit\" 1 1 NIL (NIL NIL) NIL NIL)", "1 text/plain"),
        // Gmail, Yandex, QQ: multiparts without parts.
        ("(\"ALTERNATIVE\")", " multipart/alternative"), ("(\"RELATED\" NIL NIL NIL)", " multipart/related"),
        ("(\"MIXED\" (\"BOUNDARY\" \"b\") NIL NIL)", " multipart/mixed"),
        // Dovecot: no type.
        ("(NIL \"alternative\" (\"boundary\" \"b\") NIL NIL)", " multipart/alternative"),
        ("(NIL NIL NIL NIL NIL NIL NIL)", "1 application/octet-stream"),
        ("(\"text\" NIL NIL NIL NIL NIL NIL NIL)", "1 text/plain"),
        ("(\"\" \"\" NIL NIL NIL \"7bit\" 1)", "1 application/octet-stream"),
        // Numbers that are none, lists for NIL, more than there should be.
        ("(\"text\" \"plain\" NIL NIL NIL \"7bit\" -1 -1)", "1 text/plain"),
        ("(\"text\" \"plain\" NIL NIL NIL \"7bit\" 9.3736e+06 NIL)", "1 text/plain"),
        ("(\"image\" \"png\" () () () \"base64\" 5 () () () ())", "1 image/png"),
        ("(\"image\" \"png\" NIL NIL NIL \"base64\" 5 NIL NIL NIL NIL (\"x\" (1 2)) 4)", "1 image/png"),
        ("(\"image\" \"png\")", "1 image/png"), ("( \"text\"  \"plain\" NIL NIL NIL \"7bit\" 1 )", "1 text/plain"),
        ("(\"message\" \"rfc822\" NIL NIL NIL \"7bit\" 9 NIL (\"attachment\" NIL) NIL)", "1 message/rfc822"),
    ])
    func `oddities of servers are understood`(structure: String, first: String) {
        let read = Wire.structure(structure)

        #expect(read.map(Wire.outline)?.first == first)
    }

    @Test(arguments: [
        "((\"text\" \"plain\" NIL NIL NIL \"7bit\" (1)) \"x\")", "((((\"a\"", "(\"text\" ((1)) (2))", "NIL",
        "(\(text) (\"a\" \"b\" (\"x\" (\"y\"))) \"mixed\")",
    ])
    func `a structure that makes no sense is unknown, and what follows is read`(structure: String) {
        let fetch = Wire.fetch("* 4 FETCH (UID 7 BODYSTRUCTURE \(structure) RFC822.SIZE 9)")

        #expect(fetch?.uid == 7)
        #expect(fetch?.bodyStructureIsUnknown == true)
        #expect(fetch?.bodyStructure == nil)
        if structure.filter({ $0 == "(" }).count == structure.filter({ $0 == ")" }).count { #expect(fetch?.size == 9) }
    }
}
