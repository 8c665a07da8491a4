import MailModel

/// Reports about a message in plain words: what became of it (RFC 3464), and whether it was opened (RFC 3798).
enum DeliveryReport {
    /// Recipients whose fate is told; a mailing list's report may have thousands.
    private static let maximumGroups = 100

    /// One sentence for each recipient; empty where the report says nothing.
    static func sentences(of report: [UInt8]) -> [String] {
        var sentences: [String] = []
        var rest = report[...]
        for _ in 0...maximumGroups where !rest.isEmpty {
            var fields = HeaderFields(Array(rest))
            var group: [String: String] = [:]
            while let field = fields.next() {
                let name = String(decoding: field.name, as: UTF8.self).lowercased()
                if group[name] == nil, group.count < 100 { group[name] = HeaderText.decode(field.body) }
            }
            rest = rest.dropFirst(max(1, fields.endOfHeader))
            if let sentence = sentence(group) { sentences.append(sentence) }
        }
        return sentences
    }

    private static func sentence(_ group: [String: String]) -> String? {
        if let disposition = group["disposition"] { return opened(disposition, by: recipient(group)) }
        guard let action = group["action"]?.lowercased() else { return nil }
        let who = recipient(group)
        var words: String
        switch action {
        case "failed": words = "Not delivered to \(who)"
        case "delayed": words = "Not yet delivered to \(who)"
        case "delivered": words = "Delivered to \(who)"
        case "relayed": words = "Passed on for \(who) to a server that sends no reports"
        case "expanded": words = "Delivered to \(who), and passed on to others from there"
        default: words = "\(who): \(action)"
        }
        let status = group["status"]?.split(whereSeparator: \.isWhitespace).first.map(String.init) ?? ""
        let reason = [meaning(of: status), withoutType(group["diagnostic-code"])].compactMap(\.self)
        if !reason.isEmpty, action != "delivered" { words += ": " + reason.joined(separator: "; ") }
        if let limit = group["will-retry-until"] { words += ". The server tries until \(limit)" }
        return words + "."
    }

    /// `manual-action/MDN-sent-manually; displayed` (RFC 3798 section 3.2.6).
    private static func opened(_ disposition: String, by who: String) -> String {
        let type = disposition.split(separator: ";").last.map { String($0).trimmed.lowercased() } ?? ""
        switch type.prefix(while: { $0 != "/" }) {
        case "displayed": return "Opened by \(who)."
        case "deleted": return "Deleted by \(who), perhaps unread."
        case "dispatched": return "Passed on by \(who)."
        case "processed": return "Handled by a program of \(who)."
        case "denied", "failed": return "\(who) does not say whether the message was opened."
        default: return "\(who): \(type)."
        }
    }

    private static func recipient(_ group: [String: String]) -> String {
        let address = withoutType(group["final-recipient"]) ?? withoutType(group["original-recipient"])
        return address ?? "an unnamed recipient"
    }

    /// `rfc822; a@b.example` and `smtp; 550 no` without what stands before the semicolon.
    private static func withoutType(_ value: String?) -> String? {
        guard let value else { return nil }
        let text = value.firstIndex(of: ";").map { String(value[value.index(after: $0)...]) } ?? value
        let trimmed = String(text.trimmed.prefix(1_000))
        return trimmed.isEmpty ? nil : trimmed
    }

    /// The codes that people meet (RFC 3463 section 3).
    private static func meaning(of status: String) -> String? {
        let fields = status.split(separator: ".")
        guard fields.count == 3 else { return nil }
        switch "\(fields[1]).\(fields[2])" {
        case "1.1": return "there is no such mailbox"
        case "1.2": return "there is no such mail domain"
        case "1.10": return "the domain takes no mail"
        case "2.1": return "the mailbox is disabled"
        case "2.2": return "the mailbox is full"
        case "2.3", "3.4": return "the message is too large"
        case "4.1": return "the server does not answer"
        case "4.4": return "no way to the server is known"
        case "4.7": return "it took too long"
        case "7.1": return "the server refused the message"
        default: return fields[1] == "7" ? "the server refused the message by its policy" : nil
        }
    }
}
