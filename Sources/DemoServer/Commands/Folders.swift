extension Session {
    func subscribe(_ command: Command, _ reader: inout CommandReader) throws(CommandSyntaxError) {
        let name = try onlyFolderName(&reader)
        let isWanted = command.name == "SUBSCRIBE"
        let exists = account.with { state -> Bool in
            guard isWanted else {
                state.subscribed.remove(name)
                return true
            }
            guard state.folders[name] != nil else { return false }
            state.subscribed.insert(name)
            return true
        }
        complete(command.tag, exists ? "OK \(command.name) completed" : "NO [NONEXISTENT] No such folder")
    }

    func create(_ command: Command, _ reader: inout CommandReader) throws(CommandSyntaxError) {
        var name = try onlyFolderName(&reader)
        if name.hasSuffix("/") { name.removeLast() }
        guard isGoodName(name) else { return complete(command.tag, "NO [CANNOT] That is no name for a folder") }
        let wanted = name
        let isNew = account.with { state -> Bool in
            guard state.folders[wanted] == nil, state.folders.count < 10_000 else { return false }
            let uidValidity = state.takeUIDValidity()
            state.folders[wanted] = ServedFolder(use: nil, uidValidity: uidValidity)
            return true
        }
        complete(command.tag, isNew ? "OK CREATE completed" : "NO [ALREADYEXISTS] There is such a folder")
    }

    func delete(_ command: Command, _ reader: inout CommandReader) throws(CommandSyntaxError) {
        let name = try onlyFolderName(&reader)
        guard name != "INBOX" else { return complete(command.tag, "NO [CANNOT] INBOX stays") }
        let existed = account.with { state -> Bool in
            defer { state.touch(name) }
            return state.folders.removeValue(forKey: name) != nil
        }
        complete(command.tag, existed ? "OK DELETE completed" : "NO [NONEXISTENT] No such folder")
    }

    /// RENAME takes the folders below along; renaming INBOX moves its messages (RFC 3501, 6.3.5).
    func rename(_ command: Command, _ reader: inout CommandReader) throws(CommandSyntaxError) {
        try reader.space()
        let old = try reader.folderName()
        let new = try onlyFolderName(&reader)
        guard isGoodName(new), !new.hasPrefix(old + "/") else {
            return complete(command.tag, "NO [CANNOT] That is no name for a folder")
        }
        let result = account.with { state -> String in
            guard state.folders[new] == nil else { return "NO [ALREADYEXISTS] There is such a folder" }
            guard let folder = state.folders[old] else { return "NO [NONEXISTENT] No such folder" }
            if old == "INBOX" {
                let uidValidity = state.takeUIDValidity()
                state.folders[new] = ServedFolder(use: nil, uidValidity: uidValidity)
                let uids = folder.messages.map(\.uid)
                _ = state.copy(uids, from: old, to: new)
                state.remove(Set(uids), from: old)
                return "OK RENAME completed"
            }
            for name in state.folders.keys where name == old || name.hasPrefix(old + "/") {
                let target = new + name.dropFirst(old.count)
                state.folders[target] = state.folders.removeValue(forKey: name)
                if state.subscribed.remove(name) != nil { state.subscribed.insert(target) }
                state.touch(name)
            }
            return "OK RENAME completed"
        }
        complete(command.tag, result)
    }

    private func onlyFolderName(_ reader: inout CommandReader) throws(CommandSyntaxError) -> String {
        try reader.space()
        let name = try reader.folderName()
        try reader.end()
        return name
    }

    private func isGoodName(_ name: String) -> Bool {
        !name.isEmpty && name.utf8.count <= 500 && !name.hasPrefix("/") && !name.hasSuffix("/")
            && !name.contains("//") && !name.contains("*") && !name.contains("%")
            && name.utf8.allSatisfy { $0 >= 32 && $0 < 127 }
    }
}
