import IMAPWire

/// How folders stood when the server last told, for a guess at the UIDs of their newest messages.
struct FolderFigures: Sendable {
    private struct Figures: Sendable {
        var messages: UInt32
        var uidNext: UInt32
    }

    /// The most folders that are remembered.
    private static let most = 5_000
    /// How many UIDs are asked for, at most, for each message that is wanted.
    private static let mostSparse: UInt32 = 4

    private var figures: [String: Figures] = [:]

    /// Takes in what STATUS told, or LIST-STATUS, or NOTIFY.
    mutating func note(_ response: Response) {
        guard case .mailboxStatus(let status) = response else { return }
        let values = MailboxStatusValues(status)
        guard let uidNext = values.uidNext, let messages = values.messages else { return }
        note(status.wireName, messages: UInt32(clamping: messages), uidNext: uidNext.value)
    }

    mutating func note(_ wireName: String, messages: UInt32, uidNext: UInt32) {
        guard figures[wireName] != nil || figures.count < Self.most else { return }
        figures[wireName] = Figures(messages: messages, uidNext: uidNext)
    }

    /// From which UID on there are about so many messages; nil where nothing is known of the folder, or it was empty.
    ///
    /// UIDs have gaps: where only every third stood for a message, three times as many are asked for. The newest are
    /// often dense where the old ones are not, so that no more than four times as many come.
    func uid(ofNewest count: Int, in wireName: String) -> UInt32? {
        guard let known = figures[wireName], known.messages > 0, known.uidNext > 1 else { return nil }
        let used = known.uidNext - 1
        let sparse = min(Self.mostSparse, max(1, (used - 1) / known.messages + 1))
        let (span, overflows) = UInt32(clamping: max(1, count)).multipliedReportingOverflow(by: sparse)
        return !overflows && span < used ? known.uidNext - span : 1
    }
}
