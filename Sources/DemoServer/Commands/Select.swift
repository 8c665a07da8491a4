extension Session {
    /// SELECT and EXAMINE.
    func select(_ command: Command, _ reader: inout CommandReader) throws(CommandSyntaxError) {
        try reader.space()
        let name = try reader.folderName()
        let known = try selectParameters(&reader)
        try reader.end()
        let number = number
        let opened = account.with { state -> ServedFolder? in
            state.watchers[number] = nil
            guard let folder = state.folders[name] else { return nil }
            state.watchers[number] = Watcher(
                folder: name, uidValidity: folder.uidValidity, announcedUID: folder.messages.last?.uid ?? 0)
            return folder
        }
        guard let opened else {
            phase = .authenticated
            return complete(command.tag, "NO [NONEXISTENT] No such folder")
        }
        let isReadOnly = command.name == "EXAMINE"
        if case .selected = phase, knowsVanished { say("* OK [CLOSED] The folder before is left") }
        describe(opened, isReadOnly: isReadOnly)
        phase = .selected(SelectedFolder(name: name, isReadOnly: isReadOnly, uids: opened.messages.map(\.uid)))
        if let known, known.uidValidity == opened.uidValidity, !opened.hasNoModSeq {
            tellChanges(in: opened, since: known)
        }
        complete(command.tag, "OK [\(isReadOnly ? "READ-ONLY" : "READ-WRITE")] \(command.name) completed")
    }

    /// What a client says that it knows of a folder (RFC 7162, 3.2.5).
    private struct KnownState {
        var uidValidity: UInt64
        var modSeq: UInt64
        /// Nil for all there could be.
        var uids: NumberSet?
    }

    /// `(CONDSTORE)` or `(QRESYNC (uidvalidity modseq [uids [(numbers uids)]]))`.
    private func selectParameters(_ reader: inout CommandReader) throws(CommandSyntaxError) -> KnownState? {
        guard reader.take(" ") else { return nil }
        try reader.expect("(")
        let word = try reader.word().uppercased()
        var known: KnownState?
        switch word {
        case "CONDSTORE" where account.offers(.condstore): knowsModSeq = true
        case "QRESYNC" where knowsVanished:
            try reader.space()
            try reader.expect("(")
            let uidValidity = try reader.number()
            try reader.space()
            known = KnownState(uidValidity: uidValidity, modSeq: try reader.number())
            if reader.take(" "), reader.peek != UInt8(ascii: "(") { known?.uids = NumberSet(try reader.word()) }
            // Pairs of number and UID only shorten the answer of a server that has forgotten: this one never does.
            _ = reader.take(" ")
            if reader.peek == UInt8(ascii: "(") { _ = try reader.wordList() }
            try reader.expect(")")
        default: throw CommandSyntaxError(expected: "a parameter of SELECT")
        }
        try reader.expect(")")
        return known
    }

    /// What vanished and changed since, among what the client knows (RFC 7162, 3.2.6).
    private func tellChanges(in folder: ServedFolder, since known: KnownState) {
        let ranges = known.uids?.resolved(star: UInt32.max)
        tellVanished(folder.vanished(since: known.modSeq).filter { ranges?.contains($0) ?? true })
        for (index, message) in folder.messages.enumerated() where message.modSeq > known.modSeq {
            guard ranges?.contains(message.uid) ?? true else { continue }
            say("* \(index + 1) FETCH (UID \(message.uid) \(flagItems(message)))")
        }
    }

    func tellVanished(_ uids: [UInt32]) {
        if !uids.isEmpty { say("* VANISHED (EARLIER) \(NumberSet.text(of: uids))") }
    }

    private func describe(_ folder: ServedFolder, isReadOnly: Bool) {
        var flags = Set(FlagNames.system)
        for message in folder.messages { flags.formUnion(message.flags) }
        let known = flags.sorted().joined(separator: " ")
        say("* FLAGS (\(known))")
        say("* OK [PERMANENTFLAGS (\(isReadOnly ? "" : known + " \\*"))] Flags that last")
        say("* \(folder.messages.count) EXISTS")
        say("* 0 RECENT")
        if let unseen = folder.messages.firstIndex(where: { !$0.has("\\Seen") }) {
            say("* OK [UNSEEN \(unseen + 1)] First unseen")
        }
        say("* OK [UIDVALIDITY \(folder.uidValidity)] UIDs valid")
        say("* OK [UIDNEXT \(folder.uidNext)] Predicted next UID")
        if account.offers(.condstore) {
            say(
                folder.hasNoModSeq
                    ? "* OK [NOMODSEQ] None here" : "* OK [HIGHESTMODSEQ \(folder.highestModSeq)] Highest")
        }
    }

    /// CLOSE, which expunges (RFC 3501, 6.4.2), and UNSELECT, which does not (RFC 3691).
    func close(_ command: Command, _ folder: SelectedFolder) {
        let number = number
        let expunges = command.name == "CLOSE" && !folder.isReadOnly
        account.with { state in
            state.watchers[number] = nil
            guard expunges, let messages = state.folders[folder.name]?.messages else { return }
            state.remove(Set(messages.filter { $0.has("\\Deleted") }.map(\.uid)), from: folder.name)
        }
        phase = .authenticated
        complete(command.tag, "OK \(command.name) completed")
    }
}
