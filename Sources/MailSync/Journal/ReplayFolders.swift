import IMAPClient
import MailModel
import MailStore

/// Changes of folders, and uploads: one command each.
extension ReplayRun {
    mutating func change(_ entry: LocalChange) async throws {
        switch entry.kind {
        case .createFolder(let name): try await create(entry, await connection.wireName(forTyped: name))
        case .renameFolder(let name): try await rename(entry, to: await connection.wireName(forTyped: name))
        case .deleteFolder: try await delete(entry)
        case .subscribe(let isSubscribed): try await subscribe(entry, isSubscribed)
        case .append(let payload): try await append(entry, payload)
        case .setFlag, .move, .copy, .expunge: break
        }
    }

    private mutating func create(_ entry: LocalChange, _ wireName: String) async throws {
        guard try store.markSent([entry.id]) else { return readAnew([entry.id]) }
        try await connection.create(wireName)
        try finish([entry.id])
        noteFolderChange()
        do {
            try await connection.subscribe(wireName)
        } catch .no, .bad {
            // The folder is there, which is what was asked for; the list tells that it is not subscribed.
        }
        try await learnFolders()
    }

    private mutating func rename(_ entry: LocalChange, to wireName: String) async throws {
        guard let folder = try named(entry) else { return }
        try await leave(folder.id)
        guard try store.markSent([entry.id]) else { return readAnew([entry.id]) }
        try await connection.rename(folder.wireName, to: wireName)
        try finish([entry.id])
        noteFolderChange()
        try await learnFolders()
    }

    private mutating func delete(_ entry: LocalChange) async throws {
        guard let folder = try named(entry) else { return }
        try await leave(folder.id)
        guard try store.markSent([entry.id]) else { return readAnew([entry.id]) }
        try await connection.delete(folder.wireName)
        try finish([entry.id])
        noteFolderChange()
    }

    private mutating func subscribe(_ entry: LocalChange, _ isSubscribed: Bool) async throws {
        guard let folder = try named(entry) else { return }
        guard try store.markSent([entry.id]) else { return readAnew([entry.id]) }
        if isSubscribed {
            try await connection.subscribe(folder.wireName)
        } else {
            try await connection.unsubscribe(folder.wireName)
        }
        try finish([entry.id])
    }

    mutating func append(_ entry: LocalChange, _ payload: Int64) async throws {
        guard let folder = try named(entry) else { return }
        guard let bytes = try store.payload(payload) else {
            return try refuse([entry.id], "The message to upload is no longer there.")
        }
        let flags = try store.payloadFlags(payload) ?? Flags()
        let horizon = try await horizon(of: folder)
        guard try store.markSent([entry.id], horizon: horizon) else { return readAnew([entry.id]) }
        _ = try await connection.append(folder.wireName, bytes, flags: flags)
        try finish([entry.id])
        noteTouched(folder.id)
    }

    /// Where the UIDs begin that the folder gives from now on.
    func horizon(of folder: Folder) async throws -> UIDHorizon? {
        if let selected, selected.folder == folder.id, let next = selected.mailbox.uidNext {
            // STATUS is not for the folder that is selected (RFC 3501 section 6.3.10): what came since is asked for.
            let later = try await connection.fetch(.uidsFrom(next), [.uid]).compactMap { $0.uid?.value }.max() ?? 0
            let behind = later == .max ? later : later + 1
            return UIDHorizon(uidNext: max(next, UID(behind)), uidValidity: selected.mailbox.uidValidity)
        }
        let status = try await connection.status([folder.wireName])[folder.wireName]
        return UIDHorizon(uidNext: status?.uidNext, uidValidity: status?.uidValidity)
    }

    /// What will tell copies in a folder that the store has never looked into. It knows in the others what was there, and what
    /// MOVE has left in its folder has not come.
    func horizon(ofCopiesInto target: FolderID, isMove: Bool) async throws -> UIDHorizon? {
        if isMove, try await connection.movesAtOnce() { return nil }
        guard try store.syncState(of: target)?.uidNext == nil, let folder = try store.folder(target) else { return nil }
        return try await horizon(of: folder)
    }

    /// The folder that the entry is about; refuses the entry where it is gone.
    func named(_ entry: LocalChange) throws -> Folder? {
        if let id = entry.folder, let folder = try store.folder(id) { return folder }
        try store.refuse(entry.id, reason: "The folder is gone.")
        return nil
    }

    /// Lets the store learn the names on the wire.
    func learnFolders() async throws {
        try store.applyFolderList(account, try await connection.list().assigning(folderRoles))
    }
}
