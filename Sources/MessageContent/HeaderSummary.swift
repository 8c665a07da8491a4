import MailModel

/// What the list and the reader need of a message's header, decoded.
package struct HeaderSummary: Sendable, Equatable {
    package var subject = ""
    package var from: [EmailAddress] = []
    package var to: [EmailAddress] = []
    package var cc: [EmailAddress] = []
    package var replyTo: [EmailAddress] = []
    package var date: MailDate?
    /// Without angle brackets; empty where there is none.
    package var messageID = ""
    package var inReplyTo: [String] = []
    /// Oldest first. Of a very long list the first and the last ones are kept.
    package var references: [String] = []
    /// Whether there were bytes, but no header field among them.
    package var isUnreadable = false

    package init() {}

    /// The header of a message that the store knows.
    package init(of summary: MessageSummary) {
        subject = summary.subject
        from = summary.from
        to = summary.to
        cc = summary.cc
        replyTo = summary.replyTo
        date = summary.sent
        messageID = summary.messageID
        inReplyTo = summary.inReplyTo
        references = summary.references
        isUnreadable = summary.isUnreadable
    }

    /// Addresses of one field that are kept.
    static let maximumAddresses = 1_000
    /// Message identifiers of one field that are kept.
    static let maximumReferences = 100

    /// Reads a header block: what `BODY[HEADER.FIELDS (…)]` or `BODY[HEADER]` answered, or the start of a message.
    ///
    /// Never fails. Where a field that may occur once occurs twice, the first one counts.
    package static func parse(_ header: [UInt8]) -> HeaderSummary {
        var summary = HeaderSummary()
        var seen: Set<Once> = []
        var hasField = false
        for field in HeaderFields(header) {
            hasField = true
            summary.take(field, seen: &seen)
        }
        summary.isUnreadable = !hasField && header.contains { !ASCII.isWhiteSpace($0) }
        return summary
    }

    /// The fields of which only the first counts.
    private enum Once { case subject, from, date, messageID, references, inReplyTo, replyTo }

    private mutating func take(_ field: HeaderFields.Field, seen: inout Set<Once>) {
        switch field.name.count {
        case 2:
            if field.isNamed("to") { HeaderSummary.append(field, to: &to) }
            if field.isNamed("cc") { HeaderSummary.append(field, to: &cc) }
        case 4:
            if field.isNamed("from"), from.isEmpty { HeaderSummary.append(field, to: &from) }
            if field.isNamed("date"), seen.insert(.date).inserted { date = HeaderDate.parse(field.body) }
        case 7:
            if field.isNamed("subject"), seen.insert(.subject).inserted { subject = HeaderText.decode(field.body) }
        case 8:
            if field.isNamed("reply-to"), replyTo.isEmpty { HeaderSummary.append(field, to: &replyTo) }
        case 10:
            if field.isNamed("message-id"), seen.insert(.messageID).inserted {
                messageID = MessageIDs.parse(field.body).first ?? ""
            }
            if field.isNamed("references"), seen.insert(.references).inserted {
                references = MessageIDs.parse(field.body)
            }
        case 11:
            if field.isNamed("in-reply-to"), seen.insert(.inReplyTo).inserted {
                inReplyTo = MessageIDs.parse(field.body)
            }
        default:
            break
        }
    }

    private static func append(_ field: HeaderFields.Field, to list: inout [EmailAddress]) {
        let room = maximumAddresses - list.count
        guard room > 0 else { return }
        list += AddressList.parse(field.body, limit: room)
    }
}
