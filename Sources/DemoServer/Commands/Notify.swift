/// What a client wants to be told without asking (RFC 5465).
struct Notification {
    /// What is told of new messages in the open folder; nil where nothing is told of that folder.
    var newMessages: [FetchItem]?
    /// Whether it is told what happens in the other folders.
    var hasOthers = false
    /// The folders that the client knows there are; nil where it is not told of others.
    var names: Set<String>?
}

extension Session {
    /// NOTIFY, of the open folder and of all others: those of one user are all personal, and subscribed most often.
    func notify(_ command: Command, _ reader: inout CommandReader) throws(CommandSyntaxError) {
        try reader.space()
        let wanted = try notification(&reader)
        try reader.end()
        notification = wanted
        let (number, follows) = (number, wanted?.hasOthers == true)
        account.with { state in state.followers[number] = follows ? [] : nil }
        tellNews(mayExpunge: true)
        if !isOver { complete(command.tag, "OK NOTIFY completed") }
    }

    private func notification(_ reader: inout CommandReader) throws(CommandSyntaxError) -> Notification? {
        switch try reader.word().uppercased() {
        case "NONE": return Notification()
        case "SET": break
        default: throw CommandSyntaxError(expected: "SET or NONE")
        }
        var wanted = Notification()
        while reader.take(" ") {
            try reader.expect("(")
            let mailboxes = try reader.word().uppercased()
            try reader.space()
            let events = try events(&reader)
            try reader.expect(")")
            switch mailboxes {
            case "SELECTED-DELAYED": wanted.newMessages = events.items
            case "PERSONAL", "SUBSCRIBED":
                wanted.hasOthers = true
                if events.names.contains("MAILBOXNAME") { wanted.names = account.with { Set($0.folders.keys) } }
            default: throw CommandSyntaxError(expected: "mailboxes that can be watched")
            }
        }
        return wanted
    }

    private func events(
        _ reader: inout CommandReader
    ) throws(CommandSyntaxError) -> (names: Set<String>, items: [FetchItem]) {
        try reader.expect("(")
        var names: Set<String> = []
        var items: [FetchItem] = []
        while !reader.take(")") {
            if !names.isEmpty { try reader.space() }
            let name = try reader.word().uppercased()
            names.insert(name)
            var ahead = reader
            guard name == "MESSAGENEW", ahead.take(" "), ahead.peek == UInt8(ascii: "(") else { continue }
            items = try FetchItem.items(&ahead)
            reader = ahead
        }
        guard names.isSuperset(of: ["MESSAGENEW", "MESSAGEEXPUNGE"]) else {
            throw CommandSyntaxError(expected: "MessageNew and MessageExpunge")
        }
        return (names, items)
    }

    /// What is told of a message that has just come into the open folder.
    func tellArrived(_ messages: [StoredMessage], in folder: SelectedFolder) {
        guard let items = notification?.newMessages, !items.isEmpty else { return }
        let known = folder.isWithoutModSeq(account) ? items.filter { $0 != .modSeq } : items
        for message in messages {
            guard let number = folder.sequenceNumber(of: message.uid) else { continue }
            tell(message, number: number, items: known)
        }
    }

    /// What has happened in other folders.
    func tellFollowed() {
        guard let notification, notification.hasOthers else { return }
        let number = number
        var items = ["MESSAGES", "UIDNEXT", "UIDVALIDITY", "UNSEEN"]
        if account.offers(.condstore) { items.append("HIGHESTMODSEQ") }
        let changed = account.with { state -> [(String, ServedFolder?)] in
            defer { state.followers[number] = [] }
            return (state.followers[number] ?? []).sorted().map { ($0, state.folders[$0]) }
        }
        for (name, folder) in changed {
            if (folder == nil) == (notification.names?.contains(name) ?? (folder == nil)) {
                tellListed(name, exists: folder != nil)
            }
            if let folder { tellStatus(of: folder, name: name, items: items) }
        }
    }

    private func tellListed(_ name: String, exists: Bool) {
        if exists { notification?.names?.insert(name) } else { notification?.names?.remove(name) }
        var reply = Reply()
        reply.text("* LIST (\(exists ? "" : "\\NonExistent")) \"/\" ")
        reply.folder(name)
        reply.line("")
        writer.write(reply)
    }
}

extension Session.SelectedFolder {
    fileprivate func isWithoutModSeq(_ account: ServedAccount) -> Bool {
        account.with { $0.folders[name]?.hasNoModSeq ?? true }
    }
}
