import MailModel

/// What to send so that the server does what the user did: the journal's open entries, in order, with neighbours joined
/// where one command does for all of them.
package struct LocalChangeReplay: Sendable, Equatable {
    /// Entries that become one command.
    package struct Group: Sendable, Equatable {
        package var kind: LocalChange.Kind
        package var folder: FolderID?
        package var uidValidity: UIDValidity?
        package var uids: UIDSet
        package var entries: [LocalChange]

        package var ids: [LocalChangeID] { entries.map(\.id) }

        /// Where the messages go to.
        var target: FolderID? {
            switch kind {
            case .move(let target), .copy(let target): target
            case .setFlag, .expunge, .createFolder, .renameFolder, .deleteFolder, .subscribe, .append: nil
            }
        }

        init(_ entry: LocalChange) {
            kind = entry.kind
            folder = entry.folder
            uidValidity = entry.uidValidity
            uids = entry.uids
            entries = [entry]
        }
    }

    /// Sent before without an answer: whether the server did them has to be looked up first.
    package let unsettled: [LocalChange]
    package let groups: [Group]

    /// - Parameter open: the entries as the store has them.
    package init(_ open: [LocalChange]) {
        unsettled = open.filter { $0.state == .sent }.sorted { $0.id < $1.id }
        var groups: [Group] = []
        for entry in open.filter({ $0.state == .pending }).sorted(by: { $0.id < $1.id }) {
            if let index = Self.home(of: entry, in: groups) {
                groups[index].uids = groups[index].uids.union(entry.uids)
                groups[index].entries.append(entry)
            } else {
                groups.append(Group(entry))
            }
        }
        self.groups = groups
    }

    /// The earlier group that the entry can join without overtaking anything that it must come after.
    private static func home(of entry: LocalChange, in groups: [Group]) -> Int? {
        for (index, group) in groups.enumerated().reversed() {
            if isJoinable(entry, group) { return index }
            if !commutes(entry, group) { return nil }
        }
        return nil
    }

    private static func isJoinable(_ entry: LocalChange, _ group: Group) -> Bool {
        guard concernsMessages(entry.kind), entry.kind == group.kind, entry.folder == group.folder,
            entry.uidValidity == group.uidValidity
        else { return false }
        // A message copied twice is wanted twice.
        if case .copy = entry.kind { return group.uids.isDisjoint(with: entry.uids) }
        return true
    }

    /// Whether the order of the two makes no difference.
    private static func commutes(_ entry: LocalChange, _ group: Group) -> Bool {
        guard concernsMessages(entry.kind), concernsMessages(group.kind) else { return false }
        guard entry.folder == group.folder else { return true }
        if group.uids.isDisjoint(with: entry.uids) { return true }
        if case .setFlag(let flag, _) = entry.kind, case .setFlag(let other, _) = group.kind { return flag != other }
        return false
    }

    private static func concernsMessages(_ kind: LocalChange.Kind) -> Bool {
        switch kind {
        case .setFlag, .move, .copy, .expunge: true
        case .createFolder, .renameFolder, .deleteFolder, .subscribe, .append: false
        }
    }
}
