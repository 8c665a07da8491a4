import MailModel
import Screen

extension AppState {
    mutating func take(_ key: Key, in prompt: Prompt) -> [Effect] {
        var prompt = prompt
        switch key {
        case .escape, .control("c"):
            popup = nil
            return []
        case .enter: return answer(prompt)
        case .character, .control, .alt, .tab, .backTab, .backspace, .delete, .insert, .up, .down, .left, .right,
            .home, .end, .pageUp, .pageDown, .function:
            _ = prompt.field.handle(key)
            popup = .prompt(prompt)
            return []
        }
    }

    private mutating func answer(_ prompt: Prompt) -> [Effect] {
        let text = prompt.field.text.trimmed
        guard !text.isEmpty else { return [] }
        popup = nil
        switch prompt.purpose {
        case .createFolder(let account):
            tell(.createFolder(name: text))
            return [.apply(.createFolder(account, name: text))]
        case .renameFolder(let id):
            guard folders.folder(id)?.name != text else { return [] }
            tell(.renameFolder(newName: text), folder: id)
            return [.apply(.renameFolder(id, newName: text))]
        case .saveAttachment(let id, let section):
            if let saving {
                notices.show(Notice("It is saved after \(AttachmentWords.shown(saving.name))"), at: now)
            }
            waitingToSave.append(AttachmentRequest(message: id, section: section, path: text))
            return saveNext()
        case .saveAttachments(let id, let attachments):
            return saveAll(attachments, of: id, into: text)
        case .pipe(let id, let content): return pipe(content, of: id, to: text)
        }
    }

    /// Only `y` says yes; every other key says no.
    mutating func take(_ key: Key, in confirmation: Confirmation) -> [Effect] {
        popup = nil
        guard key == .character("y") || key == .character("Y") else {
            if case .overwrite = confirmation.action { return saveNext() }
            return []
        }
        switch confirmation.action {
        case .expunge(let ids): return expunge(ids)
        case .deleteFolder(let id):
            notices.show(Notice("Deleted the folder \(folders.folder(id)?.name ?? "")"), at: now)
            return [.apply(.deleteFolder(id))]
        case .overwrite(let request): return [save(request, overwrite: true)]
        case .leaveList(let address):
            notices.show(Notice("Asking to leave the list…"), at: now)
            return [.leaveList(address)]
        case .openAddress(let address): return [.openAddress(address)]
        case .openAttachment(let id, let section, let name):
            return [.openAttachment(id, section: section, filename: name)]
        }
    }

    mutating func takeInPopup(_ mouse: MouseEvent) -> [Effect] {
        guard let popup else { return [] }
        switch mouse.kind {
        case .wheelDown: return take(Key.down, in: popup)
        case .wheelUp: return take(Key.up, in: popup)
        case .press, .release, .drag, .doubleClick: return []
        }
    }
}

extension String {
    /// Without spaces at either end.
    var trimmed: String {
        var text = self[...]
        while text.first == " " { text = text.dropFirst() }
        while text.last == " " { text = text.dropLast() }
        return String(text)
    }
}
