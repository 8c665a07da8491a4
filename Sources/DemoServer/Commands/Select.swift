extension Session {
    /// SELECT and EXAMINE.
    func select(_ command: Command, _ reader: inout CommandReader) throws(CommandSyntaxError) {
        try reader.space()
        let name = try reader.folderName()
        if reader.take(" ") {
            let parameters = try reader.wordList()
            if parameters.contains(where: { $0.uppercased() == "CONDSTORE" }), account.offers(.condstore) {
                knowsModSeq = true
            }
        }
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
        describe(opened, isReadOnly: isReadOnly)
        phase = .selected(SelectedFolder(name: name, isReadOnly: isReadOnly, uids: opened.messages.map(\.uid)))
        complete(command.tag, "OK [\(isReadOnly ? "READ-ONLY" : "READ-WRITE")] \(command.name) completed")
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
            say("* OK [HIGHESTMODSEQ \(folder.highestModSeq)] Highest")
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
