import MailModel

/// The range that `v` opens. Its two ends may be any number of rows apart; what lies between and is not loaded is read
/// before a command acts on it.
extension MessageList {
    mutating func beginRange() {
        rangeStart = current?.key
        rangeStartPosition = cursor
    }

    mutating func dropRange() {
        rangeStart = nil
        rangeAsked = nil
    }

    /// Rows come and go: the beginning of the range stands elsewhere then.
    mutating func refreshRange() {
        guard let rangeStart, let window else { return }
        if let index = window.rows.firstIndex(where: { $0.id == rangeStart.id }) {
            rangeStartPosition = window.offset + index
        }
    }

    /// The loaded rows from the start of the open range to the cursor.
    private var rangeRows: ArraySlice<MessageSummary> {
        guard rangeStart != nil, let window else { return [] }
        let loaded = window.offset..<window.offset + window.rows.count
        let range = rangePositions.clamped(to: loaded)
        return window.rows[range.lowerBound - window.offset..<range.upperBound - window.offset]
    }

    private var rangePositions: Range<Int> {
        min(rangeStartPosition, cursor)..<max(rangeStartPosition, cursor) + 1
    }

    /// Whether the row is one that commands would act on together.
    func isSelected(_ row: MessageSummary, at position: Int) -> Bool {
        selection[row.id] != nil || (rangeStart != nil && rangePositions.contains(position))
    }

    /// Selects what the open range has of the loaded rows.
    mutating func closeRange() {
        for row in rangeRows { selection[row.id] = row.flags }
        dropRange()
    }

    /// What has to be read before the open range can be closed; nil where all of it is loaded.
    var rangeToRead: MessageRange? {
        guard let scope, let start = rangeStart, let end = current?.key, rangeRows.count < rangePositions.count else {
            return nil
        }
        return MessageRange(
            folder: scope.folder, search: scope.search, isThreaded: scope.isThreaded, start: start, end: end,
            limit: AppState.mostSelected)
    }

    /// How many messages are selected, the open range included.
    var selectedCount: Int {
        guard rangeStart != nil else { return selection.count }
        let both = rangeRows.count { selection[$0.id] != nil }
        return selection.count + rangePositions.count - both
    }
}

extension AppState {
    /// Whether the command acts on all of an open range.
    func needsRange(_ command: Command) -> Bool {
        guard focus == .messages else { return false }
        switch command {
        case .change, .select(.range): return true
        case .move, .navigate, .go, .select, .search, .read, .folder, .history, .layout, .program: return false
        }
    }

    /// Has the rest of an open range read; what the command does waits for it.
    mutating func read(_ range: MessageRange, for command: Command, count: Int?) -> [Effect] {
        list.rangeAsked = range
        if command == .select(.range) { return [.selectRange(range)] }
        return hold(.command(command, count: count)) + [.selectRange(range)]
    }

    /// Selects what was read of a range, if it is still wanted.
    mutating func take(_ found: MessagesOfRange) {
        guard list.rangeAsked == found.range else { return }
        list.dropRange()
        list.selection.merge(found.messages) { _, new in new }
        guard found.total > found.messages.count else { return }
        // Less than was meant: whoever asked for it decides again.
        held.drop()
        let most = Amounts.grouped(found.messages.count)
        notices.show(
            Notice("Selected \(most) of the \(Amounts.messages(found.total)) of the range, the most at one time"),
            at: now)
    }
}
