/// Why a command was not understood; the text goes into the BAD answer.
struct CommandSyntaxError: Error, Equatable {
    let expected: String
}

/// Reads the arguments of one whole command.
struct CommandReader {
    private let bytes: [UInt8]
    private(set) var index = 0

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    var isAtEnd: Bool { index >= bytes.count }

    var peek: UInt8? { index < bytes.count ? bytes[index] : nil }

    /// What has not been read yet.
    var rest: ArraySlice<UInt8> { bytes[min(index, bytes.count)...] }

    mutating func take(_ character: Character) -> Bool {
        guard let wanted = character.asciiValue, peek == wanted else { return false }
        index += 1
        return true
    }

    mutating func expect(_ character: Character) throws(CommandSyntaxError) {
        guard take(character) else { throw CommandSyntaxError(expected: "'\(character)'") }
    }

    mutating func space() throws(CommandSyntaxError) {
        guard take(" ") else { throw CommandSyntaxError(expected: "a space") }
    }

    func end() throws(CommandSyntaxError) {
        guard isAtEnd else { throw CommandSyntaxError(expected: "the end of the command") }
    }

    /// Characters up to one of the delimiters of an atom; brackets and colons belong to it.
    mutating func word() throws(CommandSyntaxError) -> String {
        let begin = index
        while let byte = peek, byte > 32, !Self.delimiters.contains(byte) { index += 1 }
        guard index > begin else { throw CommandSyntaxError(expected: "a word") }
        return String(decoding: bytes[begin..<index], as: UTF8.self)
    }

    private static let delimiters: Set<UInt8> = [
        UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "{"), UInt8(ascii: "\""), 127,
    ]

    mutating func number() throws(CommandSyntaxError) -> UInt64 {
        let begin = index
        while let byte = peek, (48...57).contains(byte) { index += 1 }
        guard let number = UInt64(String(decoding: bytes[begin..<index], as: UTF8.self)) else {
            throw CommandSyntaxError(expected: "a number")
        }
        return number
    }

    /// An atom, a quoted string or a literal (RFC 3501, 9: astring).
    mutating func astring() throws(CommandSyntaxError) -> [UInt8] {
        switch peek {
        case UInt8(ascii: "\""): try quoted()
        case UInt8(ascii: "{"): try literal()
        default: Array(try word().utf8)
        }
    }

    /// An astring as text; bytes that are no UTF-8 are refused, as no name or word of ours holds any.
    mutating func text() throws(CommandSyntaxError) -> String {
        guard let text = String(validating: try astring(), as: UTF8.self) else {
            throw CommandSyntaxError(expected: "UTF-8 text")
        }
        return text
    }

    /// A folder name; INBOX in any case is INBOX (RFC 3501, 5.1).
    mutating func folderName() throws(CommandSyntaxError) -> String {
        let name = try text()
        return name.uppercased() == "INBOX" ? "INBOX" : name
    }

    mutating func quoted() throws(CommandSyntaxError) -> [UInt8] {
        try expect("\"")
        var value: [UInt8] = []
        while let byte = peek {
            index += 1
            if byte == UInt8(ascii: "\"") { return value }
            if byte == UInt8(ascii: "\\") {
                guard let escaped = peek else { break }
                index += 1
                value.append(escaped)
            } else {
                value.append(byte)
            }
        }
        throw CommandSyntaxError(expected: "the end of a quoted string")
    }

    mutating func literal() throws(CommandSyntaxError) -> [UInt8] {
        guard let end = rest.firstIndex(of: 10), end >= 1,
            let announced = CommandFramer.announcedLiteral(bytes[index..<(end - 1)]),
            announced.count <= bytes.count - end - 1
        else { throw CommandSyntaxError(expected: "a literal") }
        index = end + 1 + announced.count
        return Array(bytes[(end + 1)..<index])
    }

    /// `(word word …)`, possibly empty.
    mutating func wordList() throws(CommandSyntaxError) -> [String] {
        try expect("(")
        var words: [String] = []
        while !take(")") {
            if !words.isEmpty { try space() }
            words.append(try word())
        }
        return words
    }
}
