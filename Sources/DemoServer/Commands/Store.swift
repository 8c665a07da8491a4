/// How STORE changes flags.
private enum FlagChange: Sendable {
    case replace, add, remove, toggle

    func applied(to old: [String], _ flags: [String]) -> [String] {
        switch self {
        case .replace: flags
        case .add: old + flags
        case .remove: Self.without(flags, old)
        case .toggle: Self.without(flags, old) + Self.without(old, flags)
        }
    }

    private static func without(_ flags: [String], _ old: [String]) -> [String] {
        old.filter { flag in !flags.contains { $0.lowercased() == flag.lowercased() } }
    }
}

extension Session {
    /// STORE and UID STORE, with UNCHANGEDSINCE (RFC 7162, 3.1.3).
    func store(
        _ command: Command, _ folder: SelectedFolder, _ reader: inout CommandReader
    ) throws(CommandSyntaxError) {
        let set = try numberSet(&reader)
        try reader.space()
        let unchangedSince = try self.unchangedSince(&reader)
        var item = try reader.word().uppercased()
        let isSilent = item.hasSuffix(".SILENT")
        if isSilent { item.removeLast(".SILENT".count) }
        let changes: [String: FlagChange] = ["FLAGS": .replace, "+FLAGS": .add, "-FLAGS": .remove]
        guard let asked = changes[item] else { throw CommandSyntaxError(expected: "FLAGS, +FLAGS or -FLAGS") }
        let change = account.bug == .toggle ? FlagChange.toggle : asked
        try reader.space()
        let flags = try self.flags(&reader)
        try reader.end()
        guard !folder.isReadOnly else { return complete(command.tag, "NO [READ-ONLY] The folder is read-only") }

        let selected = chosen(set, byUID: command.isByUID, in: folder)
        let (stored, modified) = apply(
            change, flags, to: selected.map(\.uid), in: folder.name, unchangedSince: unchangedSince)
        for place in selected {
            guard let message = stored[place.uid] else { continue }
            tell(stored: message, number: place.number, isSilent: isSilent, byUID: command.isByUID)
        }
        tellNews(mayExpunge: command.isByUID)
        guard !isOver else { return }
        let refused =
            command.isByUID
            ? modified : selected.filter { modified.contains($0.uid) }.map { UInt32(clamping: $0.number) }
        let code = refused.isEmpty ? "" : "[MODIFIED \(NumberSet.text(of: refused))] "
        complete(command.tag, "OK \(code)\(command.name) completed")
    }

    /// Changes the messages in one step. Returns what they are now, and which were left alone as changed since.
    private func apply(
        _ change: FlagChange, _ flags: [String], to uids: [UInt32], in name: String, unchangedSince: UInt64?
    ) -> (stored: [UInt32: StoredMessage], modified: [UInt32]) {
        let number = number
        return account.with { state in
            var stored: [UInt32: StoredMessage] = [:]
            var modified: [UInt32] = []
            for uid in state.isCurrent(number) ? uids : [] {
                guard let old = state.folders[name]?.message(uid) else { continue }
                if let unchangedSince, old.modSeq > unchangedSince {
                    modified.append(uid)
                    continue
                }
                state.setFlags(change.applied(to: old.flags, flags), of: uid, in: name, author: number)
                stored[uid] = state.folders[name]?.message(uid)
            }
            return (stored, modified)
        }
    }

    private func tell(stored message: StoredMessage, number: Int, isSilent: Bool, byUID: Bool) {
        let uid = byUID ? "UID \(message.uid) " : ""
        if !isSilent {
            say("* \(number) FETCH (\(uid)\(flagItems(message)))")
        } else if knowsModSeq {
            say("* \(number) FETCH (\(uid)MODSEQ (\(message.modSeq)))")
        }
    }

    private func unchangedSince(_ reader: inout CommandReader) throws(CommandSyntaxError) -> UInt64? {
        guard account.offers(.condstore), reader.take("(") else { return nil }
        guard try reader.word().uppercased() == "UNCHANGEDSINCE" else {
            throw CommandSyntaxError(expected: "UNCHANGEDSINCE")
        }
        try reader.space()
        let value = try reader.number()
        try reader.expect(")")
        try reader.space()
        knowsModSeq = true
        return value
    }

    private func flags(_ reader: inout CommandReader) throws(CommandSyntaxError) -> [String] {
        if reader.peek == UInt8(ascii: "(") { return try reader.wordList() }
        var flags = [try reader.word()]
        while reader.take(" ") { flags.append(try reader.word()) }
        return flags
    }
}
