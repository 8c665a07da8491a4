/// One line for the user, shown until a key is pressed and kept in `:messages`.
package struct Notice: Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
        case info
        case error
    }

    package var text: String
    package var kind: Kind

    package init(_ text: String, kind: Kind = .info) {
        self.text = text
        self.kind = kind
    }
}

/// The notices of this run, newest last.
package struct NoticeLog: Equatable, Sendable {
    package struct Entry: Equatable, Sendable {
        package var notice: Notice
        /// Seconds since 1970.
        package var at: Int64
        /// How often it came in a row.
        package var times: Int
    }

    /// More are not kept.
    static let limit = 500

    package private(set) var entries: [Entry] = []
    /// The one on the status line.
    package private(set) var current: Notice?

    package init() {}

    mutating func show(_ notice: Notice, at now: Int64) {
        current = notice
        if let last = entries.indices.last, entries[last].notice == notice {
            entries[last].times += 1
            entries[last].at = now
            return
        }
        entries.append(Entry(notice: notice, at: now, times: 1))
        if entries.count > NoticeLog.limit { entries.removeFirst() }
    }

    mutating func dismiss() { current = nil }
}
