/// The messages of a list between two of them, both included, wherever the list is loaded.
package struct MessageRange: Hashable, Sendable {
    package var folder: FolderID
    package var search: String?
    package var isThreaded: Bool
    /// Where it began: if there are more than the limit, those nearest to it count.
    package var start: MessageKey
    package var end: MessageKey
    package var limit: Int

    package init(
        folder: FolderID, search: String? = nil, isThreaded: Bool = false, start: MessageKey, end: MessageKey,
        limit: Int
    ) {
        self.folder = folder
        self.search = search
        self.isThreaded = isThreaded
        self.start = start
        self.end = end
        self.limit = limit
    }
}

/// What a range has in it.
package struct MessagesOfRange: Equatable, Sendable {
    package var range: MessageRange
    /// At most as many as the limit.
    package var messages: [MessageID: Flags]
    /// How many lie between the two.
    package var total: Int

    package init(range: MessageRange, messages: [MessageID: Flags], total: Int) {
        self.range = range
        self.messages = messages
        self.total = total
    }
}
