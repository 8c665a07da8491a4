import IMAPClient
import MailModel
import MailStore
import MessageContent

/// What became of entries whose answers were lost: looked up, never guessed, and only the rest is done again.
extension ReplayRun {
    mutating func settle(_ entry: LocalChange) async throws {
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
        let isAtomic = await connection.capabilities.contains("MOVE")
        // With MOVE, what is still in its folder has not moved. Without, it may have been copied already.
        var sought = isMove && isAtomic ? UIDSet() : present
        if entry.uids.count <= Self.mostSearches { sought = sought.union(entry.uids.subtracting(present)) }
        let found = try await arrivals(of: entry, only: sought, in: target)
        var pairs = found?.targets ?? [:]
        var validity = found?.uidValidity
        let arrived = UIDSet(pairs.keys)
        let missing = present.subtracting(arrived)
        guard try await open(folder) != nil else { return }
        // Without MOVE the answer may have been lost between the copy and the removal.
        if isMove { try await expunge(arrived.intersection(present)) }
        if !missing.isEmpty {
            let copied =
                try await isMove ? connection.move(missing, to: wireName) : connection.copy(missing, to: wireName)
            pairs.merge(copied?.targets ?? [:]) { _, new in new }
            validity = copied?.uidValidity ?? validity
        }
        // Whatever is neither there nor here any more was looked for.
        let isWhole = missing.isEmpty && entry.uids.count <= Self.mostSearches
        try conclude(entry, moved: pairs, validity: validity, target: target, isWhole: isWhole)
    }

    /// The group's move or copy was answered with OK.
    mutating func finish(_ group: LocalChangeReplay.Group, _ copied: CopyResult?, target: FolderID) async throws {
        for entry in group.entries where try store.change(entry.id)?.isOpen == true {
            var moved = copied?.targets ?? [:]
            var validity = copied?.uidValidity
            let silent = entry.uids.subtracting(UIDSet(moved.keys))
            var isWhole = false
            if entry.uids.count <= Self.mostSearches,
                let found = try await arrivals(of: entry, only: silent, in: target)
            {
                moved.merge(found.targets) { known, _ in known }
                validity = validity ?? found.uidValidity
                isWhole = true
            }
            try conclude(entry, moved: moved, validity: validity, target: target, isWhole: isWhole)
        }
    }

    /// An OK to a move of messages that are gone means nothing (RFC 9051 section 6.4.8): that is said to the user.
    private mutating func conclude(
        _ entry: LocalChange, moved: [UID: UID], validity: UIDValidity?, target: FolderID, isWhole: Bool
    ) throws {
        if entry.uids.count <= Self.mostSearches, !entry.uids.uids.contains(where: { moved[$0] != nil }) {
            try refuse([entry.id], "The message is no longer on the server.")
        } else {
            try finish([entry.id], moved: moved, validity: validity, target: target, othersAreGone: isWhole)
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
        let messages = try store.messages(of: entry.id).filter { $0.uid.map(present.contains) ?? false }
        let known = try store.knownUIDs(of: target)
        // Some the store may have met there itself.
        var pairs = try store.arrivals(of: entry.id).filter { present.contains($0.key) }
        var used = Set(pairs.values)
        for message in messages {
            guard let uid = message.uid, pairs[uid] == nil, let summary = try store.summary(message.message) else {
                continue
            }
            let found = try await connection.search(Self.likeness(summary.messageID, size: summary.size))
            let fresh = try lately(found, in: target).subtracting(known)
            if let match = fresh.uids.first(where: { !used.contains($0) }) {
                used.insert(match)
                pairs[uid] = match
            }
        }
        return CopyResult(uidValidity: mailbox.uidValidity, targets: pairs)
    }

    /// Those UIDs that were given after the store last looked at the folder.
    private func lately(_ uids: UIDSet, in folder: FolderID) throws -> UIDSet {
        guard let next = try store.syncState(of: folder)?.uidNext, next.value > 1 else { return uids }
        return uids.intersection(UIDSet(next.value...UInt32.max))
    }

    private static func likeness(_ messageID: String, size: Int) -> SearchCriteria {
        let sameSize = SearchCriteria.every([.larger(max(0, size - 1)), .smaller(size + 1)])
        return messageID.isEmpty ? sameSize : .every([.header("Message-ID", messageID), sameSize])
    }

    // MARK: Uploads

    private mutating func settleAppend(_ entry: LocalChange, _ payload: Int64) async throws {
        guard let folder = try named(entry) else { return }
        guard let bytes = try store.payload(payload), try await open(folder.id) != nil else {
            return try refuse([entry.id], "The message to upload is no longer there.")
        }
        if try await selectedFolderHas(bytes) {
            try finish([entry.id])
            noteTouched(folder.id)
        } else {
            try await append(entry, payload)
        }
    }

    /// Whether the upload is there. Its UID tells nothing: the folder may have been looked at, or renumbered, since it
    /// was sent.
    private func selectedFolderHas(_ bytes: [UInt8]) async throws -> Bool {
        let messageID = HeaderSummary.parse(bytes).messageID
        let alike = try await connection.search(Self.likeness(messageID, size: bytes.count))
        guard messageID.isEmpty else { return !alike.isEmpty }
        // As long as another says little: the header has to be the same, octet for octet.
        let candidates = UIDSet(alike.uids.suffix(Self.mostSearches))
        guard !candidates.isEmpty else { return false }
        let fetched = try await connection.fetch(.uids(candidates), [.uid, .peek(section: "HEADER")])
        return fetched.contains { $0.sections["HEADER"].map { !$0.isEmpty && bytes.starts(with: $0) } ?? false }
    }

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
