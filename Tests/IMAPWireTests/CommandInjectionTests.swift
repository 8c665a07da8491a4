import IMAPWire
import Testing

/// Whatever text a command is given, what leaves is one command.
@Suite struct CommandInjectionTests {
    static let hostile = [
        "a\r\nb LOGOUT", "\r\n", "\n", "\r", "\0", "a\0b", "\"", "\\", "\" LOGOUT", "{5}", "{5+}\r\nabcde", "a) (b",
        "]", "*", "%", "NIL", "", " ", "ü", "\u{2028}", "$", "~{1}", "\\Seen) (x", "1:*", "\u{7F}", "\u{1}",
        String(repeating: "x", count: 5000),
    ]

    /// Every place in the grammar that takes a text.
    static let places: [(String, @Sendable (inout CommandEncoder, String) throws -> Void)] = [
        ("atom", { try $0.atom($1) }), ("raw", { try $0.raw($1) }), ("string", { $0.string($1) }),
        ("astring", { $0.astring($1) }), ("mailbox", { $0.mailbox($1) }), ("flag", { try $0.flag($1) }),
        ("literal", { $0.literal($1.utf8) }), ("literal8", { $0.literal8($1.utf8) }),
        ("search text", { try $0.searchProgram(.text(.subject, $1)) }),
        ("search header", { try $0.searchProgram(.header($1, $1)) }),
        ("search keyword", { try $0.searchProgram(.keyword($1, isSet: true)) }),
        ("search entry", { try $0.searchProgram(.modSeq(1, entry: $1)) }),
        ("search id", { try $0.searchProgram(.emailID($1)) }),
        ("search Gmail", { try $0.searchProgram(.and([.gmailRaw($1), .gmailLabel($1)])) }),
        ("search source", { try $0.searchSources([.subtree([$1]), .mailboxes([$1, "b"])]) }),
        (
            "list",
            {
                try $0.listArguments(
                    selecting: [.subscribed], reference: $1, patterns: [$1], returning: [.metadata([$1])])
            }
        ),
        ("list pattern", { try $0.listArguments(reference: $1, patterns: [$1]) }),
        ("metadata entry", { try $0.metadataEntries([$1]) }),
        ("metadata value", { try $0.metadataValues([("/private/a", Array($1.utf8))]) }),
        ("fetch fields", { try $0.fetchAttributes([.body(part: [], text: .fields([$1]), partial: nil)]) }),
        ("append", { try $0.appendMessage(AppendMessage(flags: [$1], content: .literal(Array($1.utf8)))) }),
        ("append 8", { try $0.appendMessage(AppendMessage(content: .utf8(Array($1.utf8)))) }),
        (
            "catenate",
            { try $0.appendMessage(AppendMessage(content: .catenated([.url($1), .text(Array($1.utf8))]))) }
        ),
        ("notify", { try $0.notifySet([NotifyGroup(.mailboxes([$1]), [.flagChange])], tellsStatus: false) }),
        ("rights", { try $0.rightsChange(.add($1)) }),
        ("quota", { try $0.quotaLimits([QuotaLimit(resource: $1, limit: 1)]) }),
    ]

    @Test(arguments: hostile, [LiteralMode.synchronizing, .nonSynchronizing(upTo: 4096), .nonSynchronizing(upTo: nil)])
    func `no text becomes a second command`(text: String, mode: LiteralMode) {
        for (name, write) in Self.places {
            var encoder = CommandEncoder(tag: "a", literals: mode)
            do {
                try write(&encoder, text)
            } catch {
                // Refused: what was written before it is never sent.
                continue
            }
            let rest = Self.withoutLiterals(encoder.finish().bytes)
            #expect(rest.filter { $0 == 0x0A }.count == 1, "\(name)")
            #expect(rest.filter { $0 == 0x0D }.count == 1, "\(name)")
            #expect(rest.suffix(2) == [0x0D, 0x0A], "\(name)")
            #expect(!rest.contains(0), "\(name)")
        }
    }

    /// The line as a server reads it: each announced literal is taken whole, with the line end before it, and stands as one mark.
    private static func withoutLiterals(_ bytes: [UInt8]) -> [UInt8] {
        var rest: [UInt8] = []
        var index = 0
        while index < bytes.count {
            if bytes[index] == 0x0D, let length = announced(rest) {
                index += 2 + length
                rest.append(UInt8(ascii: "_"))
                continue
            }
            rest.append(bytes[index])
            index += 1
        }
        return rest
    }

    /// The length that the end of a line announces, outside of quotes.
    private static func announced(_ line: [UInt8]) -> Int? {
        var isQuoted = false
        var isEscaped = false
        var brace: Int?
        for (index, byte) in line.enumerated() {
            if isEscaped {
                isEscaped = false
            } else if isQuoted, byte == UInt8(ascii: "\\") {
                isEscaped = true
            } else if byte == UInt8(ascii: "\"") {
                isQuoted.toggle()
            } else if byte == UInt8(ascii: "{"), !isQuoted {
                brace = index
            }
        }
        guard !isQuoted, let brace, line.last == UInt8(ascii: "}") else { return nil }
        let digits = String(decoding: line[(brace + 1)...].dropLast(), as: UTF8.self)
        return Int(digits.hasSuffix("+") ? String(digits.dropLast()) : digits)
    }
}
