/// A structured field such as Content-Type: a word and its parameters (RFC 2045, 5.1), read leniently.
struct ContentField: Equatable {
    /// One `name=value`.
    struct Parameter: Equatable {
        /// As written.
        let name: String
        let value: [UInt8]
    }

    let word: String
    let parameters: [Parameter]

    init(_ value: [UInt8]) {
        var pieces = Self.split(value)
        word = String(decoding: pieces.isEmpty ? [] : pieces.removeFirst().trimmed, as: UTF8.self)
        parameters = pieces.compactMap { piece in
            guard let equals = piece.firstIndex(of: UInt8(ascii: "=")), equals > 0 else { return nil }
            let name = String(decoding: Array(piece[..<equals]).trimmed, as: UTF8.self)
            return Parameter(name: name, value: Self.unquoted(Array(piece[(equals + 1)...]).trimmed))
        }
    }

    func parameter(_ name: String) -> [UInt8]? {
        parameters.first { $0.name.lowercased() == name }?.value
    }

    /// Cuts at semicolons that stand outside quotes.
    private static func split(_ value: [UInt8]) -> [[UInt8]] {
        var pieces: [[UInt8]] = [[]]
        var isQuoted = false
        var isEscaped = false
        for byte in value {
            if byte == UInt8(ascii: ";"), !isQuoted {
                pieces.append([])
                continue
            }
            if byte == UInt8(ascii: "\""), !isEscaped { isQuoted.toggle() }
            isEscaped = byte == UInt8(ascii: "\\") && !isEscaped
            pieces[pieces.count - 1].append(byte)
        }
        return pieces
    }

    private static func unquoted(_ value: [UInt8]) -> [UInt8] {
        guard value.first == UInt8(ascii: "\""), value.count >= 2 else { return value }
        var result: [UInt8] = []
        var isEscaped = false
        for byte in value.dropFirst() {
            if !isEscaped, byte == UInt8(ascii: "\"") { break }
            isEscaped = byte == UInt8(ascii: "\\") && !isEscaped
            if !isEscaped { result.append(byte) }
        }
        return result
    }
}
