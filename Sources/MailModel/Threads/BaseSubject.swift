/// A subject without what replies, forwards and lists put around it (RFC 5256 section 2.1).
package struct BaseSubject: Hashable, Sendable {
    package private(set) var text: String
    /// Whether something was taken off that says so.
    package private(set) var isReplyOrForward = false

    /// Layers that are taken off; more are nobody's.
    private static let mostLayers = 100

    /// - Parameter subject: decoded.
    package init(_ subject: String) {
        text = subject.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        for _ in 0..<BaseSubject.mostLayers {
            removeTrailers()
            while removeLeader() || removeBlob() {}
            guard removeForwardBrackets() else { return }
        }
    }

    /// Step 2: `(fwd)` at the end.
    private mutating func removeTrailers() {
        while true {
            text = BaseSubject.trimmed(text)
            guard text.lowercased().hasSuffix("(fwd)") else { return }
            text.removeLast(5)
            isReplyOrForward = true
        }
    }

    /// Step 3: `Re:`, `Fwd:` and the like, with words in brackets before them.
    private mutating func removeLeader() -> Bool {
        var rest = text[...]
        while let after = BaseSubject.afterBlob(rest) { rest = after }
        let lower = rest.prefix(3).lowercased()
        guard let word = ["fwd", "fw", "re"].first(where: lower.hasPrefix) else { return false }
        rest = rest.dropFirst(word.count).drop { $0 == " " }
        if let after = BaseSubject.afterBlob(rest) { rest = after }
        guard rest.first == ":" else { return false }
        text = BaseSubject.trimmed(String(rest.dropFirst()))
        isReplyOrForward = true
        return true
    }

    /// Step 4: a list's name in brackets, unless nothing else is there.
    private mutating func removeBlob() -> Bool {
        guard let rest = BaseSubject.afterBlob(text[...]), !rest.isEmpty else { return false }
        text = String(rest)
        return true
    }

    /// Step 6.
    private mutating func removeForwardBrackets() -> Bool {
        guard text.lowercased().hasPrefix("[fwd:"), text.hasSuffix("]") else { return false }
        text = String(text.dropFirst(5).dropLast())
        isReplyOrForward = true
        return true
    }

    /// What follows `[word] `; nil where no such word begins the text.
    private static func afterBlob(_ text: Substring) -> Substring? {
        guard text.first == "[", let close = text.firstIndex(of: "]"),
            !text[text.index(after: text.startIndex)..<close].contains("[")
        else { return nil }
        return text[text.index(after: close)...].drop { $0 == " " }
    }

    private static func trimmed(_ text: String) -> String {
        var rest = text[...]
        while rest.first == " " { rest = rest.dropFirst() }
        while rest.last == " " { rest = rest.dropLast() }
        return String(rest)
    }
}
