import IMAPWire

/// Parameters of MIME parts, with continuations joined and percent encoding undone (RFC 2231). Encoded words in them
/// (RFC 2047, which forbids them there) stay as they are: whoever reads messages decodes those.
enum MIMEParameters {
    /// More pieces of one parameter than that are not read.
    private static let mostPieces = 100

    private struct Piece {
        var index: Int
        var isEncoded: Bool
        var bytes: [UInt8]
    }

    /// Names in lower case, each once; the extended form of a parameter wins over the plain one.
    static func joined(_ parameters: [BodyParameter]) -> [(name: String, value: String)] {
        var plain: [(name: String, value: String)] = []
        var pieces: [String: [Piece]] = [:]
        for parameter in parameters {
            let parts = parameter.name.split(separator: "*", omittingEmptySubsequences: false)
            guard parts.count > 1, let base = parts.first.map(String.init) else {
                plain.append((parameter.name, decoded(Array(parameter.value.bytes), charset: "utf-8")))
                continue
            }
            let piece = Piece(
                index: Int(parts[1]) ?? 0, isEncoded: parts.last?.isEmpty ?? false, bytes: Array(parameter.value.bytes))
            if pieces[base, default: []].count < mostPieces { pieces[base, default: []].append(piece) }
        }
        let extended = pieces.sorted { $0.key < $1.key }.map { (name: $0.key, value: value(of: $0.value)) }
        return extended + plain.filter { entry in pieces[entry.name] == nil }
    }

    private static func value(of unordered: [Piece]) -> String {
        let ordered = unordered.sorted { $0.index < $1.index }
        var charset = "utf-8"
        var bytes: [UInt8] = []
        for (position, piece) in ordered.enumerated() {
            guard piece.isEncoded else {
                bytes += piece.bytes
                continue
            }
            var content = piece.bytes[...]
            if position == 0 {
                // `charset'language'text`; without the quotes it is all text.
                let fields = piece.bytes.split(separator: 0x27, maxSplits: 2, omittingEmptySubsequences: false)
                if fields.count == 3 {
                    charset = String(decoding: fields[0], as: UTF8.self).lowercased()
                    content = fields[2]
                }
            }
            bytes += percentDecoded(content)
        }
        return decoded(bytes, charset: charset)
    }

    private static func percentDecoded(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        var result: [UInt8] = []
        var rest = bytes
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "%"), rest.count >= 2,
                let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
            {
                result.append(value)
                rest = rest.dropFirst(2)
            } else {
                result.append(byte)
            }
        }
        return result
    }

    /// UTF-8 where it is that, else Latin-1: the charsets that are nearly always meant.
    private static func decoded(_ bytes: [UInt8], charset: String) -> String {
        if charset != "iso-8859-1", let text = String(validating: bytes, as: UTF8.self) { return text }
        var view = String.UnicodeScalarView()
        for byte in bytes { view.append(Unicode.Scalar(byte)) }
        return String(view)
    }
}
