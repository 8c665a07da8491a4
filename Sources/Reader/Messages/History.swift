import MailModel

/// Undo and redo, and what the notices after a change say of them.
extension AppState {
    mutating func perform(_ step: HistoryStep) -> [Effect] {
        switch step {
        case .undo: return [.undo]
        case .redo: return [.redo]
        }
    }

    /// Says what a change of the user did and how to take it back.
    mutating func tell(_ kind: LocalChange.Kind, count: Int = 0, folder: FolderID? = nil) {
        notices.show(Notice(ChangeWords.capitalised(words(kind, count, folder)) + hint(.undo, "undoes")), at: now)
    }

    /// The store has taken the last command back, or has done it again.
    mutating func take(_ step: HistoryStep, _ outcome: UndoOutcome) {
        let isUndo = step == .undo
        switch outcome {
        case .nothing:
            notices.show(Notice(isUndo ? "There is nothing to undo" : "There is nothing to do again"), at: now)
        case .impossible(let kind):
            let next = hint(.undo, "undoes what was before it")
            notices.show(
                Notice("Can't be undone: \(words(kind, 0, nil, isVague: true))" + next, kind: .error), at: now)
        case .gone(let kind):
            let what = isUndo ? "Can't be undone" : "Can't be done again"
            notices.show(
                Notice("\(what): \(words(kind, 0, nil, isVague: true)); what it was about is gone", kind: .error),
                at: now)
        case .changed(let change):
            let after = isUndo ? hint(.redo, "does it again") : hint(.undo, "undoes")
            let what = words(change.kind, change.messages, nil)
            notices.show(Notice((isUndo ? "Undone: " : "Done again: ") + what + after), at: now)
            // What came back is what the user wants to look at; a folder that is not open stays as it is.
            if isUndo, let key = list.folder.flatMap({ change.places[$0] }) { list.seek(key) }
        }
    }

    private func words(_ kind: LocalChange.Kind, _ count: Int, _ folder: FolderID?, isVague: Bool = false) -> String {
        var target: String?
        switch kind {
        case .move(let id), .copy(let id): target = name(of: id)
        case .setFlag, .expunge, .createFolder, .renameFolder, .deleteFolder, .subscribe, .append: break
        }
        let text = ChangeWords.past(kind, count: count, folder: name(of: folder), target: target)
        return isVague ? text.replacing(Amounts.messages(0), with: "messages") : text
    }

    private func name(of id: FolderID?) -> String? {
        folders.folder(id).map { $0.role == .inbox ? "Inbox" : $0.name }
    }

    /// `; u undoes`, where the command has a key.
    private func hint(_ step: HistoryStep, _ verb: String) -> String {
        keymap.keys(for: .history(step), in: focus).first.map { "; \($0) \(verb)" } ?? ""
    }
}

extension MessageList {
    /// Puts the cursor on a message, wherever in the folder it is: its surroundings are asked for anew.
    mutating func seek(_ key: MessageKey) {
        cursorKey = key
        goesToEnd = false
        hunt = nil
        requested = nil
    }
}
