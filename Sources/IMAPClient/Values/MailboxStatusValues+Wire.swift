import IMAPWire
import MailModel

extension MailboxStatusValues {
    /// Zeros stand for values that the server does not have (quirk 18).
    init(_ status: MailboxStatus) {
        self.init(
            messages: status.messages.map { Int($0) }, unseen: status.unseen.map { Int($0) },
            uidNext: status.uidNext.flatMap { $0 == 0 ? nil : UID($0) },
            uidValidity: status.uidValidity.map { UIDValidity($0) },
            highestModSeq: status.highestModSeq.flatMap { $0 == 0 ? nil : ModSeq($0) },
            deleted: status.deleted.map { Int($0) }, deletedStorage: status.deletedStorage.map { Int(clamping: $0) },
            size: status.size.map { Int(clamping: $0) }, mailboxID: status.mailboxID,
            appendLimit: status.appendLimit.flatMap { limit in
                switch limit {
                case .octets(let octets): Int(clamping: octets)
                case .unlimited: nil
                }
            })
    }
}
