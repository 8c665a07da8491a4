import IMAPClient
import MailModel
import MailStore

/// What other programs on the same store ask of the one that keeps the account in step.
extension AccountSync {
    func followErrands() async {
        for await errands in store.observeErrands(of: configuration.id) {
            self.errands = errands.filter { $0.state == .asked || $0.state == .taken }.map(\.folder)
            await takeErrands()
        }
        // As for the journal: the work on the connection meets what made the stream end.
        while !Task.isCancelled { await Signal().wait() }
    }

    /// Begins what was asked, or says why it can't be.
    private func takeErrands() async {
        do {
            for folder in errands {
                switch link {
                case .elsewhere: continue
                case .offline(_, let reason, _), .stopped(let reason):
                    try store.note(.failed(reason), of: folder, configuration.id)
                case .connecting, .live:
                    if try store.errand(folder, of: configuration.id) == .asked {
                        try store.note(.taken, of: folder, configuration.id)
                    }
                    if folder == Errand.folderList {
                        queue.wantsStatuses = true
                    } else if folder == session?.folder {
                        queue.wantsPoll = true
                    } else {
                        bulk.visited.remove(folder)
                    }
                    bell.ring()
                    bulkBell.ring()
                }
            }
        } catch {
            // Whoever asks waits no longer than he wants to; the work on the connection meets the same error.
        }
    }

    /// The next folder that was asked for and is not the one that the user looks at.
    var folderOnErrand: FolderID? { errands.first { $0 != commandFolder && $0 != Errand.folderList } }

    /// The folder is in step, or can't be: whoever asked reads the store.
    func fulfil(_ folder: FolderID?) throws {
        guard let folder, errands.contains(folder) else { return }
        errands.removeAll { $0 == folder }
        try store.note(nil, of: folder, configuration.id)
    }

    /// Says to those who wait that there is no connection.
    func refuseErrands(because reason: String) {
        for folder in errands {
            // As above: a store that fails is met again where somebody waits for it.
            try? store.note(.failed(reason), of: folder, configuration.id)
        }
        errands = []
    }

    /// Does an errand on the user's connection, where there is no other.
    ///
    /// - Returns: whether there was one.
    func runErrand(on connection: IMAPConnection) async throws -> Bool {
        guard !bulk.isUsable(at: now()), let id = folderOnErrand, let folder = try store.folder(id) else {
            return false
        }
        try await visit(folder, on: connection)
        if bulk.visited.contains(id) { try fulfil(id) }
        return true
    }

    /// Brings a folder in step that is not the open one, on the user's connection.
    func visit(_ folder: Folder, on connection: IMAPConnection) async throws {
        session = nil
        bulk.forget()
        commandFolder = nil
        bulk.visited.insert(folder.id)
        try await bringInStep(folder, on: connection)
        try returnToOpenFolder()
    }
}
