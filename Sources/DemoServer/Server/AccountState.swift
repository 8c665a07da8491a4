import NIOCore

/// Tells one connection from another.
typealias SessionNumber = Int

/// What a session that has a folder selected has not been told yet.
struct Watcher {
    let folder: String
    let uidValidity: UInt32
    /// The newest UID the session knows.
    var announcedUID: UInt32
    var expunged: [UInt32] = []
    var changed: Set<UInt32> = []
}

/// Everything the server holds. Each change notes which sessions must hear of it.
struct AccountState {
    var folders: [String: ServedFolder]
    var subscribed: Set<String>
    var watchers: [SessionNumber: Watcher] = [:]
    /// Sessions that want to be told of other folders than the open one, with the folders where something has happened.
    var followers: [SessionNumber: Set<String>] = [:]
    var channels: [SessionNumber: any Channel] = [:]
    /// Sessions to wake once the lock is let go.
    var touched: Set<SessionNumber> = []
    /// The number of the newest session there has been.
    var lastSession: SessionNumber = 0
    private var nextUIDValidity: UInt32

    init(_ maildrop: Maildrop, bug: PlantedBug? = nil) {
        folders = maildrop.folders
        if bug == .onlyUIDNext { for name in folders.keys { folders[name]?.keepsModSeq = true } }
        subscribed = Set(maildrop.folders.keys)
        nextUIDValidity = (maildrop.folders.values.map(\.uidValidity).max() ?? 0) &+ 1000
    }

    mutating func takeUIDValidity() -> UInt32 {
        defer { nextUIDValidity &+= 1 }
        return nextUIDValidity
    }

    @discardableResult
    mutating func append(_ source: MessageSource, to name: String, flags: [String], received: Int64) -> UInt32? {
        guard let uid = folders[name]?.append(source, flags: flags, received: received) else { return nil }
        touch(name)
        return uid
    }

    /// Sets flags; all sessions but `author` hear of it.
    mutating func setFlags(_ flags: [String], of uid: UInt32, in name: String, author: SessionNumber?) {
        guard folders[name]?.setFlags(FlagNames.canonical(flags), of: uid) == true else { return }
        for (number, watcher) in watchers where watcher.folder == name && number != author {
            watchers[number]?.changed.insert(uid)
            touched.insert(number)
        }
        tellFollowers(of: name, but: author)
    }

    /// Removes messages. With `isSilent` no session is told.
    @discardableResult
    mutating func remove(_ uids: Set<UInt32>, from name: String, isSilent: Bool = false) -> [UInt32] {
        guard let removed = folders[name]?.remove(uids), !removed.isEmpty, !isSilent else { return [] }
        for (number, watcher) in watchers where watcher.folder == name {
            watchers[number]?.expunged.append(contentsOf: removed.filter { $0 <= watcher.announcedUID })
            touched.insert(number)
        }
        tellFollowers(of: name)
        return removed
    }

    mutating func renumber(_ name: String, keepsUIDValidity: Bool = false) {
        guard let old = folders[name]?.uidValidity else { return }
        let uidValidity = keepsUIDValidity ? old : takeUIDValidity()
        folders[name]?.renumber(uidValidity: uidValidity)
        touch(name)
    }

    /// Whether the UIDs that the session knows still mean the messages that it was told of.
    func isCurrent(_ number: SessionNumber) -> Bool {
        guard let watcher = watchers[number] else { return false }
        return folders[watcher.folder]?.uidValidity == watcher.uidValidity
    }

    mutating func touch(_ name: String) {
        for (number, watcher) in watchers where watcher.folder == name { touched.insert(number) }
        tellFollowers(of: name)
    }

    private mutating func tellFollowers(of name: String, but author: SessionNumber? = nil) {
        for number in followers.keys where number != author && watchers[number]?.folder != name {
            followers[number]?.insert(name)
            touched.insert(number)
        }
    }

    /// Copies messages and returns the UIDs of the originals and of the copies, in step.
    mutating func copy(_ uids: [UInt32], from source: String, to target: String) -> (from: [UInt32], to: [UInt32]) {
        var result: (from: [UInt32], to: [UInt32]) = ([], [])
        for uid in uids {
            guard let message = folders[source]?.message(uid),
                let copy = append(message.source, to: target, flags: message.flags, received: message.received)
            else { continue }
            result.from.append(uid)
            result.to.append(copy)
        }
        return result
    }
}
