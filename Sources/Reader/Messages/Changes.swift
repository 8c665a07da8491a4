import MailModel

extension AppState {
    mutating func perform(_ changing: Changing) -> [Effect] {
        let targets = changeTargets()
        let ids = targets.map(\.id)
        guard !ids.isEmpty, let open = folders.openFolder else { return [] }
        switch changing {
        case .delete: return delete(ids, from: open)
        case .archive: return move(ids, to: .archive, of: open.account)
        case .junk: return move(ids, to: open.role == .junk ? .inbox : .junk, of: open.account)
        case .moveTo:
            popup = .finder(folderFinder(.move(ids)))
            return []
        case .copyTo:
            popup = .finder(folderFinder(.copy(ids)))
            return []
        case .star:
            return setFlag(.flagged, targets.contains { !$0.flags.isFlagged }, targets)
        case .read:
            return setFlag(.seen, targets.contains { !$0.flags.isSeen }, targets)
        }
    }

    private mutating func setFlag(
        _ flag: Flags.System, _ isSet: Bool, _ targets: [(id: MessageID, flags: Flags)]
    ) -> [Effect] {
        let changed = targets.filter { $0.flags.system.contains(flag) != isSet }
        tell(.setFlag(.system(flag), isSet), count: changed.count)
        return [.apply(.setFlag(.system(flag), isSet, targets.map(\.id)))]
    }

    /// The selection in the list's order as far as it is loaded; without one, and in the reader, the current message.
    private mutating func changeTargets() -> [(id: MessageID, flags: Flags)] {
        if focus != .reader { list.closeRange() }
        if focus == .reader || list.selection.isEmpty {
            return list.current.map { [(id: $0.id, flags: $0.flags)] } ?? []
        }
        let loaded = (list.window?.rows ?? []).filter { list.selection[$0.id] != nil }
        let shown = Set(loaded.map(\.id))
        let others = list.selection.filter { !shown.contains($0.key) }.sorted { $0.key > $1.key }
        return loaded.map { (id: $0.id, flags: $0.flags) } + others.map { (id: $0.key, flags: $0.value) }
    }

    private mutating func delete(_ ids: [MessageID], from folder: Folder) -> [Effect] {
        guard folder.role == .trash else { return move(ids, to: .trash, of: folder.account) }
        let what = ids.count == 1 ? "this message" : "these \(Amounts.messages(ids.count))"
        popup = .confirmation(
            Confirmation(
                action: .expunge(ids), question: "Delete \(what) for good? There is no way back.",
                consequence: "delete"))
        return []
    }

    private mutating func move(_ ids: [MessageID], to role: FolderRole, of account: AccountID) -> [Effect] {
        guard let target = folders.folder(role, of: account) else { return [] }
        return move(ids, to: target)
    }

    /// Moves, and goes on to the next message that stays.
    mutating func move(_ ids: [MessageID], to target: Folder) -> [Effect] {
        guard target.id != list.folder else {
            notices.show(Notice("They are in \(target.name) already"), at: now)
            return []
        }
        leave(ids)
        tell(.move(to: target.id), count: ids.count)
        return [.apply(.move(ids, to: target.id))]
    }

    mutating func copy(_ ids: [MessageID], to target: Folder) -> [Effect] {
        tell(.copy(to: target.id), count: ids.count)
        return [.apply(.copy(ids, to: target.id))]
    }

    mutating func expunge(_ ids: [MessageID]) -> [Effect] {
        leave(ids)
        notices.show(Notice("Deleted \(Amounts.messages(ids.count)) for good"), at: now)
        return [.apply(.expunge(ids))]
    }

    /// Takes the cursor off messages that go, so that the next key meets another one.
    private mutating func leave(_ ids: [MessageID]) {
        let going = Set(ids)
        list.selection = list.selection.filter { !going.contains($0.key) }
        guard let current = list.current, going.contains(current.id), let window = list.window else { return }
        let end = window.offset + window.rows.count
        let stays = { (position: Int) in list.row(at: position).map { !going.contains($0.id) } ?? false }
        if let next = (list.cursor..<max(end, list.cursor)).first(where: stays) {
            list.move(to: next)
        } else if let before = (min(window.offset, list.cursor)..<list.cursor).last(where: stays) {
            list.move(to: before)
        } else if focus == .reader {
            focus = .messages
        }
    }
}
