/// How literals are announced.
public enum LiteralMode: Sendable, Equatable {
    /// `{n}`: the server is asked first.
    case synchronizing
    /// `{n+}` up to so many octets, nil for no bound: LITERAL+ and LITERAL- (RFC 7888).
    case nonSynchronizing(upTo: Int?)
}

/// Why a command cannot be written. The offending text is not repeated.
public enum EncodingError: Error, Sendable, Equatable {
    /// CR, LF, NUL, or the beginning of a literal, outside a literal: the text could smuggle in a second command.
    case forbiddenByte
    /// Empty, or characters that an atom cannot hold.
    case notAnAtom
}

/// Writes one command. Spaces are written by the caller; the tag and the space behind it are there from the start.
public struct CommandEncoder: Sendable {
    private let tag: String
    private let literals: LiteralMode
    private var chunks: [[UInt8]] = [[]]
    private var secrets: [EncodedCommand.SecretRange] = []

    /// - Parameter tag: of our own making: letters and digits, anything else is left out.
    public init(tag: String, literals: LiteralMode = .synchronizing) {
        let bytes = tag.utf8.filter(Self.isTagByte)
        self.tag = String(decoding: bytes, as: UTF8.self)
        self.literals = literals
        write(bytes + [UInt8(ascii: " ")], isSecret: false)
    }

    /// The space between two words.
    public mutating func space() {
        write([UInt8(ascii: " ")], isSecret: false)
    }

    /// An atom, such as a command's name or a flag's.
    public mutating func atom(_ text: String, isSecret: Bool = false) throws(EncodingError) {
        guard !text.isEmpty, text.utf8.allSatisfy(Self.isAtomOrFlagByte) else { throw .notAnAtom }
        write(Array(text.utf8), isSecret: isSecret)
    }

    /// Grammar as it is, such as `(UID FLAGS)` or a set of UIDs. A brace is refused: at the end of a line it would make the
    /// server take the next command for a literal.
    public mutating func raw(_ text: String, isSecret: Bool = false) throws(EncodingError) {
        let isRefused = text.utf8.contains { Self.isForbidden($0) || $0 == Octet.openBrace }
        guard !isRefused else { throw .forbiddenByte }
        write(Array(text.utf8), isSecret: isSecret)
    }

    /// A quoted string where that can hold the octets, else a literal.
    public mutating func string(_ bytes: some Collection<UInt8>, isSecret: Bool = false) {
        guard Self.isQuotable(bytes) else {
            literal(bytes, isSecret: isSecret)
            return
        }
        var quoted: [UInt8] = [UInt8(ascii: "\"")]
        for byte in bytes {
            if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { quoted.append(UInt8(ascii: "\\")) }
            quoted.append(byte)
        }
        quoted.append(UInt8(ascii: "\""))
        write(quoted, isSecret: isSecret)
    }

    /// Whether a text goes as a quoted string, which never waits for the server, and not as a literal.
    public static func isQuotable(_ text: String) -> Bool { isQuotable(text.utf8) }

    private static func isQuotable(_ bytes: some Collection<UInt8>) -> Bool {
        bytes.count <= longestQuoted && bytes.allSatisfy { $0 < 0x80 && !isForbidden($0) }
    }

    /// The UTF-8 of a text as a string.
    public mutating func string(_ text: String, isSecret: Bool = false) {
        string(text.utf8, isSecret: isSecret)
    }

    /// An atom where that can hold the text, else a string.
    public mutating func astring(_ text: String, isSecret: Bool = false) {
        // NIL would be read as no string at all by some servers.
        if !text.isEmpty, text.utf8.allSatisfy(Self.isAtomByte), text.uppercased() != "NIL" {
            write(Array(text.utf8), isSecret: isSecret)
        } else {
            string(text, isSecret: isSecret)
        }
    }

    /// A mailbox by its name on the wire (see `WireName`), not for people. Quoted always but INBOX, as some servers
    /// take nothing else.
    public mutating func mailbox(_ wireName: String) {
        if wireName.uppercased() == "INBOX" {
            write(Array("INBOX".utf8), isSecret: false)
        } else {
            string(WireName.bytes(wireName))
        }
    }

    /// A literal.
    ///
    /// - Parameter synchronizing: ask the server first, even where that is not needed.
    public mutating func literal(
        _ bytes: some Collection<UInt8>, synchronizing: Bool = false, isSecret: Bool = false
    ) {
        let waits = synchronizing || !allowsNonSynchronizing(bytes.count)
        write(Array("{\(bytes.count)\(waits ? "" : "+")}\r\n".utf8), isSecret: false)
        if waits { chunks.append([]) }
        write(Array(bytes), isSecret: isSecret)
    }

    /// A literal that may hold NUL (RFC 9051 section 9, `literal8`).
    ///
    /// - Parameter synchronizing: ask the server first, even where that is not needed.
    public mutating func literal8(_ bytes: some Collection<UInt8>, synchronizing: Bool = false) {
        write([UInt8(ascii: "~")], isSecret: false)
        literal(bytes, synchronizing: synchronizing)
    }

    /// The command, with its line end.
    public func finish() -> EncodedCommand {
        var copy = self
        copy.write([0x0D, 0x0A], isSecret: false)
        return EncodedCommand(tag: tag, chunks: copy.chunks, secrets: secrets)
    }

    /// A line that answers a continuation, such as a base64 response or `DONE`, with its line end.
    public static func continuationLine(_ text: String) throws(EncodingError) -> [UInt8] {
        guard !text.utf8.contains(where: isForbidden) else { throw .forbiddenByte }
        return Array(text.utf8) + [0x0D, 0x0A]
    }

    private mutating func write(_ bytes: [UInt8], isSecret: Bool) {
        let chunk = chunks.count - 1
        let start = chunks[chunk].count
        chunks[chunk].append(contentsOf: bytes)
        if isSecret { secrets.append(.init(chunk: chunk, range: start..<(start + bytes.count))) }
    }

    private func allowsNonSynchronizing(_ count: Int) -> Bool {
        switch literals {
        case .synchronizing: false
        case .nonSynchronizing(upTo: let bound): bound.map { count <= $0 } ?? true
        }
    }
}

extension CommandEncoder {
    /// Longer strings go as literals: servers bound the length of a line (RFC 7162 section 4 asks for 8192 octets).
    private static let longestQuoted = 1024

    private static func isForbidden(_ byte: UInt8) -> Bool {
        byte == 0x0D || byte == 0x0A || byte == 0
    }

    private static func isTagByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "a")...UInt8(ascii: "z"):
            true
        default: false
        }
    }

    /// ATOM-CHAR of RFC 3501 section 9: no specials, no controls, no 8-bit.
    private static func isAtomByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "{"), UInt8(ascii: "%"), UInt8(ascii: "*"),
            UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "]"):
            false
        default: byte > 0x20 && byte < 0x7F
        }
    }

    private static func isAtomOrFlagByte(_ byte: UInt8) -> Bool {
        isAtomByte(byte) || byte == UInt8(ascii: "\\")
    }
}
