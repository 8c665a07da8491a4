import Screen

/// One or more keys pressed after each other, as the table and the configuration write them: each character is a key
/// (`gi`), and names are keys of their own (`Enter`, `Ctrl-D`, `Alt-x`, `F1`, `PgDn`).
package struct KeySequence: Hashable, Sendable, CustomStringConvertible {
    package var keys: [Key]

    package init(_ keys: [Key]) { self.keys = keys }

    /// Nil for an empty or unknown notation.
    package init?(_ notation: String) {
        if let key = KeySequence.namedKey(notation) {
            keys = [key]
        } else if notation.isEmpty || notation.contains(where: { $0.isWhitespace }) || notation.count > 4 {
            return nil
        } else {
            keys = notation.map { .character($0) }
        }
    }

    package var description: String { keys.map(KeySequence.name(of:)).joined() }

    private static let names: [(String, Key)] = [
        ("Enter", .enter), ("Esc", .escape), ("Tab", .tab), ("Shift-Tab", .backTab), ("Backspace", .backspace),
        ("Del", .delete), ("Ins", .insert), ("Up", .up), ("Down", .down), ("Left", .left), ("Right", .right),
        ("Home", .home), ("End", .end), ("PgUp", .pageUp), ("PgDn", .pageDown), ("Space", .character(" ")),
    ]

    private static func namedKey(_ notation: String) -> Key? {
        let lowered = notation.lowercased()
        if let named = names.first(where: { $0.0.lowercased() == lowered }) { return named.1 }
        if lowered.hasPrefix("ctrl-"), let character = lowered.dropFirst(5).first, lowered.count == 6 {
            return .control(character)
        }
        if lowered.hasPrefix("alt-"), let character = notation.dropFirst(4).first, notation.count == 5 {
            return .alt(character)
        }
        if lowered.hasPrefix("f"), notation.count > 1, let number = Int(lowered.dropFirst()), (1...24).contains(number)
        {
            return .function(number)
        }
        return nil
    }

    /// How the key is written on the screen and in the documentation.
    package static func name(of key: Key) -> String {
        switch key {
        case .up: "↑"
        case .down: "↓"
        case .left: "←"
        case .right: "→"
        case .character(let character) where character != " ": String(character)
        case .control(let character): "Ctrl-" + String(character).uppercased()
        case .alt(let character): "Alt-" + String(character)
        case .function(let number): "F\(number)"
        case .character, .enter, .escape, .tab, .backTab, .backspace, .delete, .insert, .home, .end, .pageUp,
            .pageDown:
            names.first { $0.1 == key }?.0 ?? ""
        }
    }
}
