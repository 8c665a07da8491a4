extension Session {
    /// COPY and MOVE (RFC 6851) and their UID forms, answered with COPYUID (RFC 4315).
    func copy(
        _ command: Command, _ folder: SelectedFolder, _ reader: inout CommandReader
    ) throws(CommandSyntaxError) {
        let set = try numberSet(&reader)
        try reader.space()
        let target = try reader.folderName()
        try reader.end()
        let isMove = command.name.hasSuffix("MOVE")
        if isMove, folder.isReadOnly { return complete(command.tag, "NO [READ-ONLY] The folder is read-only") }
        let uids = chosen(set, byUID: command.isByUID, in: folder).map(\.uid)
        let number = number
        let copied = account.with { state -> (uidValidity: UInt32, from: [UInt32], to: [UInt32])? in
            guard let uidValidity = state.folders[target]?.uidValidity else { return nil }
            let uids = state.isCurrent(number) ? uids : []
            let copied = state.copy(uids, from: folder.name, to: target)
            if isMove { state.remove(Set(copied.from), from: folder.name) }
            return (uidValidity, copied.from, copied.to)
        }
        guard let copied else { return complete(command.tag, "NO [TRYCREATE] No such folder") }
        var code = ""
        if account.offers(.uidPlus), !copied.from.isEmpty {
            let sets = "\(NumberSet.text(of: copied.from)) \(NumberSet.text(of: copied.to))"
            code = "[COPYUID \(copied.uidValidity) \(sets)] "
        }
        if isMove, !code.isEmpty { say("* OK \(code)Moved") }
        tellNews(mayExpunge: true)
        if !isOver { complete(command.tag, "OK \(isMove ? "" : code)\(command.name) completed") }
    }

    /// EXPUNGE, and UID EXPUNGE which spares messages outside its set (RFC 4315, 2.1).
    func expunge(
        _ command: Command, _ folder: SelectedFolder, _ reader: inout CommandReader
    ) throws(CommandSyntaxError) {
        let set = command.isByUID ? try numberSet(&reader) : nil
        try reader.end()
        guard !folder.isReadOnly else { return complete(command.tag, "NO [READ-ONLY] The folder is read-only") }
        let allowed = set.map { Set(chosen($0, byUID: true, in: folder).map(\.uid)) }
        let number = number
        account.with { state in
            guard state.isCurrent(number) else { return }
            let deleted = state.folders[folder.name]?.messages.filter { $0.has("\\Deleted") }.map(\.uid) ?? []
            state.remove(Set(deleted.filter { allowed?.contains($0) ?? true }), from: folder.name)
        }
        tellNews(mayExpunge: true)
        if !isOver { complete(command.tag, "OK \(command.name) completed") }
    }
}
