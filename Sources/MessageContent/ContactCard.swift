import MailModel

/// A contact (vCard: RFC 6350, and the older 3.0 and 2.1) as a card.
enum ContactCard {
    private static let maximumContacts = 20
    private static let maximumLines = 40

    static func lines(of text: String) -> [ReadableMessage.Line] {
        var lines: [ReadableMessage.Line] = []
        var contacts = 0
        var count = 0
        for line in ContentLine.lines(of: text) where contacts <= maximumContacts {
            if line.name == "BEGIN" {
                contacts += 1
                count = 0
            } else if contacts <= maximumContacts, count < maximumLines, let shown = shown(line) {
                if line.name == "FN", !lines.isEmpty { lines.append(.init(kind: .text, spans: [])) }
                lines.append(shown)
                count += 1
            }
        }
        return lines
    }

    private static func shown(_ line: ContentLine) -> ReadableMessage.Line? {
        let value = text(of: line)
        guard !value.isEmpty else { return nil }
        if line.name == "FN" {
            return .init(
                kind: .text, spans: [.init("Contact: \(value)", emphasis: .strong)], hangingIndent: 2)
        }
        guard let label = label(line.name) else { return nil }
        return .init(kind: .text, spans: [.init("  \(label): \(value)")], hangingIndent: 4)
    }

    private static func label(_ name: String) -> String? {
        switch name {
        case "ORG": "Organisation"
        case "TITLE", "ROLE": "Title"
        case "EMAIL": "Mail"
        case "TEL": "Telephone"
        case "ADR": "Address"
        case "URL": "Web"
        case "BDAY": "Birthday"
        case "NOTE": "Note"
        default: nil
        }
    }

    /// Structured values have their components between semicolons (RFC 6350 section 3.4).
    private static func text(of line: ContentLine) -> String {
        var plain = line
        if line.parameters["ENCODING"]?.uppercased() == "QUOTED-PRINTABLE"
            || line.parameters["TYPE"] == "QUOTED-PRINTABLE"
        {
            let bytes = TransferDecoder.decode(Array(line.value.utf8), encoding: "quoted-printable").bytes
            plain.value = Charset.decode(bytes, declared: line.parameters["CHARSET"]).text
        }
        switch line.name {
        case "ADR", "ORG":
            return plain.value.split(separator: ";").map { String($0).trimmed }.filter { !$0.isEmpty }
                .joined(separator: ", ").replacing("\\,", with: ",").replacing("\\n", with: ", ").oneLine
        case "TEL" where plain.value.lowercased().hasPrefix("tel:"): return String(plain.value.dropFirst(4)).oneLine
        default: return plain.text.oneLine
        }
    }
}
