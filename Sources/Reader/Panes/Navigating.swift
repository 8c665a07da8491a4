import MailModel

extension AppState {
    mutating func perform(_ navigation: Navigation, count: Int?) -> [Effect] {
        switch navigation {
        case .deeper: return deeper()
        case .back: back()
        case .backOrQuit:
            if focus == .folders { return [.quit] }
            back()
        case .nextPane: turn(by: 1)
        case .previousPane: turn(by: -1)
        case .nextMessage: list.move(to: list.cursor + (count ?? 1))
        case .previousMessage: list.move(to: list.cursor - (count ?? 1))
        case .nextUnread: return huntUnread(down: true)
        case .previousUnread: return huntUnread(down: false)
        case .pageOrNextUnread: return readOn()
        }
        return []
    }

    private mutating func deeper() -> [Effect] {
        switch focus {
        case .folders:
            guard let folder = folders.current else { return [] }
            focus = .messages
            return folder.id == folders.open ? [] : open(folder.id)
        case .messages:
            focus = .reader
            return []
        case .reader:
            moveTextDown()
            return []
        }
    }

    private mutating func moveTextDown() {
        reader.scroll(to: reader.scroll + 1, visible: visibleRows(of: .reader))
    }

    /// Lets go of what is on top: a selection, a search, then the pane.
    private mutating func back() {
        switch focus {
        case .reader:
            if reader.find != nil {
                reader.find = nil
            } else if reader.choices.view != .text {
                show(.text)
            } else {
                focus = .messages
            }
        case .messages:
            if !list.selection.isEmpty || list.rangeStart != nil {
                list.selection = [:]
                list.dropRange()
            } else if list.search != nil {
                list.narrow(to: nil, at: list.cursorKey)
            } else {
                focus = .folders
            }
        case .folders: break
        }
    }

    private mutating func turn(by step: Int) {
        let panes = Pane.allCases
        guard let place = panes.firstIndex(of: focus) else { return }
        focus = panes[(place + step + panes.count) % panes.count]
    }

    private mutating func readOn() -> [Effect] {
        let visible = visibleRows(of: .reader)
        if reader.isLoading || reader.isAtEnd(visible: visible) { return huntUnread(down: true) }
        // Two lines stay, so that the eye finds its place.
        reader.scroll(to: reader.scroll + max(1, visible - 2), visible: visible)
        return []
    }

    // MARK: Folders

    /// Opens a folder and looks at its newest message.
    mutating func open(_ id: FolderID) -> [Effect] {
        folders.open = id
        if let row = folders.row(of: id) { folders.cursor = row }
        list.open(id)
        reader.clear()
        return [.openFolder(id), .rememberFolder(id)]
    }

    mutating func perform(_ destination: Destination) -> [Effect] {
        switch destination {
        case .anyFolder:
            popup = .finder(folderFinder(.openFolder))
            return []
        case .role(let role):
            guard let account = folders.account, let folder = folders.folder(role, of: account) else { return [] }
            focus = .messages
            return open(folder.id)
        }
    }

    // MARK: Unread messages

    private mutating func huntUnread(down: Bool) -> [Effect] {
        list.hunt = UnreadHunt(
            goesDown: down, opens: focus == .reader, origin: list.cursor, originKey: list.cursorKey)
        if focus == .folders { focus = .messages }
        return hunt(includingCursor: false)
    }

    /// Goes on with a hunt when the rows it waited for are there.
    mutating func continueHunt() -> [Effect] {
        guard list.hunt != nil else { return [] }
        return hunt(includingCursor: true)
    }

    private mutating func hunt(includingCursor: Bool) -> [Effect] {
        guard let hunt = list.hunt else { return [] }
        switch list.nextUnread(goingDown: hunt.goesDown, includingCursor: includingCursor) {
        case .found(let position):
            list.hunt = nil
            list.move(to: position)
            if hunt.opens { focus = .reader }
            return []
        case .beyond(let position):
            list.cursor = position
            list.cursorKey = nil
            return []
        case .none:
            return huntInNextFolder(hunt)
        }
    }

    private mutating func huntInNextFolder(_ hunt: UnreadHunt) -> [Effect] {
        list.hunt = nil
        guard hunt.goesDown, list.search == nil, let next = nextFolderWithUnread() else {
            list.cursor = hunt.origin
            list.cursorKey = hunt.originKey
            held.drop()
            notices.show(Notice(hunt.goesDown ? "No more unread messages" : "No unread message before"), at: now)
            return []
        }
        let effects = open(next.id)
        list.hunt = UnreadHunt(goesDown: true, opens: hunt.opens, origin: 0)
        return effects
    }

    /// The next folder below the open one, and around, that has unread mail a person waits for.
    private func nextFolderWithUnread() -> Folder? {
        let here = folders.open.flatMap { folders.row(of: $0) } ?? -1
        let order = Array(folders.rows.indices.filter { $0 > here }) + folders.rows.indices.filter { $0 < here }
        return order.lazy.compactMap { folders.folder(atRow: $0) }.first { folder in
            guard folder.unread > 0, folder.isSelectable else { return false }
            switch folder.role {
            case .junk, .trash, .drafts, .sent, .all, .flagged, .important: return false
            case .inbox, .archive, nil: return true
            }
        }
    }
}
