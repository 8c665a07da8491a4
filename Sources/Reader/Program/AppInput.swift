import MailModel
import Screen

extension AppState {
    /// Takes what came from the terminal.
    mutating func take(_ input: InputEvent) -> [Effect] {
        switch input {
        case .key(let key):
            notices.dismiss()
            return take(key)
        case .mouse(let mouse):
            return settings.usesMouse ? take(mouse) : []
        case .paste(let text):
            // Pasted text is only ever text: as keys it could delete mail.
            return pasteIntoPopup(text)
        case .resize(let size):
            self.size = size
            draggedBorder = nil
            return []
        }
    }

    private mutating func take(_ key: Key) -> [Effect] {
        guard !held.isEmpty else { return act(on: key) }
        if key == .escape || key == .control("c") {
            dropHeld()
            return []
        }
        return hold(.key(key))
    }

    /// Does what the key means here.
    mutating func act(on key: Key) -> [Effect] {
        if let popup { return take(key, in: popup) }
        if key == .escape, keys.count != nil || !keys.keys.isEmpty {
            keys = PendingKeys()
            return []
        }
        if keys.takeDigit(key) { return [] }
        keys.keys.append(key)
        switch keymap.meaning(of: keys.keys, in: focus) {
        case .command(let command):
            let count = keys.count
            keys = PendingKeys()
            return attempt(command, count: count)
        case .prefix:
            return [.pause(milliseconds: 400)]
        case .nothing:
            let pressed = KeySequence(keys.keys).description
            keys = PendingKeys()
            list.hunt = nil
            let help = keymap.keys(for: .program(.help), in: focus).first.map { "; \($0) shows the keys" } ?? ""
            notices.show(Notice("\(pressed) means nothing here\(help)"), at: now)
            return []
        }
    }

    /// Performs the command, or says why it can't be; one that means rows that are not there yet waits for them.
    mutating func attempt(_ command: Command, count: Int? = nil) -> [Effect] {
        if mustWait(command) { return hold(.command(command, count: count)) }
        list.hunt = nil
        if needsRange(command), let range = list.rangeToRead { return read(range, for: command, count: count) }
        if let reason = whyNot(command) {
            notices.show(Notice(reason), at: now)
            return []
        }
        switch command {
        case .move(let movement): return perform(movement, count: count)
        case .navigate(let navigation): return perform(navigation, count: count)
        case .go(let destination): return perform(destination)
        case .select(let selecting): return perform(selecting)
        case .change(let changing): return perform(changing)
        case .search(let searching): return perform(searching, count: count)
        case .read(let reading): return perform(reading, count: count)
        case .folder(let work): return perform(work)
        case .history(let step): return perform(step)
        case .layout(let work): return perform(work, count: count)
        case .program(let work): return perform(work)
        }
    }

    /// Whether long work runs that can be cancelled.
    var canCancel: Bool { saving != nil || statuses.contains { !$0.keeping.isEmpty } }
}
