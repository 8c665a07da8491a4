import IMAPClient
import MailModel
import MailStore
import MessageContent

/// What became of entries whose answers were lost: looked up, never guessed, and only the rest is done again.
extension ReplayRun {
    mutating func settle(_ entry: LocalChange) async throws {
        // Its messages may have other UIDs since one before it was looked up: what was sent stays to be looked up under those.
        guard try isAsRead(entry) else { return readAnew() }
        noteBegun(entry)
        guard !isHeld(entry.folder) else { return }
        do {
            switch entry.kind {
            case .setFlag, .expunge:
                // Doing it twice is doing it once.
                try await send(LocalChangeReplay.Group(entry))
            case .move(let target): try await settleTransfer(entry, to: target, isMove: true)
            case .copy(let target): try await settleTransfer(entry, to: target, isMove: false)
            case .subscribe: try await change(entry)
            case .createFolder, .renameFolder, .deleteFolder: try await settleFolder(entry)
            case .append(let payload): try await settleAppend(entry, payload)
            }
        } catch let error as IMAPError {
            try settleRefusal(error, [entry.id], in: entry.folder, isLookedUp: true)
        }
    }

    // MARK: Moves and copies

    private mutating func settleTransfer(_ entry: LocalChange, to target: FolderID, isMove: Bool) async throws {
        guard let folder = entry.folder, let wireName = try wireName(target), let mailbox = try await open(folder)
        else {
            return try refuse([entry.id], "The folder is gone.")
        }
        guard mailbox.uidValidity == entry.uidValidity else {
            // What was sent is looked up under the new UIDs once they are known.
            if try await meetValidity(mailbox, of: folder) { return readAnew([entry.id]) }
            try store.markPending([entry.id])
            return try await send(LocalChangeReplay.Group(entry))
        }
        let present = try await connection.search(.uids(entry.uids)).intersection(entry.uids)
        let isAtomic = try await connection.movesAtOnce()
        // With MOVE, what is still in its folder has not moved. Without, it may have been copied already.
        var sought = isMove && isAtomic ? UIDSet() : present
        if entry.uids.count <= Self.mostSearches { sought = sought.union(entry.uids.subtracting(present)) }
        sought = sought.subtracting(UIDSet(try store.copied(of: entry.id).targets.keys))
        let found = try await arrivals(of: entry, only: sought, in: target)
        var copied = try copied(of: entry, found, in: target, beside: present)
        let missing = present.subtracting(copied.uids)
        guard try await open(folder) != nil else { return }
        // Without MOVE the answer may have been lost between the copy and the removal.
        if isMove { try await expunge(copied.uids.intersection(present)) }
        if !missing.isEmpty {
            _ = try await transfer(missing, of: [entry.id], to: wireName, isMove: isMove)
            copied = try self.copied(of: entry, found, in: target, beside: present)
        }
        // Whatever is neither there nor here any more was looked for.
        let isWhole = missing.isEmpty && entry.uids.count <= Self.mostSearches
        try conclude(entry, copied, target: target, isWhole: isWhole)
    }

    /// What is certain to have come to the target by the server's answers, and by what was found there.
    ///
    /// - Parameter present: messages that are in the source: those were copied by an OK that names none.
    private func copied(
        of entry: LocalChange, _ found: CopyResult?, in target: FolderID, beside present: UIDSet
    ) throws -> CopiedMessages {
        var copied = try store.copied(of: entry.id)
        let named = UIDSet(copied.targets.keys)
        let validity = try store.syncState(of: target)?.uidValidity ?? found?.uidValidity ?? copied.validity
        // UIDs of another time tell that the messages went there, and not where they are.
        if copied.validity != validity { copied.targets = [:] }
        copied.targets.merge(found?.targets ?? [:]) { known, _ in known }
        copied.validity = validity
        copied.uids = copied.uids.intersection(present).union(named).union(UIDSet(copied.targets.keys))
        return copied
    }

    /// The group's move or copy was answered with OK.
    mutating func finish(_ group: LocalChangeReplay.Group, target: FolderID) async throws {
        for entry in group.entries where try store.change(entry.id)?.isOpen == true {
            let silent = entry.uids.subtracting(UIDSet(try store.copied(of: entry.id).targets.keys))
            let isShort = entry.uids.count <= Self.mostSearches
            let found = isShort ? try await arrivals(of: entry, only: silent, in: target) : nil
            let copied = try copied(of: entry, found, in: target, beside: UIDSet())
            try conclude(entry, copied, target: target, isWhole: found != nil)
        }
    }

    /// An OK to a move of messages that are gone means nothing (RFC 9051 section 6.4.8): that is said to the user.
    private mutating func conclude(
        _ entry: LocalChange, _ copied: CopiedMessages, target: FolderID, isWhole: Bool
    ) throws {
        if entry.uids.count <= Self.mostSearches, copied.uids.intersection(entry.uids).isEmpty {
            try refuse([entry.id], "The message is no longer on the server.")
        } else {
            try finish(
                [entry.id], moved: copied.targets, validity: copied.validity, target: target,
                othersAreGone: isWhole && copied.uids.subtracting(UIDSet(copied.targets.keys)).isEmpty)
        }
    }

