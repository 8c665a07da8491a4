import MailModel
import Screen

/// The attachments of a message, to save one, several or all.
package struct AttachmentList: Equatable, Sendable {
    let message: MessageID
    var attachments: [ReadableMessage.Attachment]
    var selected = 0
    /// Those that are chosen, by their place.
    var chosen: Set<Int> = []

    init(_ attachments: [ReadableMessage.Attachment], of message: MessageID) {
        self.attachments = attachments
        self.message = message
    }

    var current: ReadableMessage.Attachment? { attachments.indices.contains(selected) ? attachments[selected] : nil }

    /// The chosen ones, in their order; all where none is.
    var wanted: [ReadableMessage.Attachment] {
        chosen.isEmpty ? attachments : attachments.indices.filter(chosen.contains).map { attachments[$0] }
    }

    mutating func toggle() {
        if chosen.remove(selected) == nil { chosen.insert(selected) }
    }
}

extension AppState {
    mutating func take(_ key: Key, in list: AttachmentList) -> [Effect] {
        var list = list
        let last = max(0, list.attachments.count - 1)
        switch key {
        case .down, .character("j"), .tab: list.selected = min(last, list.selected + 1)
        case .up, .character("k"), .backTab: list.selected = max(0, list.selected - 1)
        case .pageDown, .control("d"): list.selected = min(last, list.selected + 10)
        case .pageUp, .control("u"): list.selected = max(0, list.selected - 10)
        case .home, .character("g"): list.selected = 0
        case .end, .character("G"): list.selected = last
        case .character("x"): list.toggle()
        case .character(" "):
            list.toggle()
            list.selected = min(last, list.selected + 1)
        case .character("*"): list.chosen = list.chosen.isEmpty ? Set(list.attachments.indices) : []
        case .enter, .character("l"), .right: return view(list)
        case .character("s"), .character("S"):
            return save(list, all: key == .character("S") || !list.chosen.isEmpty)
        case .character("o"): return open(list)
        case .character("|"):
            let wanted = list.chosen.isEmpty ? list.current.map { [$0] } ?? [] : list.wanted
            let what = wanted.count == 1 ? AttachmentWords.name(of: wanted[0]) : "\(wanted.count) files"
            askForPipe(.attachments(wanted.map(\.section)), of: list.message, what: what)
            return []
        case .escape, .character("q"), .character("h"), .character("A"), .left, .control("c"):
            popup = nil
            return []
        case .character, .control, .alt, .backspace, .delete, .insert, .function:
            return []
        }
        popup = .attachments(list)
        return []
    }

    /// Shows a text in the reader; what is none is saved.
    private mutating func view(_ list: AttachmentList) -> [Effect] {
        if list.chosen.isEmpty, settings.drawsPictures, let current = list.current, AttachmentWords.isPicture(current) {
            popup = nil
            return show(picture: current)
        }
        guard list.chosen.isEmpty, let current = list.current, AttachedFormat(current) != nil else {
            return save(list, all: !list.chosen.isEmpty)
        }
        popup = nil
        focus = .reader
        return show(.attachment(current))
    }

    private mutating func open(_ list: AttachmentList) -> [Effect] {
        popup = nil
        guard let current = list.current else { return [] }
        let name = AttachmentWords.filename(for: current)
        guard
            AttachmentWords.canAct(name)
                || AttachmentWords.canAct("." + (current.type.split(separator: "/").last ?? ""))
        else { return [.openAttachment(list.message, section: current.section, filename: name)] }
        popup = .confirmation(
            Confirmation(
                action: .openAttachment(list.message, section: current.section, filename: name),
                question: "\(AttachmentWords.name(of: current)) can be a program, or run one. Open it?",
                consequence: "open it"))
        return []
    }

    private mutating func save(_ list: AttachmentList, all: Bool) -> [Effect] {
        popup = nil
        let wanted = all ? list.wanted : list.current.map { [$0] } ?? []
        if let only = wanted.first, wanted.count == 1 {
            askWhereToSave(only, of: list.message)
        } else if !wanted.isEmpty {
            askWhereToSaveAll(wanted, of: list.message)
        }
        return []
    }
}
