/// Tells which lines of a text are parts of a patch, and what they do. A patch may stand in the middle of a letter: only
/// what follows its head, and as many lines as its hunks announce, is one.
struct PatchLines {
    enum Part: Hashable, Sendable {
        case head, hunk, added, removed, kept
    }

    private enum State {
        case outside
        case inHead
        /// Lines of the old and of the new text that are still to come.
        case inHunk(old: Int, new: Int)
    }

    private var state = State.outside

    /// What the next line is; nil where it is no part of a patch.
    mutating func part(of line: String) -> Part? {
        switch state {
        case .outside: return begin(line)
        case .inHead: return continueHead(line)
        case .inHunk(let old, let new): return continueHunk(line, old: old, new: new)
        }
    }

    private mutating func begin(_ line: String) -> Part? {
        if line.hasPrefix("diff --git ") || line.hasPrefix("Index: ") || line.hasPrefix("diff -") {
            state = .inHead
            return .head
        }
        // `--- a/file`, but not the `---` that ends the text of a letter with a patch.
        if line.hasPrefix("--- "), line.contains("/") || line.contains("\t") || line.contains(".") {
            state = .inHead
            return .head
        }
        return nil
    }

    private static let headWords = [
        "--- ", "+++ ", "index ", "new file", "deleted file", "old mode", "new mode", "rename ", "copy ", "similarity ",
        "dissimilarity ", "Binary files ", "GIT binary patch", "=====", "diff -", "Index: ",
    ]

    private mutating func continueHead(_ line: String) -> Part? {
        if let counts = PatchLines.counts(line) {
            state = .inHunk(old: counts.old, new: counts.new)
            return .hunk
        }
        if PatchLines.headWords.contains(where: line.hasPrefix) { return .head }
        state = .outside
        return begin(line)
    }

    private mutating func continueHunk(_ line: String, old: Int, new: Int) -> Part? {
        if line.hasPrefix("\\ ") { return .kept }
        if old <= 0, new <= 0 {
            state = .inHead
            return continueHead(line)
        }
        switch line.first {
        case "+":
            state = .inHunk(old: old, new: new - 1)
            return .added
        case "-":
            state = .inHunk(old: old - 1, new: new)
            return .removed
        // Programs take the space off an empty line.
        case " ", nil:
            state = .inHunk(old: old - 1, new: new - 1)
            return .kept
        case .some:
            state = .inHead
            return continueHead(line)
        }
    }

    /// The lines that `@@ -1,7 +1,9 @@` announces.
    private static func counts(_ line: String) -> (old: Int, new: Int)? {
        guard line.hasPrefix("@@ -") else { return nil }
        let words = line.split(separator: " ", maxSplits: 3)
        guard words.count >= 3, words[1].hasPrefix("-"), words[2].hasPrefix("+") else { return nil }
        func count(_ word: Substring) -> Int? {
            let numbers = word.dropFirst().split(separator: ",")
            guard numbers.allSatisfy({ Int($0) != nil }), let first = numbers.first, Int(first) != nil else {
                return nil
            }
            return numbers.count > 1 ? Int(numbers[1]) : 1
        }
        guard let old = count(words[1]), let new = count(words[2]) else { return nil }
        return (old, new)
    }
}

extension PatchLines.Part {
    var look: ReaderDocument.Look {
        switch self {
        case .head: .heading
        case .hunk: .hunk
        case .added: .added
        case .removed: .removed
        case .kept: .plain
        }
    }
}