    /// More messages than that are not looked for one by one.
    private static let mostSearches = 20

    /// Which of the messages came to the target lately: those there with the same Message-ID, or size where they have
    /// none, whose UIDs the store has not seen.
    private mutating func arrivals(
        of entry: LocalChange, only present: UIDSet, in target: FolderID
    ) async throws -> CopyResult? {
        guard !present.isEmpty, let mailbox = try await open(target) else { return nil }
        if try store.syncState(of: target)?.uidValidity != nil { _ = try await meetValidity(mailbox, of: target) }
        let connection = connection
        // All of what the store knows is read at one moment: it may meet some of them there itself while they are looked for.
        let messages = try store.messages(of: entry.id).filter { $0.uid.map(present.contains) ?? false }
        var seen = try store.knownUIDs(of: target).union(earlierUIDs(in: target))
        if let horizon = try store.horizon(of: entry.id), horizon.uidValidity == mailbox.uidValidity {
            seen = seen.union(horizon.earlier)
        }
        // Some the store has met there itself.
        var pairs = try store.arrivals(of: entry.id).filter { present.contains($0.key) }
        var used = Set(pairs.values)
        for message in messages {
            guard let uid = message.uid, pairs[uid] == nil, let summary = try store.summary(message.message) else {
                continue
            }
            let found = try await connection.search(Self.likeness(summary.messageID, size: summary.size))
            if let match = found.subtracting(seen).uids.first(where: { !used.contains($0) }) {
                used.insert(match)
                pairs[uid] = match
            }
        }
        return CopyResult(uidValidity: mailbox.uidValidity, targets: pairs)
    }

    /// UIDs that were given before the store last looked at the folder.
    private func earlierUIDs(in folder: FolderID) throws -> UIDSet {
        guard let next = try store.syncState(of: folder)?.uidNext, next.value > 1 else { return UIDSet() }
        return UIDSet(1...(next.value - 1))
    }

    private static func likeness(_ messageID: String, size: Int) -> SearchCriteria {
        let sameSize = SearchCriteria.every([.larger(max(0, size - 1)), .smaller(size + 1)])
        return messageID.isEmpty ? sameSize : .every([.header("Message-ID", messageID), sameSize])
    }

    // MARK: Uploads

    private mutating func settleAppend(_ entry: LocalChange, _ payload: Int64) async throws {
        guard let folder = try named(entry) else { return }
        guard let bytes = try store.payload(payload), let mailbox = try await open(folder.id) else {
            return try refuse([entry.id], "The message to upload is no longer there.")
        }
        if try await has(mailbox, bytes, of: entry) {
            try finish([entry.id])
            noteTouched(folder.id)
        } else {
            try await append(entry, payload)
        }
    }

    /// Whether the upload is in the selected folder. The same message may have been there before it was sent: what has a UID
    /// that was given before is no proof. Of a folder that was renumbered since, the time tells at which the server got it.
    private func has(_ mailbox: SelectedMailbox, _ bytes: [UInt8], of entry: LocalChange) async throws -> Bool {
        let messageID = HeaderSummary.parse(bytes).messageID
        var alike = try await connection.search(Self.likeness(messageID, size: bytes.count))
        let horizon = try store.horizon(of: entry.id).flatMap { $0.uidValidity == mailbox.uidValidity ? $0 : nil }
        if let horizon {
            alike = alike.subtracting(horizon.earlier)
            guard messageID.isEmpty else { return !alike.isEmpty }
        }
        let candidates = UIDSet(alike.uids.suffix(Self.mostSearches))
        guard !candidates.isEmpty else { return false }
        // As long as another says little: the header has to be the same, octet for octet.
        let items: [FetchItem] = [.uid, .internalDate] + (messageID.isEmpty ? [.peek(section: "HEADER")] : [])
        return try await connection.fetch(.uids(candidates), items).contains { message in
            if horizon == nil, let received = message.received, received.seconds < entry.createdAt - Self.clockError {
                return false
            }
            guard messageID.isEmpty else { return true }
            return message.sections["HEADER"].map { !$0.isEmpty && bytes.starts(with: $0) } ?? false
        }
    }

    /// How much the server's clock may be behind the user's, in seconds.
    private static let clockError: Int64 = 24 * 60 * 60

    // MARK: Folders

    private mutating func settleFolder(_ entry: LocalChange) async throws {
        let listed = Set(try await connection.list().map(\.wireName))
        let isDone: Bool
        switch entry.kind {
        case .createFolder(let name): isDone = await listed.contains(connection.wireName(forTyped: name))
        case .renameFolder(let name):
            let old = try entry.folder.flatMap { try store.folder($0) }?.wireName
            isDone = await listed.contains(connection.wireName(forTyped: name)) && !(old.map(listed.contains) ?? false)
        case .deleteFolder:
            let old = try entry.folder.flatMap { try store.folder($0) }?.wireName
            isDone = !(old.map(listed.contains) ?? false)
        case .setFlag, .move, .copy, .expunge, .subscribe, .append: return
        }
        guard isDone else { return try await change(entry) }
        try finish([entry.id])
        noteFolderChange()
        try await learnFolders()
    }
}
