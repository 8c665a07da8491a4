/// What stands between the brackets of `BODY[…]` (RFC 3501, 6.4.5).
struct SectionName: Equatable {
    /// What of the part is meant.
    enum Kind: Equatable {
        case all
        case header
        case headerFields([String], excluded: Bool)
        case text
        case mime
    }

    let path: [Int]
    let kind: Kind
    /// As the answer names it.
    let text: String

    /// Reads from the opening bracket through the closing one.
    init(_ reader: inout CommandReader) throws(CommandSyntaxError) {
        try reader.expect("[")
        var path: [Int] = []
        while let byte = reader.peek, (48...57).contains(byte) {
            let number = try reader.number()
            guard (1...10_000).contains(number), path.count < 64 else {
                throw CommandSyntaxError(expected: "a part number")
            }
            path.append(Int(number))
            guard reader.take(".") else { break }
        }
        self.path = path
        let prefix = path.map(String.init).joined(separator: ".")
        if reader.take("]") {
            (kind, text) = (.all, prefix)
            return
        }
        let (kind, name) = try Self.kind(&reader)
        try reader.expect("]")
        if kind == .mime, path.isEmpty { throw CommandSyntaxError(expected: "a part number before MIME") }
        self.kind = kind
        text = prefix.isEmpty ? name : prefix + "." + name
    }

    private static func kind(_ reader: inout CommandReader) throws(CommandSyntaxError) -> (Kind, String) {
        var letters = ""
        while let byte = reader.peek, byte != UInt8(ascii: "]"), byte != 32, letters.utf8.count < 32 {
            letters.unicodeScalars.append(Unicode.Scalar(byte))
            guard reader.take(Character(Unicode.Scalar(byte))) else { break }
        }
        switch letters.uppercased() {
        case "HEADER": return (.header, "HEADER")
        case "TEXT": return (.text, "TEXT")
        case "MIME": return (.mime, "MIME")
        case "HEADER.FIELDS", "HEADER.FIELDS.NOT":
            try reader.space()
            try reader.expect("(")
            var names: [String] = []
            while !reader.take(")") {
                if !names.isEmpty { try reader.space() }
                names.append(try reader.text())
            }
            let word = letters.uppercased()
            let fields = names.map { $0.lowercased() }
            let text = "\(word) (\(names.map { $0.uppercased() }.joined(separator: " ")))"
            return (.headerFields(fields, excluded: word.hasSuffix("NOT")), text)
        default: throw CommandSyntaxError(expected: "a section")
        }
    }

    /// The bytes of this section of a message; nil where there is no such part.
    func bytes(of message: [UInt8], structure: MIMEPart) -> [UInt8]? {
        guard let part = Self.part(path, of: structure) else { return nil }
        switch kind {
        case .all:
            return path.isEmpty ? message : Array(message[part.body])
        case .mime:
            return Array(message[part.header])
        case .header, .headerFields, .text:
            // Below the top, only a message/rfc822 has a header and a text of its own.
            guard let inner = path.isEmpty ? part : part.isMessage ? part.children.first : nil else { return nil }
            return innerBytes(of: message, part: inner)
        }
    }

    private func innerBytes(of message: [UInt8], part: MIMEPart) -> [UInt8] {
        switch kind {
        case .all, .text: return Array(message[part.body])
        case .header, .mime: return Array(message[part.header])
        case .headerFields(let names, let excluded):
            var bytes: [UInt8] = []
            for field in part.fields where names.contains(field.name) != excluded {
                bytes.append(contentsOf: message[field.range])
            }
            return bytes + [13, 10]
        }
    }

    /// Follows part numbers. Part 1 of what is no multipart is the body itself, and numbers pass through a message/rfc822.
    private static func part(_ path: [Int], of root: MIMEPart) -> MIMEPart? {
        var part = root
        for (depth, number) in path.enumerated() {
            if depth > 0, part.isMessage, let inner = part.children.first { part = inner }
            if part.isMultipart {
                guard part.children.indices.contains(number - 1) else { return nil }
                part = part.children[number - 1]
            } else if number != 1 || (depth > 0 && depth != path.count - 1) {
                return nil
            }
        }
        return part
    }
}
