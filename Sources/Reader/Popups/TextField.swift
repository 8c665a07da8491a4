import Screen

/// One line of text being typed.
package struct TextField: Equatable, Sendable {
    /// More is not taken.
    static let limit = 1000

    package private(set) var text: String
    /// How many characters stand before the cursor.
    package private(set) var cursor: Int

    init(_ text: String = "") {
        self.text = text
        cursor = text.count
    }

    private var place: String.Index {
        text.index(text.startIndex, offsetBy: cursor, limitedBy: text.endIndex) ?? text.endIndex
    }

    var beforeCursor: String { String(text[..<place]) }

    /// Pasted or typed text, on one line and without control characters.
    mutating func insert(_ typed: String) {
        let clean = typed.map { $0.isNewline ? " " : $0 }
            .filter { $0.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control } }
        guard text.count + clean.count <= TextField.limit else { return }
        let before = beforeCursor + String(clean)
        text = before + text[place...]
        // Characters may have joined to one cluster.
        cursor = before.count
    }

    /// Edits by a key.
    /// - Returns: false where the key is none of the field's.
    mutating func handle(_ key: Key) -> Bool {
        switch key {
        case .character(let character): insert(String(character))
        case .backspace, .control("h"): remove(before: 1)
        case .delete, .control("d"): removeAfter()
        case .left, .control("b"): cursor = max(0, cursor - 1)
        case .right, .control("f"): cursor = min(text.count, cursor + 1)
        case .home, .control("a"): cursor = 0
        case .end, .control("e"): cursor = text.count
        case .control("u"): remove(before: cursor)
        case .control("w"): remove(before: wordLength)
        case .control("k"): text = beforeCursor
        case .control, .alt, .enter, .escape, .tab, .backTab, .insert, .up, .down, .pageUp, .pageDown, .function:
            return false
        }
        return true
    }

    private mutating func remove(before count: Int) {
        let start = max(0, cursor - count)
        let kept = String(text.prefix(start))
        text = kept + text[place...]
        cursor = start
    }

    private mutating func removeAfter() {
        guard cursor < text.count else { return }
        text = beforeCursor + text[text.index(after: place)...]
    }

    /// Characters back to the beginning of the word before the cursor.
    private var wordLength: Int {
        let before = Array(beforeCursor)
        var start = before.count
        while start > 0, before[start - 1] == " " { start -= 1 }
        while start > 0, before[start - 1] != " " { start -= 1 }
        return before.count - start
    }
}
