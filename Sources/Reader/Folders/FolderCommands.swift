import MailModel

extension AppState {
    mutating func perform(_ work: FolderWork) -> [Effect] {
        if case .create = work {
            guard let account = folders.current?.account ?? folders.account else { return [] }
            popup = .prompt(
                Prompt(
                    purpose: .createFolder(account), title: "New folder in \(account)", field: TextField(parentPath)))
            return []
        }
        if case .keep = work { return keep() }
        guard let folder = folders.current else { return [] }
        switch work {
        case .create, .keep: break
        case .rename:
            popup = .prompt(
                Prompt(
                    purpose: .renameFolder(folder.id), title: "Rename \(folder.name) to",
                    field: TextField(folder.name)))
        case .delete: askToDelete(folder)
        case .subscribe: return subscribe(folder.id, true)
        case .unsubscribe: return subscribe(folder.id, false)
        case .toggleChildren:
            if folders.collapsed.remove(folder.id) == nil { folders.collapsed.insert(folder.id) }
            folders.rebuild()
        }
        return []
    }

    private mutating func subscribe(_ folder: FolderID, _ isSubscribed: Bool) -> [Effect] {
        tell(.subscribe(isSubscribed), folder: folder)
        return [.apply(.subscribe(folder, isSubscribed))]
    }

    /// A new folder goes beside the one under the cursor.
    private var parentPath: String {
        guard let folder = folders.current, folder.role == nil, let delimiter = folder.delimiter,
            let end = folder.name.lastIndex(of: delimiter)
        else { return "" }
        return String(folder.name[...end])
    }

    private mutating func askToDelete(_ folder: Folder) {
        let contents = folder.total == 0 ? "It is empty." : "Its \(Amounts.messages(folder.total)) would go with it."
        popup = .confirmation(
            Confirmation(
                action: .deleteFolder(folder.id),
                question: "Delete the folder \(folder.name)? \(contents) There is no way back.",
                consequence: "delete"))
    }

    /// The finder over all folders that can hold messages; the last target first.
    func folderFinder(_ purpose: Finder.Purpose) -> Finder {
        let hasSeveralAccounts = Set((folders.known ?? []).map(\.account)).count > 1
        let inOrder = folders.inOrder.filter(\.isSelectable)
        let last = inOrder.filter { $0.id == lastTarget }
        let others = inOrder.filter { $0.id != lastTarget }
        let candidates: [Folder]
        switch purpose {
        case .openFolder, .command: candidates = inOrder
        // A move or copy stays within the account of the messages.
        case .move: candidates = (last + others).filter { $0.account == folders.account && $0.id != folders.open }
        case .copy: candidates = (last + others).filter { $0.account == folders.account }
        }
        let items = candidates.map { folder in
            Finder.Item(
                choice: .folder(folder.id), title: folder.role == .inbox ? "Inbox" : folder.name,
                detail: hasSeveralAccounts ? folder.account.name : folder.unread > 0 ? "\(folder.unread)" : "",
                whyNot: nil)
        }
        return Finder(purpose: purpose, items: items)
    }
}

extension FolderPane {
    /// Every folder in the order of the tree, none hidden.
    var inOrder: [Folder] {
        FolderTree.rows(of: known ?? [], collapsed: []).compactMap { row in
            switch row {
            case .account, .gap: nil
            case .folder(let row): row.folder
            }
        }
    }

    func hasChildren(_ id: FolderID) -> Bool {
        guard let index = row(of: id), case .folder(let row) = rows[index] else { return false }
        return row.hasChildren
    }
}
