/// The lines of which calendars (RFC 5545 section 3.1) and contacts (RFC 6350 section 3.3) are made.
struct ContentLine: Equatable {
    /// Upper case, without a group before it.
    var name: String
    /// Names in upper case; the quotes of values taken off.
    var parameters: [String: String]
    /// As written: escapes are the property's own matter.
    var value: String

    private static let maximumLines = 20_000
    private static let maximumLength = 65_536
    private static let maximumParameters = 50

    /// The lines of a text, unfolded. What is no such line is left out.
    static func lines(of text: String) -> [ContentLine] {
        var folded: [[UInt8]] = []
        for line in text.utf8.split(whereSeparator: { $0 == ASCII.lineFeed || $0 == ASCII.carriageReturn }) {
            if let first = line.first, ASCII.isBlank(first), let last = folded.indices.last {
                if folded[last].count < maximumLength { folded[last] += line.dropFirst() }
            } else if folded.count < maximumLines {
                folded.append(Array(line))
            }
        }
        return folded.compactMap { ContentLine($0) }
    }

    private init?(_ line: [UInt8]) {
        var fields: [ArraySlice<UInt8>] = []
        var start = 0
        var isQuoted = false
        var end: Int?
        for (index, byte) in line.enumerated() {
            if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
            if isQuoted { continue }
            if byte == UInt8(ascii: ";") || byte == UInt8(ascii: ":") {
                if fields.count < ContentLine.maximumParameters { fields.append(line[start..<index]) }
                start = index + 1
            }
            if byte == UInt8(ascii: ":") {
                end = index
                break
            }
        }
        guard let end, let first = fields.first else { return nil }
        let label = String(decoding: first, as: UTF8.self).trimmed
        name = (label.split(separator: ".").last.map(String.init) ?? label).uppercased()
        value = String(decoding: line[(end + 1)...], as: UTF8.self).trimmed
        parameters = [:]
        for field in fields.dropFirst() {
            let text = String(decoding: field, as: UTF8.self)
            let parts = text.split(separator: "=", maxSplits: 1)
            // vCard 2.1 writes the value alone: `TEL;HOME:…`.
            let key = parts.count == 2 ? parts[0].uppercased() : "TYPE"
            parameters[key] = (parts.last.map(String.init) ?? "").filter { $0 != "\"" }
        }
        if name.isEmpty { return nil }
    }

    /// The value as text: `\n`, `\,`, `\;` and `\\` are what they stand for (RFC 5545 section 3.3.11).
    var text: String {
        var result = ""
        var isEscaped = false
        for character in value {
            if isEscaped {
                result.append(character == "n" || character == "N" ? "\n" : character)
                isEscaped = false
            } else if character == "\\" {
                isEscaped = true
            } else {
                result.append(character)
            }
        }
        return result.trimmed
    }
}
