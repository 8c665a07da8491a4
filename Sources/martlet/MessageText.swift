import MailModel
import Reader

/// A message as plain text for people: a short header, the text, the links and attachments. Safe for a terminal.
struct MessageText {
    let message: ReadableMessage

    /// Nil where lines are not to be broken.
    let columns: Int?

    init(_ message: ReadableMessage, columns: Int? = nil) {
        self.message = message
        self.columns = columns
    }

    var text: String {
        var lines = headerLines + LaidOutText.senderLines(of: message, columns: columns ?? 1_000)
        lines += leaveLines
        lines.append("")
        lines +=
            (columns ?? (message.seals.isEmpty ? nil : 1_000)).map { LaidOutText.lines(of: message, columns: $0) }
            ?? message.lines.map { PlainOutput.safe($0.text) }
        if !message.links.isEmpty {
            lines.append("")
            lines += message.links.map { "[\($0.number)] \(PlainOutput.safe($0.target))" }
        }
        if !message.attachments.isEmpty {
            lines.append("")
            lines += message.attachments.map {
                "⎘ \(PlainOutput.safe($0.filename.isEmpty ? "part \($0.section)" : $0.filename))  \(PlainOutput.safe($0.type))  \($0.size) bytes"
            }
        }
        if !message.defects.isEmpty {
            lines.append("")
            lines += message.defects.map { "(\(PlainOutput.safe($0)))" }
        }
        return lines.map { $0 + "\n" }.joined()
    }

    private var headerLines: [String] {
        var lines: [String] = []
        func add(_ name: String, _ addresses: [EmailAddress]) {
            guard !addresses.isEmpty else { return }
            lines.append(
                name + ": " + addresses.map { PlainOutput.safe(MessageText.text(for: $0)) }.joined(separator: ", "))
        }
        add("From", message.from)
        add("To", message.to)
        add("Cc", message.cc)
        if let date = message.date { lines.append("Date: " + date.iso8601) }
        lines.append("Subject: " + PlainOutput.safe(message.subject))
        return lines
    }

    /// Where the list can be left, which the reader does with a key.
    private var leaveLines: [String] {
        guard let list = message.list, let way = list.oneClick ?? list.unsubscribe.first else { return [] }
        return ["Unsubscribe: " + PlainOutput.safe(way)]
    }

    private static func text(for address: EmailAddress) -> String {
        address.name.isEmpty ? address.address : "\(address.name) <\(address.address)>"
    }

    /// The header of a message's source, up to and with the empty line (RFC 5322 section 2.1).
    static func header(of source: [UInt8]) -> [UInt8] {
        var isLineEmpty = true
        for (index, byte) in source.enumerated() {
            switch byte {
            case 0x0a:
                if isLineEmpty { return Array(source[...index]) }
                isLineEmpty = true
            case 0x0d: continue
            default: isLineEmpty = false
            }
        }
        return source
    }
}
