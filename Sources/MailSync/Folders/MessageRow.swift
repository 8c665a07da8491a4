import IMAPClient
import MailModel
import MailStore
import MessageContent

/// The description of a message as the server gave it, on its way to a row of the store.
enum MessageRow {
    /// What is asked of every message that gets a row.
    static let items: [FetchItem] = [
        .uid, .flags, .modSeq, .internalDate, .size, .bodyStructure, .objectIDs,
        .headerFields([
            "FROM", "TO", "CC", "REPLY-TO", "SUBJECT", "DATE", "MESSAGE-ID", "IN-REPLY-TO", "REFERENCES",
        ]),
    ]

    /// What is asked of a message whose description could not be read.
    static let bareItems: [FetchItem] = [.uid, .flags, .internalDate, .size]

    /// The row; nil for an answer without UID, which names no message.
    static func row(_ fetched: FetchedMessage) -> NewMessage? {
        guard let uid = fetched.uid else { return nil }
        let header = fetched.sections[FetchedMessage.headerFieldsKey]
        let summary = header.map(HeaderSummary.parse) ?? HeaderSummary()
        // INTERNALDATE is what lists are ordered by; without one the header's date is the next best.
        let received = fetched.received ?? summary.date ?? MailDate(seconds: 0)
        var row = NewMessage(
            uid: uid, received: received, sent: summary.date, from: summary.from, to: summary.to, cc: summary.cc,
            replyTo: summary.replyTo, subject: summary.subject, messageID: summary.messageID,
            inReplyTo: summary.inReplyTo, references: summary.references, flags: fetched.flags ?? Flags(),
            size: max(0, fetched.size ?? 0),
            hasAttachments: fetched.structure.map(MessageReader.hasAttachments) ?? false,
            isUnreadable: header == nil || summary.isUnreadable, structure: fetched.structure, modSeq: fetched.modSeq)
        row.emailID = fetched.emailID
        return row
    }

    /// The flags that an answer tells.
    static func flags(_ fetched: FetchedMessage) -> FlagChange? {
        guard let uid = fetched.uid, let flags = fetched.flags else { return nil }
        return FlagChange(uid: uid, flags: flags, modSeq: fetched.modSeq)
    }
}
