import IMAPWire
import Testing

@Suite struct CommandEncoderTests {
    private func text(_ command: EncodedCommand) -> [String] {
        command.chunks.map { String(decoding: $0, as: UTF8.self) }
    }

    @Test func `a command is its tag, words and line end`() throws {
        var encoder = CommandEncoder(tag: "a1")
        try encoder.atom("FETCH")
        encoder.space()
        try encoder.raw("1:* (UID)")

        #expect(text(encoder.finish()) == ["a1 FETCH 1:* (UID)\r\n"])
    }

    @Test(arguments: [
        ("plain", ["a \"plain\"\r\n"]), ("", ["a \"\"\r\n"]), ("q\"\\", ["a \"q\\\"\\\\\"\r\n"]),
        ("ü", ["a {2}\r\n", "ü\r\n"]),
        ("x\r\ny", ["a {4}\r\n", "x\r\ny\r\n"]),
    ])
    func `a string is quoted where it can be`(string: String, expected: [String]) {
        var encoder = CommandEncoder(tag: "a")
        encoder.string(string)

        #expect(text(encoder.finish()) == expected)
    }

    @Test(arguments: [
        ("atom", "a atom\r\n"), ("two words", "a \"two words\"\r\n"), ("nil", "a \"nil\"\r\n"), ("]", "a \"]\"\r\n"),
    ])
    func `an astring is an atom where it can be`(string: String, expected: String) {
        var encoder = CommandEncoder(tag: "a")
        encoder.astring(string)

        #expect(text(encoder.finish()) == [expected])
    }

    @Test(arguments: [("inbox", "a INBOX\r\n"), ("a/*", "a \"a/*\"\r\n"), ("Entw&APw-rfe", "a \"Entw&APw-rfe\"\r\n")])
    func `a mailbox is quoted, INBOX is not`(name: String, expected: String) {
        var encoder = CommandEncoder(tag: "a")
        encoder.mailbox(name)

        #expect(text(encoder.finish()) == [expected])
    }

    @Test(arguments: [
        (LiteralMode.synchronizing, ["a {3}\r\n", "\r\n\0\r\n"]),
        (.nonSynchronizing(upTo: nil), ["a {3+}\r\n\r\n\0\r\n"]),
        (.nonSynchronizing(upTo: 3), ["a {3+}\r\n\r\n\0\r\n"]),
        (.nonSynchronizing(upTo: 2), ["a {3}\r\n", "\r\n\0\r\n"]),
    ])
    func `a literal waits for the server unless it need not`(mode: LiteralMode, expected: [String]) {
        var encoder = CommandEncoder(tag: "a", literals: mode)
        encoder.literal([13, 10, 0])

        #expect(text(encoder.finish()) == expected)
    }

    @Test(arguments: ["\r", "\n", "\0", "x\r\na2 DELETE y"])
    func `no second command can be smuggled in`(text: String) {
        var encoder = CommandEncoder(tag: "a")

        #expect(throws: EncodingError.forbiddenByte) { try encoder.raw(text) }
        #expect(throws: EncodingError.notAnAtom) { try encoder.atom(text) }
        #expect(throws: EncodingError.forbiddenByte) { try CommandEncoder.continuationLine(text) }
        #expect(encoder.finish().bytes == Array("a \r\n".utf8))
        #expect(CommandEncoder(tag: "a\(text)b").finish().bytes.filter { $0 == 10 }.count == 1)
    }

    @Test(arguments: ["{3}", "x {3+}", "{", "~{1}"])
    func `no text makes a literal of the next command`(text: String) {
        var encoder = CommandEncoder(tag: "a")

        #expect(throws: EncodingError.forbiddenByte) { try encoder.raw(text) }
        #expect(throws: EncodingError.notAnAtom) { try encoder.atom(text) }
        encoder.astring(text)
        encoder.mailbox(text)
        #expect(encoder.finish().bytes == Array("a \"\(text)\"\"\(text)\"\r\n".utf8))
    }

    @Test func `secrets never reach a transcript`() throws {
        var encoder = CommandEncoder(tag: "a")
        try encoder.atom("LOGIN")
        encoder.space()
        encoder.astring("ada")
        encoder.space()
        encoder.string("geh\"eim", isSecret: true)
        encoder.space()
        encoder.string("übel", isSecret: true)
        let command = encoder.finish()

        #expect(command.hasSecrets)
        #expect(String(decoding: command.redacted(chunk: 0), as: UTF8.self) == "a LOGIN ada <redacted> {5}\r\n")
        #expect(String(decoding: command.redacted(chunk: 1), as: UTF8.self) == "<redacted>\r\n")
        #expect(command.redacted(chunk: 2).isEmpty)
    }
}

@Suite struct ModifiedUTF7Tests {
    @Test(arguments: [
        ("INBOX", "INBOX"), ("A & B", "A &- B"), ("Entwürfe", "Entw&APw-rfe"), ("台北", "&U,BTFw-"),
        ("日本語", "&ZeVnLIqe-"),
        ("😀", "&2D3eAA-"), ("", ""), ("ü&ü", "&APw-&-&APw-"),
    ])
    func `names are the same both ways`(name: String, wire: String) {
        #expect(ModifiedUTF7.encode(name) == wire)
        #expect(ModifiedUTF7.decode(wire) == name)
    }

    @Test(arguments: ["&", "a&b", "&=-", "&2D0-", "&AP-", "&A-", "&APwA-x&"])
    func `what is not modified UTF-7 is not decoded`(wire: String) {
        #expect(ModifiedUTF7.decode(wire) == nil)
    }
}
