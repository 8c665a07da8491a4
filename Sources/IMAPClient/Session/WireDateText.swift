import IMAPWire
import MailModel

/// Dates as commands write them.
enum WireDateText {
    /// ` 7-Feb-1994 21:52:25 -0800`, with the offset that the date has.
    static func text(_ date: MailDate) -> String { WireDate(date).wireText }
}

extension WireDate {
    init(_ date: MailDate) { self.init(secondsSince1970: date.seconds, offsetMinutes: date.offsetMinutes) }
}
