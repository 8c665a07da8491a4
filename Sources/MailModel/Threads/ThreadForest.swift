/// The trees that references make of messages, while they are made. Nodes are numbers, and nothing recurses: a thread may be
/// as deep as it has messages.
struct ThreadForest {
    private let messages: [ThreadableMessage]
    /// The message of a node; nil for one that is only referred to.
    private var message: [Int?] = []
    private var parent: [Int?] = []
    private var children: [[Int]] = []
    private var byID: [String: Int] = [:]
    private var roots: [Int] = []

    /// References of one message that are followed: the first, and those that are nearest.
    private static let mostReferences = 100

    init(_ messages: [ThreadableMessage]) { self.messages = messages }

    private mutating func node(for message: Int?) -> Int {
        self.message.append(message)
        parent.append(nil)
        children.append([])
        return parent.count - 1
    }

    private mutating func node(named id: String) -> Int {
        if let known = byID[id] { return known }
        let made = node(for: nil)
        byID[id] = made
        return made
    }

    private mutating func unlink(_ child: Int) {
        guard let old = parent[child] else { return }
        children[old].removeAll { $0 == child }
        parent[child] = nil
    }

    private mutating func put(_ child: Int, under new: Int) {
        unlink(child)
        parent[child] = new
        children[new].append(child)
    }

    /// Whether putting the child there would make a loop.
    private func wouldLoop(_ child: Int, under new: Int) -> Bool {
        var step: Int? = new
        while let here = step {
            if here == child { return true }
            step = parent[here]
        }
        return false
    }

    // MARK: Step 1

    /// Puts each message under the one that it answers.
    mutating func link() {
        for (index, message) in messages.enumerated() {
            let own = nodeOf(message, index)
            var last: Int?
            for id in ThreadForest.references(message) {
                let next = node(named: id)
                if let last, parent[next] == nil, !wouldLoop(next, under: last) { put(next, under: last) }
                last = next
            }
            // What earlier messages said of its place was a guess; its own word counts.
            if let last {
                if !wouldLoop(own, under: last) { put(own, under: last) }
            } else {
                unlink(own)
            }
        }
        roots = parent.indices.filter { parent[$0] == nil }
    }

    /// Two messages of one identifier are two messages: the second gets one of its own.
    private mutating func nodeOf(_ message: ThreadableMessage, _ index: Int) -> Int {
        guard !message.messageID.isEmpty else { return node(for: index) }
        let known = node(named: message.messageID)
        guard self.message[known] == nil else { return node(for: index) }
        self.message[known] = index
        return known
    }

    private static func references(_ message: ThreadableMessage) -> [String] {
        let all = message.references.isEmpty ? Array(message.inReplyTo.prefix(1)) : message.references
        guard all.count > mostReferences, let first = all.first else { return all }
        return [first] + all.suffix(mostReferences - 1)
    }

    // MARK: Steps 2 and 3

    /// Takes out nodes without a message; their children move up, except that a root keeps several of them together.
    mutating func prune() {
        for node in childrenFirst() where message[node] == nil {
            let own = children[node]
            if let above = parent[node] {
                unlink(node)
                for child in own { put(child, under: above) }
            } else if own.count <= 1 {
                for child in own { unlink(child) }
                roots.removeAll { $0 == node }
                roots += own
            }
        }
        // A child that moved up from a root may have come there before its place among the roots was looked at.
        roots = parent.indices.filter { parent[$0] == nil && (message[$0] != nil || children[$0].count > 1) }
    }

    /// Every node, each after all that are below it.
    private func childrenFirst() -> [Int] {
        var order: [Int] = []
        var waiting = parent.indices.filter { parent[$0] == nil }
        while let node = waiting.popLast() {
            order.append(node)
            waiting += children[node]
        }
        return order.reversed()
    }

    // MARK: Steps 4 and 6

    /// When a node was sent: its message, or the first one below it.
    private func sent(_ node: Int) -> (Int64, Int) {
        if let index = message[node] { return (messages[index].sent, index) }
        let first = children[node].compactMap { message[$0] }.min { (messages[$0].sent, $0) < (messages[$1].sent, $1) }
        return first.map { (messages[$0].sent, $0) } ?? (.max, .max)
    }

    private func sorted(_ nodes: [Int]) -> [Int] { nodes.sorted { sent($0) < sent($1) } }

    /// The messages in the order in which threads are read, each with its depth.
    var entries: [MessageThreads.Entry] {
        var entries: [MessageThreads.Entry] = []
        var waiting = sorted(roots).reversed().map { (node: $0, depth: 0) }
        while let (node, depth) = waiting.popLast() {
            entries.append(MessageThreads.Entry(message: message[node], depth: depth))
            waiting += sorted(children[node]).reversed().map { ($0, depth + 1) }
        }
        return entries
    }

    // MARK: Step 5

    private func subject(of root: Int) -> BaseSubject? {
        let first = message[root] ?? sorted(children[root]).first.flatMap { message[$0] }
        guard let first else { return nil }
        let subject = BaseSubject(messages[first].subject)
        return subject.text.isEmpty ? nil : subject
    }

    /// Makes threads of one subject one thread.
    mutating func joinSubjects() {
        let subjects = Dictionary(uniqueKeysWithValues: roots.map { ($0, subject(of: $0)) })
        var bySubject: [String: Int] = [:]
        for root in roots {
            guard let subject = subjects[root] ?? nil else { continue }
            let key = subject.text.lowercased()
            guard let known = bySubject[key] else {
                bySubject[key] = root
                continue
            }
            let isOriginal = (subjects[known] ?? nil)?.isReplyOrForward == true && !subject.isReplyOrForward
            if (message[root] == nil && message[known] != nil) || (message[known] != nil && isOriginal) {
                bySubject[key] = root
            }
        }
        for root in roots {
            guard let subject = subjects[root] ?? nil, let known = bySubject[subject.text.lowercased()], known != root
            else { continue }
            join(root, subject, with: known, isReply: (subjects[known] ?? nil)?.isReplyOrForward ?? false, &bySubject)
        }
    }

    private mutating func join(
        _ root: Int, _ subject: BaseSubject, with known: Int, isReply: Bool, _ bySubject: inout [String: Int]
    ) {
        roots.removeAll { $0 == root }
        switch (message[known], message[root]) {
        case (nil, nil):
            for child in children[root] { put(child, under: known) }
        case (nil, .some):
            put(root, under: known)
        case (.some, _) where subject.isReplyOrForward && !isReply:
            put(root, under: known)
        case (.some, _):
            let dummy = node(for: nil)
            put(known, under: dummy)
            put(root, under: dummy)
            if let place = roots.firstIndex(of: known) { roots[place] = dummy }
            bySubject[subject.text.lowercased()] = dummy
        }
    }
}
