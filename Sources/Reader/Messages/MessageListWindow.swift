import MailModel

/// Which part of the folder is loaded, and how the cursor stays on its message when that part changes.
extension MessageList {
    /// Several screens around the cursor: enough that no pressed-down key outruns the store.
    static func windowSize(visible: Int) -> Int { min(max(visible * 8, 200), 1000) }

    /// Takes a reading of the list. Readings of requests that are no longer wanted are left alone.
    /// - Returns: whether it was taken.
    mutating func receive(_ new: MessageWindow, visible: Int) -> Bool {
        guard new.request == requested, new.request.scope == scope else { return false }
        if lacksCursor(new) {
            // The cursor went on while these rows were read: others are asked for, around where it is now.
            requested = nil
            return false
        }
        let wasAtTop = top == 0
        let lineOnScreen = cursor - top
        let isFirst = window?.request.scope != scope
        if isChanging { (cursor, cursorKey) = (0, startsAt) }
        startsAt = nil
        window = new
        leaving = nil
        refreshSelection()
        if goesToEnd {
            cursor = max(0, new.total - 1)
            goesToEnd = new.offset + new.rows.count < new.total
        } else {
            cursor = place(in: new)
        }
        cursorKey = current?.key ?? cursorKey
        if isFirst {
            top = max(0, cursor - visible / 2)
        } else if !(wasAtTop && cursor < visible) {
            // The message stays on its line of the screen, except that news above the first row come into view.
            top = max(0, cursor - lineOnScreen)
        }
        reveal(visible: visible)
        return true
    }

    /// Whether the same messages come in another order, and the reading has not the one that the cursor is on because it
    /// was asked for around another.
    private func lacksCursor(_ new: MessageWindow) -> Bool {
        guard let window, !isChanging, window.request.scope != scope, let key = cursorKey, !goesToEnd else {
            return false
        }
        if case .around(key, _) = new.request.anchor { return false }
        return !new.rows.contains { $0.id == key.id } && new.rows.count < new.total
    }

    /// Where the cursor's message is now; where it is gone, the next older one.
    private func place(in new: MessageWindow) -> Int {
        let last = max(0, new.total - 1)
        guard let key = cursorKey else { return min(max(0, cursor), last) }
        if let index = new.rows.firstIndex(where: { $0.id == key.id }) { return new.offset + index }
        // Conversations are in no order of keys: the cursor stays at its place.
        if new.request.isThreaded { return min(cursor, last) }
        // A window that does not reach the cursor says nothing about it; a better one will be asked for.
        if let first = new.rows.first, key > first.key, new.offset > 0 { return min(cursor, last) }
        if let end = new.rows.last, key < end.key, new.offset + new.rows.count < new.total { return min(cursor, last) }
        if let index = new.rows.firstIndex(where: { $0.key < key }) { return new.offset + index }
        return min(new.offset + max(0, new.rows.count - 1), last)
    }

    /// What must be asked for so that the rows around the cursor are there, or nil where they are or will be.
    mutating func nextRequest(visible: Int) -> WindowRequest? {
        guard let scope else { return nil }
        let count = MessageList.windowSize(visible: visible)
        guard let requested, requested.scope == scope else {
            let key = isChanging ? startsAt : cursorKey
            let anchor = key.map { WindowRequest.Anchor.around($0, before: count / 2) } ?? .newest
            return remember(scope.request(anchor, count: count))
        }
        guard let window, window.request.scope == scope else { return nil }
        let margin = max(visible, count / 6)
        let lacksNewer = cursor - margin < window.offset && window.offset > 0
        let end = window.offset + window.rows.count
        let lacksOlder = cursor + margin >= end && end < window.total
        // One question at a time: the answer to the one before decides whether another is needed.
        let isAsked = requested != window.request && current != nil
        guard lacksNewer || lacksOlder, !isAsked else { return nil }
        let request = scope.request(anchor(count: count), count: count)
        return request == requested ? nil : remember(request)
    }

    private func anchor(count: Int) -> WindowRequest.Anchor {
        if goesToEnd { return .oldest }
        if cursor < count / 2 { return .newest }
        if let key = current?.key { return .around(key, before: count / 2) }
        return .position(max(0, cursor - count / 2))
    }

    private mutating func remember(_ request: WindowRequest) -> WindowRequest {
        requested = request
        return request
    }

    private mutating func refreshSelection() {
        refreshRange()
        guard !selection.isEmpty, let rows = window?.rows else { return }
        for row in rows where selection[row.id] != nil { selection[row.id] = row.flags }
    }
}
