/// Finds the line on which a key of a TOML document stands, for error messages.
///
/// The parser gives positions for syntax errors only, not for the values it read. This looks for the table headers and
/// the keys at the start of lines, which is where people write them; a key inside an inline table is found on the line
/// of the table.
package struct TOMLLines: Sendable {
    private struct Entry: Sendable {
        var path: [String]
        var line: Int
    }

    private var entries: [Entry] = []

    package init(_ document: String) {
        var section: [String] = []
        var number = 0
        for line in document.split(separator: "\n", omittingEmptySubsequences: false) {
            number += 1
            let text = line.drop { $0 == " " || $0 == "\t" }
            if text.first == "[" {
                section = TOMLLines.keys(of: text.drop { $0 == "[" }, endingAt: "]")
                entries.append(Entry(path: section, line: number))
            } else if let first = text.first, first != "#", text.contains("=") {
                entries.append(Entry(path: section + TOMLLines.keys(of: text, endingAt: "="), line: number))
            }
        }
    }

    /// The line of the longest leading part of the path that stands in the document.
    package func line(of path: [String]) -> Int? {
        var wanted = path
        while !wanted.isEmpty {
            let exact = entries.first { $0.path == wanted }
            // A table that is only named as the beginning of others: `[accounts.work]` for `accounts`.
            if let entry = exact ?? entries.first(where: { $0.path.starts(with: wanted) }) { return entry.line }
            wanted.removeLast()
        }
        return nil
    }

    /// Splits `accounts."my work".imap` at its dots, minding quotes.
    private static func keys(of text: Substring, endingAt end: Character) -> [String] {
        var keys: [String] = []
        var key = ""
        var quote: Character?
        for character in text {
            if let open = quote {
                if character == open { quote = nil } else { key.append(character) }
            } else if character == "\"" || character == "'" {
                quote = character
            } else if character == end {
                break
            } else if character == "." {
                keys.append(key)
                key = ""
            } else if character != " " && character != "\t" {
                key.append(character)
            }
        }
        return keys + [key]
    }
}
