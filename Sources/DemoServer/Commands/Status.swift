extension Session {
    func status(_ command: Command, _ reader: inout CommandReader) throws(CommandSyntaxError) {
        try reader.space()
        let name = try reader.folderName()
        try reader.space()
        let items = try statusItems(&reader)
        try reader.end()
        guard let folder = account.with({ $0.folders[name] }) else {
            return complete(command.tag, "NO [NONEXISTENT] No such folder")
        }
        tellStatus(of: folder, name: name, items: items)
        complete(command.tag, "OK STATUS completed")
    }

    func statusItems(_ reader: inout CommandReader) throws(CommandSyntaxError) -> [String] {
        let items = try reader.wordList().map { $0.uppercased() }
        for item in items where statusValue(item, of: ServedFolder(use: nil, uidValidity: 1)) == nil {
            throw CommandSyntaxError(expected: "an item of STATUS")
        }
        return items
    }

    func tellStatus(of folder: ServedFolder, name: String, items: [String]) {
        let values = items.compactMap { item in statusValue(item, of: folder).map { "\(item) \($0)" } }
        var reply = Reply()
        reply.text("* STATUS ")
        reply.folder(name)
        reply.line(" (\(values.joined(separator: " ")))")
        writer.write(reply)
    }

    private func statusValue(_ item: String, of folder: ServedFolder) -> UInt64? {
        switch item {
        case "MESSAGES": UInt64(folder.messages.count)
        case "RECENT": 0
        case "UIDNEXT": UInt64(folder.uidNext)
        case "UIDVALIDITY": UInt64(folder.uidValidity)
        case "UNSEEN": UInt64(folder.unseenCount)
        case "HIGHESTMODSEQ": account.offers(.condstore) ? folder.highestModSeq : nil
        default: nil
        }
    }
}
