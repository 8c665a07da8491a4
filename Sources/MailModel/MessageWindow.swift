/// A message's place in its folder's order: newest first by arrival, then by row.
package struct MessageKey: Hashable, Sendable, Comparable {
    /// Seconds since 1970 of INTERNALDATE.
    package var received: Int64
    package var id: MessageID

    package init(received: Int64, id: MessageID) {
        self.received = received
        self.id = id
    }

    /// Older is less.
    package static func < (left: MessageKey, right: MessageKey) -> Bool {
        (left.received, left.id) < (right.received, right.id)
    }
}

extension MessageSummary {
    package var key: MessageKey { MessageKey(received: received.seconds, id: id) }
}

/// Which part of a folder's list is wanted. The list never holds the whole folder.
package struct WindowRequest: Hashable, Sendable {
    package enum Anchor: Hashable, Sendable {
        /// Starts at the newest message.
        case newest
        /// Ends at the oldest message.
        case oldest
        /// Has this place in it, with up to so many newer rows before it. The place need not exist any more.
        case around(MessageKey, before: Int)
        /// Starts at this position, 0 being the newest.
        case position(Int)
    }

    package var folder: FolderID
    /// Narrows the list to messages whose subject, sender, recipients or text have all these words as
    /// prefixes; nil or blank shows all.
    package var search: String?
    /// Whether messages of a conversation stand together, the conversation with the newest message first and each from its
    /// beginning. A narrowed list has no conversations.
    package var isThreaded: Bool
    package var anchor: Anchor
    package var count: Int

    package init(
        folder: FolderID, search: String? = nil, isThreaded: Bool = false, anchor: Anchor = .newest, count: Int
    ) {
        self.folder = folder
        self.isThreaded = isThreaded
        self.search = search
        self.anchor = anchor
        self.count = count
    }
}

/// A stretch of a folder's list, newest first, as one consistent reading of the store.
package struct MessageWindow: Hashable, Sendable {
    package var request: WindowRequest
    package var rows: [MessageSummary]
    /// How deep each row's message lies in its conversation; empty where the list has none.
    package var depths: [Int] = []
    /// The position of the first row in the whole (narrowed) list, 0 being the newest.
    package var offset: Int
    /// How many rows the store has for the whole (narrowed) list.
    package var total: Int
    /// How many messages the server says the folder has.
    package var serverTotal: Int
    package var unread: Int

    package init(
        request: WindowRequest, rows: [MessageSummary], offset: Int, total: Int, serverTotal: Int, unread: Int
    ) {
        self.request = request
        self.rows = rows
        self.offset = offset
        self.total = total
        self.serverTotal = serverTotal
        self.unread = unread
    }
}
