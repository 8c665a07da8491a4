import MailModel

/// The way to the next unread message where it is not among the loaded rows: window after window, until it is found,
/// the list ends, or a key is pressed.
struct UnreadHunt: Equatable, Sendable {
    var goesDown: Bool
    /// Whether the message found is to be opened, because one was being read.
    var opens: Bool
    /// Where it began, to come back to.
    var origin: Int
    var originKey: MessageKey?
}

extension MessageList {
    /// What looking for an unread message in the loaded rows came to.
    enum UnreadSearch: Equatable {
        case found(Int)
        /// None here, but there are rows beyond: look from this position on.
        case beyond(Int)
        case none
    }

    /// Looks from the row after (or before) the cursor.
    func nextUnread(goingDown: Bool, includingCursor: Bool = false) -> UnreadSearch {
        guard let window else { return .beyond(0) }
        let start = includingCursor ? cursor : cursor + (goingDown ? 1 : -1)
        let range = window.offset..<(window.offset + window.rows.count)
        if goingDown {
            let positions = max(start, range.lowerBound)..<max(range.upperBound, max(start, range.lowerBound))
            if let found = positions.first(where: isUnread) { return .found(found) }
            return range.upperBound < window.total ? .beyond(range.upperBound) : .none
        }
        let upper = min(start, range.upperBound - 1)
        let positions = min(range.lowerBound, upper + 1)..<(upper + 1)
        if let found = positions.last(where: isUnread) { return .found(found) }
        return range.lowerBound > 0 ? .beyond(range.lowerBound - 1) : .none
    }

    private func isUnread(_ position: Int) -> Bool { row(at: position).map { !$0.flags.isSeen } ?? false }
}
