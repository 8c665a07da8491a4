import IMAPClient
import MailModel
import MailStore

/// Fetching all texts of folders because the user wants to read them without the server.
extension AccountSync {
    enum KeepingWork {
        /// It is brought in step before.
        case folder(Folder)
        case texts([MessageID])
    }

    /// More folders than that do not wait.
    private static let mostFolders = 1_000
    private static let textsTogether = 20
    /// On the only connection the user waits for no more than this.
    private static let fewTexts = 4
    /// A folder that is numbered anew more often is given up.
    private static let mostRenumbered = 3

    /// Fetches all texts of a folder, behind what the user waits for and also on a metered link: it was asked for. Where there
    /// is no connection it waits for one, and it goes on where one breaks.
    package func keepTexts(of folder: FolderID) {
        guard !keeping.contains(folder), keeping.count < Self.mostFolders else { return }
        keeping.append(folder)
        bulk.visited.remove(folder)
        keepingChanged()
    }

    /// Fetches no more of them; what is here stays.
    ///
    /// - Parameter folder: nil for all.
    package func stopKeeping(_ folder: FolderID? = nil) {
        keeping.removeAll { $0 == folder || folder == nil }
        keepingChanged()
    }

    private func keepingChanged() {
        if textKeeping?.folder.id != keeping.first { (textKeeping, keepingPace) = (nil, nil) }
        publish()
        bell.ring()
        bulkBell.ring()
    }

    func keepingWork(atMost count: Int = textsTogether) throws -> KeepingWork? {
        while let id = keeping.first {
            guard let folder = try store.folder(id), folder.isSelectable else {
                stopKeeping(id)
                continue
            }
            if id != commandFolder, !bulk.visited.contains(id) { return .folder(folder) }
            var current = try textKeeping ?? TextKeeping(folder, limit: configuration.options.mostTextOctets, in: store)
            let next = try current.next(atMost: count, in: store)
            textKeeping = current
            if let next { return .texts(next) }
            try conclude(current)
        }
        return nil
    }

    private func conclude(_ current: TextKeeping) throws {
        kept = KeptTexts(
            number: (kept?.number ?? 0) + 1, folder: current.folder.name, fetched: current.fetched,
            missing: try current.missing(in: store),
            end: current.isFull ? .limit(octets: configuration.options.mostTextOctets) : .whole)
        stopKeeping(current.folder.id)
    }

    /// These were asked for, whatever came of it.
    ///
    /// - Parameter isCurrent: whether their UIDs were those that the server has now.
    func tookTexts(_ messages: [MessageID], isCurrent: Bool) throws {
        guard var current = textKeeping else { return }
        if isCurrent || current.renumbered >= Self.mostRenumbered {
            try current.took(messages, in: store)
        } else {
            current.renumbered += 1
            bulk.visited.remove(current.folder.id)
            if session?.folder == current.folder.id {
                session?.doubt()
                bell.ring()
            }
        }
        textKeeping = current
        publish()
    }

    /// Does a piece of it on the user's connection, where there is no other.
    ///
    /// - Returns: whether there was one.
    func keepSome(on connection: IMAPConnection) async throws -> Bool {
        guard !keeping.isEmpty, !bulk.isUsable(at: now()), session?.step == nil,
            let work = try keepingWork(atMost: Self.fewTexts)
        else { return false }
        switch work {
        case .folder(let folder): try await visit(folder, on: connection)
        case .texts(let messages):
            var isCurrent = true
            if let folder = textKeeping?.folder.id {
                do {
                    isCurrent = try await select(folder, on: connection)
                    if isCurrent {
                        let summaries = try messages.compactMap { try store.summary($0) }
                        try await BodyFetch(
                            connection: connection, store: store, longestText: configuration.options.longestText
                        ).fetchEach(summaries.filter { $0.folder == folder })
                    }
                } catch {
                    guard (error as? IMAPError)?.isRefusal == true else { throw error }
                }
            }
            try tookTexts(messages, isCurrent: isCurrent)
        }
        return true
    }

    /// How far it is; nil where nothing is fetched to be kept.
    func keepingProgress() -> AccountStatus.Progress? {
        guard let textKeeping else { return nil }
        let done = textKeeping.fetched
        let pace = keepingPace ?? Pace(folder: textKeeping.folder.id, at: now(), done: done)
        keepingPace = pace
        return AccountStatus.Progress(
            title: "Texts of \(textKeeping.folder.name)", done: done, total: max(done, textKeeping.total),
            perSecond: pace.perSecond(at: now(), done: done))
    }
}
