/// A message as `Resources/demo/*.mail` writes it down, before it has a date and bytes.
///
/// ```
/// ==== INBOX | 2 09:14 | seen flagged
/// Id: boat-1
/// From: Wren Okafor <wren@harbourlight.example>
/// Subject: Keys
///
/// Text.
/// ---- text/x-patch; name="fix.patch" | attachment
/// Another part.
/// ```
///
/// The first line names the folder, the age in days with the time of day, and the flags. `Id` makes the Message-ID, `Re` names
/// the messages that are answered, oldest first; `Charset` and `Encoding` say how the text travels, `Multipart` of which kind a
/// message of several parts is. A `Raw` message is taken as it stands. `{x1B}` stands for the byte 1B.
struct MailTemplate {
    /// A part after the first.
    struct Part {
        let contentType: String
        let disposition: String?
        var lines: [String] = []
    }

    let folder: String
    let daysAgo: Int
    /// Seconds since midnight.
    let timeOfDay: Int
    let flags: [String]
    private(set) var fields: [(name: String, value: String)] = []
    private(set) var lines: [String] = []
    private(set) var parts: [Part] = []

    func value(_ name: String) -> String? {
        fields.first { $0.name == name }?.value
    }

    /// All templates of a file; what stands before the first is passed over.
    static func templates(in file: String) -> [MailTemplate] {
        var templates: [MailTemplate] = []
        var isInHeader = false
        for line in file.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) {
            if line.hasPrefix("==== "), let template = MailTemplate(opening: line.dropFirst(5)) {
                templates.append(template)
                isInHeader = true
            } else if !templates.isEmpty {
                if isInHeader, line.isEmpty {
                    isInHeader = false
                } else if isInHeader {
                    templates[templates.count - 1].addField(line)
                } else {
                    templates[templates.count - 1].addLine(line)
                }
            }
        }
        return templates
    }

    private init?(opening: Substring) {
        let columns = opening.split(separator: "|", omittingEmptySubsequences: false).map { String($0).trimmed }
        guard columns.count >= 2 else { return nil }
        let age = columns[1].split { $0 == " " || $0 == ":" }.compactMap { Int($0) }
        guard age.count == 3, (0...4000).contains(age[0]), (0...23).contains(age[1]), (0...59).contains(age[2]) else {
            return nil
        }
        folder = columns[0]
        daysAgo = age[0]
        timeOfDay = age[1] * 3600 + age[2] * 60
        let words = columns.count > 2 ? columns[2].split(separator: " ") : []
        flags = words.map { $0.hasPrefix("$") ? String($0) : "\\" + $0.prefix(1).uppercased() + $0.dropFirst() }
    }

    private mutating func addField(_ line: String) {
        if line.hasPrefix(" "), let last = fields.indices.last {
            fields[last].value += "\n" + line
        } else if let colon = line.firstIndex(of: ":") {
            fields.append((String(line[..<colon]), String(line[line.index(after: colon)...]).trimmed))
        }
    }

    private mutating func addLine(_ line: String) {
        if line.hasPrefix("---- "), value("Raw") == nil {
            let columns = line.dropFirst(5).split(separator: "|").map { String($0).trimmed }
            parts.append(Part(contentType: columns[0], disposition: columns.count > 1 ? columns[1] : nil))
        } else if let last = parts.indices.last {
            parts[last].lines.append(line)
        } else {
            lines.append(line)
        }
    }
}
