/// Bytes of an answer under construction.
struct Reply {
    private(set) var bytes: [UInt8] = []

    init() {}

    /// A whole line, its CRLF added.
    init(line: String) {
        self.line(line)
    }

    mutating func text(_ text: String) {
        bytes.append(contentsOf: text.utf8)
    }

    mutating func raw(_ other: some Sequence<UInt8>) {
        bytes.append(contentsOf: other)
    }

    mutating func line(_ text: String) {
        bytes.append(contentsOf: text.utf8)
        bytes.append(13)
        bytes.append(10)
    }

    /// NIL, a quoted string where that is possible, else a literal (RFC 3501, 4.3).
    mutating func string(_ value: [UInt8]?) {
        guard let value else { return text("NIL") }
        guard value.count <= 1000, value.allSatisfy({ $0 >= 32 && $0 < 127 }) else { return literal(value) }
        bytes.append(UInt8(ascii: "\""))
        for byte in value {
            if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { bytes.append(UInt8(ascii: "\\")) }
            bytes.append(byte)
        }
        bytes.append(UInt8(ascii: "\""))
    }

    mutating func string(_ value: String?) {
        string(value.map { Array($0.utf8) })
    }

    mutating func literal(_ value: some Collection<UInt8>) {
        text("{\(value.count)}\r\n")
        raw(value)
    }

    /// A folder name: an atom where it is plainly one, else a string.
    mutating func folder(_ name: String) {
        let isAtom =
            !name.isEmpty
            && name.utf8.allSatisfy { ($0 >= 48 && $0 <= 57) || ($0 | 32 >= 97 && $0 | 32 <= 122) || $0 == 47 }
        isAtom ? text(name) : string(name)
    }
}
