/// What threading looks at of a message.
package struct ThreadableMessage: Hashable, Sendable {
    package var messageID: String
    package var inReplyTo: [String]
    package var references: [String]
    package var subject: String
    /// Seconds since 1970: when it was sent, or else when it came (RFC 5256 section 2.2).
    package var sent: Int64

    package init(messageID: String, inReplyTo: [String] = [], references: [String] = [], subject: String, sent: Int64) {
        self.messageID = messageID
        self.inReplyTo = inReplyTo
        self.references = references
        self.subject = subject
        self.sent = sent
    }
}

/// Messages put in their threads.
package struct MessageThreads: Hashable, Sendable {
    /// A message at its place, in the order in which threads are read.
    package struct Entry: Hashable, Sendable {
        /// Index into the messages; nil for one that others refer to and that is not among them.
        package var message: Int?
        /// 0 for the first message of a thread.
        package var depth: Int
    }

    package private(set) var entries: [Entry]

    init(entries: [Entry]) { self.entries = entries }

    /// By who refers to whom (RFC 5256, REFERENCES; after Jamie Zawinski's algorithm).
    ///
    /// - Parameter joinsSubjects: whether threads of one subject are one thread, as step 5 wants it. Messages that are known
    ///   to belong together need no such guess.
    package static func byReferences(_ messages: [ThreadableMessage], joinsSubjects: Bool = true) -> MessageThreads {
        var forest = ThreadForest(messages)
        forest.link()
        forest.prune()
        if joinsSubjects { forest.joinSubjects() }
        return MessageThreads(entries: forest.entries)
    }

    /// By subject alone, answers in the order in which they were sent (RFC 5256, ORDEREDSUBJECT).
    package static func bySubject(_ messages: [ThreadableMessage]) -> MessageThreads {
        let groups = Dictionary(grouping: messages.indices) { BaseSubject(messages[$0].subject).text.lowercased() }
        let sorted = groups.values.map { group in
            group.sorted { (messages[$0].sent, $0) < (messages[$1].sent, $1) }
        }
        let threads = sorted.sorted { first, second in
            guard let left = first.first, let right = second.first else { return false }
            return (messages[left].sent, left) < (messages[right].sent, right)
        }
        return MessageThreads(
            entries: threads.flatMap { thread in
                thread.enumerated().map { Entry(message: $1, depth: $0 == 0 ? 0 : 1) }
            })
    }

    /// As the responses to THREAD write it: `(1 (2 3)(4))`, messages numbered from 1 (RFC 5256 section 4).
    package var notation: String {
        var text = ""
        for thread in threads { text += "(" + ThreadNotation(thread).text + ")" }
        return text
    }

    private var threads: [ArraySlice<Entry>] {
        let starts = entries.indices.filter { entries[$0].depth == 0 }
        return starts.enumerated().map { number, start in
            entries[start..<(number + 1 < starts.count ? starts[number + 1] : entries.endIndex)]
        }
    }
}

/// Writes one thread: a run of only children in one pair of brackets, siblings in pairs of their own.
private struct ThreadNotation {
    private(set) var text = ""

    init(_ entries: ArraySlice<MessageThreads.Entry>) {
        // What still has to be closed, with the depth at which it was opened.
        var open: [Int] = []
        for (place, entry) in zip(entries.indices, entries) {
            while let depth = open.last, depth >= entry.depth {
                text += ")"
                open.removeLast()
            }
            if place > entries.startIndex, ThreadNotation.hasSibling(at: place, in: entries) {
                if !text.isEmpty, !text.hasSuffix(")"), !text.hasSuffix("(") { text += " " }
                text += "("
                open.append(entry.depth)
            } else if !text.isEmpty, !text.hasSuffix("(") {
                text += " "
            }
            text += entry.message.map { String($0 + 1) } ?? ""
        }
        text += String(repeating: ")", count: open.count)
    }

    private static func hasSibling(at place: Int, in entries: ArraySlice<MessageThreads.Entry>) -> Bool {
        let depth = entries[place].depth
        for later in entries[(place + 1)...] {
            if later.depth == depth { return true }
            if later.depth < depth { break }
        }
        for earlier in entries[..<place].reversed() {
            if earlier.depth == depth { return true }
            if earlier.depth < depth { return false }
        }
        return false
    }
}
