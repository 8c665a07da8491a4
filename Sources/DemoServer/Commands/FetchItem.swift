/// One thing a FETCH asks for.
enum FetchItem: Equatable {
    case flags
    case uid
    case internalDate
    case size
    case envelope
    case body
    case bodyStructure
    case modSeq
    /// RFC 8474.
    case emailID
    case threadID
    /// `BODY[…]`, `BODY.PEEK[…]` with a part of it, or one of the RFC822 forms under its own `label`.
    case section(SectionName, partial: Partial?, label: String, peeks: Bool)

    /// `<origin.count>`.
    struct Partial: Equatable {
        let origin: Int
        let count: Int
    }

    /// Reads a macro, one item or a list of items (RFC 3501, 6.4.5).
    static func items(_ reader: inout CommandReader) throws(CommandSyntaxError) -> [FetchItem] {
        guard reader.take("(") else { return try one(&reader) }
        var items: [FetchItem] = []
        while !reader.take(")") {
            if !items.isEmpty { try reader.space() }
            items += try one(&reader)
            guard items.count <= 1000 else { throw CommandSyntaxError(expected: "fewer items") }
        }
        return items
    }

    private static func one(_ reader: inout CommandReader) throws(CommandSyntaxError) -> [FetchItem] {
        switch name(&reader) {
        case "ALL": return [.flags, .internalDate, .size, .envelope]
        case "FAST": return [.flags, .internalDate, .size]
        case "FULL": return [.flags, .internalDate, .size, .envelope, .body]
        case "FLAGS": return [.flags]
        case "UID": return [.uid]
        case "INTERNALDATE": return [.internalDate]
        case "RFC822.SIZE": return [.size]
        case "ENVELOPE": return [.envelope]
        case "BODYSTRUCTURE": return [.bodyStructure]
        case "MODSEQ": return [.modSeq]
        case "EMAILID": return [.emailID]
        case "THREADID": return [.threadID]
        case "RFC822": return [try section("[]", label: "RFC822", peeks: false)]
        case "RFC822.HEADER": return [try section("[HEADER]", label: "RFC822.HEADER", peeks: true)]
        case "RFC822.TEXT": return [try section("[TEXT]", label: "RFC822.TEXT", peeks: false)]
        case "BODY" where reader.peek == UInt8(ascii: "["): return [try section(&reader, peeks: false)]
        case "BODY.PEEK": return [try section(&reader, peeks: true)]
        case "BODY": return [.body]
        default: throw CommandSyntaxError(expected: "an item of FETCH")
        }
    }

    private static func name(_ reader: inout CommandReader) -> String {
        var name = ""
        while let byte = reader.peek, byte < 127, byte != UInt8(ascii: "["), byte != 32, byte != UInt8(ascii: ")"),
            name.utf8.count < 32
        {
            let character = Character(Unicode.Scalar(byte))
            guard reader.take(character) else { break }
            name.append(character)
        }
        return name.uppercased()
    }

    private static func section(_ text: String, label: String, peeks: Bool) throws(CommandSyntaxError) -> FetchItem {
        var reader = CommandReader(Array(text.utf8))
        return .section(try SectionName(&reader), partial: nil, label: label, peeks: peeks)
    }

    private static func section(_ reader: inout CommandReader, peeks: Bool) throws(CommandSyntaxError) -> FetchItem {
        let name = try SectionName(&reader)
        guard reader.take("<") else { return .section(name, partial: nil, label: "BODY[\(name.text)]", peeks: peeks) }
        let origin = try reader.number()
        try reader.expect(".")
        let count = try reader.number()
        try reader.expect(">")
        guard origin <= UInt32.max, (1...UInt64(UInt32.max)).contains(count) else {
            throw CommandSyntaxError(expected: "a partial range in bounds")
        }
        return .section(
            name, partial: Partial(origin: Int(origin), count: Int(count)), label: "BODY[\(name.text)]<\(origin)>",
            peeks: peeks)
    }
}
