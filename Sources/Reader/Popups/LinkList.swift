import MailModel
import Screen

/// The links of a message, to open or copy one.
package struct LinkList: Equatable, Sendable {
    var links: [ReadableMessage.Link]
    var selected = 0
    /// The digits of a number being typed.
    var typed = ""

    init(_ links: [ReadableMessage.Link]) { self.links = links }

    var current: ReadableMessage.Link? { links.indices.contains(selected) ? links[selected] : nil }

    /// Goes to the link of the number that the digits make; a digit that leads nowhere begins a new number.
    mutating func type(_ digit: Character) {
        for text in [typed + String(digit), String(digit)] {
            guard let number = Int(text), let place = links.firstIndex(where: { $0.number == number }) else { continue }
            typed = text
            selected = place
            return
        }
        typed = ""
    }
}

extension AppState {
    mutating func take(_ key: Key, in list: LinkList) -> [Effect] {
        var list = list
        let last = max(0, list.links.count - 1)
        if case .character(let digit) = key, digit.isASCII, digit.isNumber {
            list.type(digit)
            popup = .links(list)
            return []
        }
        list.typed = ""
        switch key {
        case .down, .character("j"), .tab: list.selected = min(last, list.selected + 1)
        case .up, .character("k"), .backTab: list.selected = max(0, list.selected - 1)
        case .pageDown, .control("d"), .character(" "): list.selected = min(last, list.selected + 10)
        case .pageUp, .control("u"): list.selected = max(0, list.selected - 10)
        case .home, .character("g"): list.selected = 0
        case .end, .character("G"): list.selected = last
        case .enter, .character("o"), .character("l"), .right:
            popup = nil
            return list.current.map { open($0) } ?? []
        case .character("y"):
            popup = nil
            return list.current.map { copy($0) } ?? []
        case .escape, .character("q"), .character("h"), .character("L"), .left, .control("c"):
            popup = nil
            return []
        case .character, .control, .alt, .backspace, .delete, .insert, .function:
            return []
        }
        popup = .links(list)
        return []
    }
}
