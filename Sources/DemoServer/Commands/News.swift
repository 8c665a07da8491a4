extension Session {
    /// What a session is told of other sessions' doings, taken from the shared state in one step.
    private struct News {
        var folderIsGone = false
        var expunged: [UInt32] = []
        var arrived: [StoredMessage] = []
        var changed: [StoredMessage] = []
    }

    /// Tells the client what has happened to its folder. Sequence numbers move only when `mayExpunge`
    /// (RFC 3501, 7.4.1: not during FETCH, STORE and SEARCH).
    func tellNews(mayExpunge: Bool) {
        tellFollowed()
        guard case .selected(var folder) = phase else { return }
        let news = takeNews(mayExpunge: mayExpunge)
        if news.folderIsGone {
            say("* BYE The selected folder is gone")
            return end()
        }
        if knowsVanished, account.bug != .expungeTwice {
            tellVanished(&folder, news.expunged)
        } else {
            tellExpunged(&folder, news.expunged)
        }
        if !news.arrived.isEmpty {
            folder.uids.append(contentsOf: news.arrived.map(\.uid))
            say("* \(folder.uids.count) EXISTS")
            say("* 0 RECENT")
            tellArrived(news.arrived, in: folder)
        }
        for message in news.changed {
            guard let number = folder.sequenceNumber(of: message.uid) else { continue }
            say("* \(number) FETCH (\(flagItems(message)) UID \(message.uid))")
        }
        phase = .selected(folder)
    }

    private func tellExpunged(_ folder: inout SelectedFolder, _ uids: [UInt32]) {
        for uid in uids {
            guard let number = folder.sequenceNumber(of: uid) else { continue }
            folder.uids.remove(at: number - 1)
            say("* \(number) EXPUNGE")
            if account.bug == .expungeTwice { say("* \(number) EXPUNGE") }
        }
    }

    /// All at once, by UID (RFC 7162, 3.2.10).
    private func tellVanished(_ folder: inout SelectedFolder, _ uids: [UInt32]) {
        let gone = Set(uids).intersection(folder.uids)
        guard !gone.isEmpty else { return }
        folder.uids.removeAll { gone.contains($0) }
        say("* VANISHED \(NumberSet.text(of: gone.sorted()))")
    }

    /// `FLAGS (…)`, and `MODSEQ (…)` for a client that knows it.
    func flagItems(_ message: StoredMessage) -> String {
        let flags = "FLAGS (\(message.flags.joined(separator: " ")))"
        guard knowsModSeq, case .selected(let folder) = phase,
            account.with({ $0.folders[folder.name]?.hasNoModSeq != true })
        else { return flags }
        return "\(flags) MODSEQ (\(message.modSeq))"
    }

    private func takeNews(mayExpunge: Bool) -> News {
        let number = number
        return account.with { state in
            guard let watcher = state.watchers[number] else { return News(folderIsGone: true) }
            guard let folder = state.folders[watcher.folder], folder.uidValidity == watcher.uidValidity else {
                return News(folderIsGone: true)
            }
            let arrived = Array(folder.messages[folder.insertionIndex(of: watcher.announcedUID &+ 1)...])
            let news = News(
                expunged: mayExpunge ? watcher.expunged : [], arrived: arrived,
                changed: watcher.changed.sorted().compactMap { folder.message($0) })
            if mayExpunge { state.watchers[number]?.expunged = [] }
            state.watchers[number]?.changed = []
            state.watchers[number]?.announcedUID = arrived.last?.uid ?? watcher.announcedUID
            return news
        }
    }
}
