import MailModel

/// Lists of addresses and names as one text column, which the search index reads as it is: the separators are control
/// characters, which no tokenizer takes for letters.
enum TextCoding {
    private static let unit = "\u{1F}"
    private static let record = "\u{1E}"

    static func encode(_ addresses: [EmailAddress]) -> String {
        addresses.map { clean($0.name) + unit + clean($0.address) }.joined(separator: record)
    }

    static func addresses(_ text: String) -> [EmailAddress] {
        guard !text.isEmpty else { return [] }
        return text.utf8.split(separator: 0x1E, omittingEmptySubsequences: false).map { entry in
            guard let cut = entry.firstIndex(of: 0x1F) else { return EmailAddress(name: "", address: string(entry)) }
            return EmailAddress(name: string(entry[..<cut]), address: string(entry[entry.index(after: cut)...]))
        }
    }

    /// Names without spaces: keywords, and message identifiers, in which a space is not legal.
    static func encode(_ names: [String]) -> String {
        names.map { $0.utf8.contains(0x20) ? String($0.filter { $0 != " " }) : $0 }.filter { !$0.isEmpty }
            .joined(separator: " ")
    }

    static func names(_ text: String) -> [String] {
        text.isEmpty ? [] : text.utf8.split(separator: 0x20).map(string)
    }

    private static func string(_ bytes: Substring.UTF8View) -> String { String(Substring(bytes)) }

    private static func clean(_ text: String) -> String {
        guard text.utf8.contains(where: { $0 == 0x1E || $0 == 0x1F || $0 == 0 }) else { return text }
        return String(text.map { $0 == "\u{1E}" || $0 == "\u{1F}" || $0 == "\0" ? " " : $0 })
    }
}
