import Screen

/// What was typed ahead of a list that is not there yet, in its order. It means the rows that were asked for, and not those
/// that happen to be on the screen for some milliseconds more, so what a sequence of keys does depends on no timing.
struct HeldKeys: Equatable, Sendable {
    enum Entry: Equatable, Sendable {
        /// The one that has to wait first.
        case command(Command, count: Int?)
        /// What was typed after it; what it means may depend on what is done before.
        case key(Key)
    }

    /// More keys than anybody types while a list is read.
    private static let most = 64
    /// A list that is not there after so many seconds is not waited for: the user looks at something else by then.
    private static let patience: Int64 = 2

    private(set) var entries: [Entry] = []
    private var since: Int64 = 0

    var isEmpty: Bool { entries.isEmpty }

    /// - Returns: whether there was room.
    mutating func add(_ entry: Entry, at now: Int64) -> Bool {
        guard entries.count < Self.most else { return false }
        if entries.isEmpty { since = now }
        entries.append(entry)
        return true
    }

    mutating func takeFirst() -> Entry? { entries.isEmpty ? nil : entries.removeFirst() }

    mutating func drop() { entries = [] }

    func isOverdue(at now: Int64) -> Bool { !isEmpty && (now - since >= Self.patience || now < since) }
}

extension AppState {
    /// Keeps something for when the list is there.
    mutating func hold(_ entry: HeldKeys.Entry) -> [Effect] {
        held.add(entry, at: now) ? [] : [.bell]
    }

    /// Lets go of what waits, and says so.
    mutating func dropHeld() {
        held.drop()
        list.rangeAsked = nil
        notices.show(Notice("The list was still loading: what was typed meanwhile is not done"), at: now)
    }

    /// The next thing that waits, where it need not wait any longer.
    mutating func nextHeld() -> HeldKeys.Entry? {
        guard !list.isChanging, !list.isRowMissing, list.hunt == nil, list.rangeAsked == nil else { return nil }
        return held.takeFirst()
    }

    mutating func perform(_ entry: HeldKeys.Entry) -> [Effect] {
        switch entry {
        case .command(let command, let count): attempt(command, count: count)
        case .key(let key): act(on: key)
        }
    }

    /// Whether the command means rows of the list that are not there yet.
    func mustWait(_ command: Command) -> Bool {
        if list.isChanging || list.rangeAsked != nil { return meansList(command) }
        return (list.isRowMissing || list.hunt != nil) && meansRow(command)
    }

    /// Whether it is about the message under the cursor, or its text.
    private func meansRow(_ command: Command) -> Bool {
        switch command {
        case .change, .read, .select(.toggle), .select(.toggleAndMove), .select(.range): true
        case .navigate(.deeper): focus == .messages
        case .navigate(.pageOrNextUnread), .move: focus == .reader
        case .select(.all), .navigate, .go, .search, .folder, .history, .layout, .program: false
        }
    }

    /// Whether it is about the list at all.
    private func meansList(_ command: Command) -> Bool {
        if meansRow(command) { return true }
        switch command {
        case .move: return focus == .messages
        case .select, .search(.nextHit), .search(.previousHit), .navigate(.nextMessage), .navigate(.previousMessage),
            .navigate(.nextUnread), .navigate(.previousUnread):
            return true
        case .change, .read, .navigate, .go, .search, .folder, .history, .layout, .program: return false
        }
    }
}
