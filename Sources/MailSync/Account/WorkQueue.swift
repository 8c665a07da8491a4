import MailModel

/// What waits to be done on an account's connection, and in which order: the user first, the background last.
///
/// Work is taken one piece at a time, and every piece is small, so what the user asks for waits for one piece at most.
struct WorkQueue: Sendable, Equatable {
    enum Work: Sendable, Equatable {
        case open(FolderID)
        case body(MessageID)
        case replay
        case sync
        case piece(Int)
        case prefetch([MessageID])
        /// What came on the connection for the background is stored.
        case arrivals
        case statuses
        /// How many messages there are, and unread ones, in these folders, by wire name.
        case counts([String])
        case poll
    }

    /// Messages whose text is fetched ahead in one go.
    private static let prefetchedTogether = 4

    private(set) var folderToOpen: FolderID?
    private(set) var wanted: [MessageID] = []
    private(set) var ahead: [MessageID] = []
    /// Attachments under way, by number; each is served in turn.
    private(set) var attachments: [Int] = []
    private var uncounted: Set<String> = []
    var hasChanges = false
    var wantsStatuses = false
    var wantsPoll = false

    mutating func open(_ folder: FolderID) { folderToOpen = folder }

    /// That folder has been opened: whoever asked for it meanwhile has it.
    mutating func opened(_ folder: FolderID) { if folderToOpen == folder { folderToOpen = nil } }

    /// That folder is open and is to stay so; opening it anew is not taken back.
    mutating func stay(in folder: FolderID) { if folderToOpen != folder { folderToOpen = nil } }

    mutating func want(_ message: MessageID) {
        ahead.removeAll { $0 == message }
        if !wanted.contains(message) { wanted.append(message) }
    }

    /// The neighbours of the message that is being read: those asked for before are no longer.
    mutating func prefetch(_ messages: [MessageID]) {
        ahead = messages.filter { !wanted.contains($0) }
    }

    /// Takes the messages whose text is wanted next, for the connection that the background has.
    mutating func takeAhead(_ takes: Bool) -> [MessageID]? {
        guard !ahead.isEmpty else { return nil }
        let messages = Array(ahead.prefix(Self.prefetchedTogether))
        if takes { ahead.removeFirst(messages.count) }
        return messages
    }

    mutating func askCounts(of wireName: String) { uncounted.insert(wireName) }

    mutating func add(attachment: Int) { attachments.append(attachment) }

    mutating func remove(attachment: Int) { attachments.removeAll { $0 == attachment } }

    /// Nobody waits any more: what was wanted is forgotten, what has to happen is kept.
    mutating func forgetWants() {
        wanted = []
        ahead = []
        attachments = []
    }

    /// Whether the user waits for something: another folder, a text, a change to be sent.
    var hasUser: Bool { folderToOpen != nil || !wanted.isEmpty || hasChanges }

    /// Takes the next piece of work.
    ///
    /// - Parameters:
    ///   - syncIsUrgent: whether the next step of the open folder's plan is one that the user sees.
    ///   - syncIsDue: whether there is a next step at all.
    ///   - hasArrivals: whether something waits to be stored.
    ///   - prefetches: whether text is fetched ahead here, and not on another connection.
    mutating func next(
        syncIsUrgent: Bool, syncIsDue: Bool, hasArrivals: Bool = false, prefetches: Bool = true
    ) -> Work? {
        if let folder = folderToOpen {
            folderToOpen = nil
            return .open(folder)
        }
        if !wanted.isEmpty { return .body(wanted.removeFirst()) }
        if syncIsUrgent { return .sync }
        if hasChanges {
            hasChanges = false
            return .replay
        }
        if hasArrivals { return .arrivals }
        if prefetches, let messages = takeAhead(true) { return .prefetch(messages) }
        if !attachments.isEmpty {
            let first = attachments.removeFirst()
            attachments.append(first)
            return .piece(first)
        }
        if wantsStatuses {
            wantsStatuses = false
            uncounted = []
            return .statuses
        }
        if !uncounted.isEmpty {
            defer { uncounted = [] }
            return .counts(uncounted.sorted())
        }
        if syncIsDue { return .sync }
        if wantsPoll {
            wantsPoll = false
            return .poll
        }
        return nil
    }
}
