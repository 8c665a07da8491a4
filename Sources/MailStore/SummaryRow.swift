import GRDB
import MailModel

/// The columns of a message's summary, and how they are read by position.
enum SummaryRow {
    static let columns = """
        m.id, m.folder, m.uid, m.received, m.receivedOffset, m.sent, m.sentOffset, m.sender, m.recipients, m.cc,
        m.replyTo, m.subject, m.messageID, m.inReplyTo, m.refs, m.flags, m.keywords, m.size, m.hasAttachments,
        m.isUnreadable, m.openChanges
        """

    static func summary(_ row: Row) -> MessageSummary {
        let uid: Int64? = row[2]
        let sent: Int64? = row[5]
        let sentOffset: Int? = row[6]
        let openChanges: Int = row[20]
        return MessageSummary(
            id: MessageID(row[0]), folder: FolderID(row[1]), uid: uid.map { UID(UInt32(clamping: $0)) },
            received: MailDate(seconds: row[3], offsetMinutes: row[4]),
            sent: sent.map { MailDate(seconds: $0, offsetMinutes: sentOffset ?? 0) },
            from: TextCoding.addresses(row[7]), to: TextCoding.addresses(row[8]), cc: TextCoding.addresses(row[9]),
            replyTo: TextCoding.addresses(row[10]), subject: row[11], messageID: row[12],
            inReplyTo: TextCoding.names(row[13]), references: TextCoding.names(row[14]),
            flags: flags(row[15], row[16]), size: row[17], hasAttachments: row[18],
            isPending: uid == nil || openChanges > 0, isUnreadable: row[19])
    }

    static func flags(_ system: Int64, _ keywords: String) -> Flags {
        Flags(system: Flags.System(rawValue: UInt8(clamping: system)), keywords: TextCoding.names(keywords))
    }
}

extension Flags {
    /// The value of the column `keywords`.
    var keywordText: String { TextCoding.encode(keywords) }
}
