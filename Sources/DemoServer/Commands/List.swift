/// What a LIST command asks for.
private struct ListRequest {
    var reference = ""
    var patterns: [String] = []
    var onlySubscribed = false
    var onlySpecialUse = false
    var returnsSubscribed = false
    var returnsChildren = false
    var statusItems: [String] = []
    var isExtended = false
}

extension Session {
    func list(_ command: Command, _ reader: inout CommandReader) throws(CommandSyntaxError) {
        let request = try listRequest(&reader)
        if request.isExtended, !account.offers(.listExtended) {
            return complete(command.tag, "BAD LIST takes a reference and a pattern")
        }
        if request.patterns == [""] {
            say("* LIST (\\Noselect) \"/\" \"\"")
            return complete(command.tag, "OK LIST completed")
        }
        let (folders, subscribed) = account.with { ($0.folders, $0.subscribed) }
        for name in Self.withParents(folders.keys)
        where request.patterns.contains(where: {
            Self.matches(name, pattern: request.reference + $0)
        }) {
            let folder = folders[name]
            if request.onlySubscribed, !subscribed.contains(name) { continue }
            if request.onlySpecialUse, folder?.use == nil { continue }
            var attributes: [String] = folder == nil ? ["\\NonExistent", "\\Noselect"] : []
            if account.offers(.children) || request.returnsChildren {
                let hasChildren = folders.keys.contains { $0.hasPrefix(name + "/") }
                attributes.append(hasChildren ? "\\HasChildren" : "\\HasNoChildren")
            }
            if account.offers(.specialUse), let use = folder?.use { attributes.append(use) }
            if request.returnsSubscribed || request.onlySubscribed, subscribed.contains(name) {
                attributes.append("\\Subscribed")
            }
            tellFolder("LIST", name, attributes)
            if let folder, !request.statusItems.isEmpty {
                tellStatus(of: folder, name: name, items: request.statusItems)
            }
        }
        complete(command.tag, "OK LIST completed")
    }

    func listSubscribed(_ command: Command, _ reader: inout CommandReader) throws(CommandSyntaxError) {
        let request = try listRequest(&reader)
        for name in account.with({ $0.subscribed.sorted() })
        where request.patterns.contains(where: { Self.matches(name, pattern: request.reference + $0) }) {
            tellFolder("LSUB", name, [])
        }
        complete(command.tag, "OK LSUB completed")
    }

    private func tellFolder(_ response: String, _ name: String, _ attributes: [String]) {
        var reply = Reply()
        reply.text("* \(response) (\(attributes.joined(separator: " "))) \"/\" ")
        reply.folder(name)
        reply.line("")
        writer.write(reply)
    }

    /// Reads `[(selection)] reference pattern-or-list [RETURN (…)]` (RFC 5258, 6).
    private func listRequest(_ reader: inout CommandReader) throws(CommandSyntaxError) -> ListRequest {
        var request = ListRequest()
        try reader.space()
        if reader.peek == UInt8(ascii: "(") {
            request.isExtended = true
            let options = try reader.wordList().map { $0.uppercased() }
            request.onlySubscribed = options.contains("SUBSCRIBED")
            request.onlySpecialUse = options.contains("SPECIAL-USE")
            try reader.space()
        }
        request.reference = try reader.text()
        try reader.space()
        if reader.take("(") {
            request.isExtended = true
            while !reader.take(")") {
                if !request.patterns.isEmpty { try reader.space() }
                request.patterns.append(try reader.text())
            }
        } else {
            request.patterns = [try reader.text()]
        }
        guard request.patterns.count <= 100, (request.patterns.map(\.utf8.count).max() ?? 0) <= 1000 else {
            throw CommandSyntaxError(expected: "fewer and shorter patterns")
        }
        if reader.take(" ") { try returnOptions(&reader, into: &request) }
        try reader.end()
        return request
    }

    private func returnOptions(
        _ reader: inout CommandReader, into request: inout ListRequest
    ) throws(CommandSyntaxError) {
        guard try reader.word().uppercased() == "RETURN" else { throw CommandSyntaxError(expected: "RETURN") }
        request.isExtended = true
        try reader.space()
        try reader.expect("(")
        while !reader.take(")") {
            _ = reader.take(" ")
            switch try reader.word().uppercased() {
            case "SUBSCRIBED": request.returnsSubscribed = true
            case "CHILDREN": request.returnsChildren = true
            case "SPECIAL-USE" where account.offers(.specialUse): break
            case "STATUS" where account.offers(.listStatus):
                try reader.space()
                request.statusItems = try statusItems(&reader)
            default: throw CommandSyntaxError(expected: "an option of LIST")
            }
        }
    }

    /// All names and the levels above them, INBOX first.
    private static func withParents(_ names: some Sequence<String>) -> [String] {
        var all: Set<String> = []
        for name in names {
            var levels = name.split(separator: "/")
            while !levels.isEmpty {
                all.insert(levels.joined(separator: "/"))
                levels.removeLast()
            }
        }
        return all.sorted { ($0 == "INBOX" ? 0 : 1, $0) < ($1 == "INBOX" ? 0 : 1, $1) }
    }

    /// `*` stands for anything, `%` for anything within a level.
    static func matches(_ name: String, pattern: String) -> Bool {
        let isInbox = pattern.uppercased() == "INBOX"
        let (name, pattern) = (Array(name.utf8), Array((isInbox ? "INBOX" : pattern).utf8))
        // The states the pattern can be in after each byte of the name, so that no pattern takes exponential time.
        var states = closure([0], pattern)
        for byte in name {
            var next: Set<Int> = []
            for state in states where state < pattern.count {
                switch pattern[state] {
                case UInt8(ascii: "*"): next.insert(state)
                case UInt8(ascii: "%"): if byte != UInt8(ascii: "/") { next.insert(state) }
                default: if pattern[state] == byte { next.insert(state + 1) }
                }
            }
            states = closure(next, pattern)
        }
        return states.contains(pattern.count)
    }

    /// A wildcard may also stand for nothing.
    private static func closure(_ states: Set<Int>, _ pattern: [UInt8]) -> Set<Int> {
        var result = states
        for var state in states {
            while state < pattern.count, pattern[state] == UInt8(ascii: "*") || pattern[state] == UInt8(ascii: "%") {
                state += 1
                result.insert(state)
            }
        }
        return result
    }
}
