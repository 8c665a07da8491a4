import Screen

/// Words looked for in the text on the screen; case does not count.
struct TextFind: Equatable, Sendable {
    let words: String
    private let folded: [UInt8]
    private let isASCII: Bool

    /// Nil where there is nothing to look for.
    init?(_ words: String) {
        guard !words.isEmpty else { return nil }
        self.words = words
        folded = Array(words.lowercased().utf8)
        isASCII = folded.allSatisfy { $0 < 0x80 }
    }

    /// Whether the words are in the line. Long texts are looked through at each key: no copy of a line is made where it
    /// can be told without one.
    func isIn(_ line: ReaderDocument.Line) -> Bool {
        if line.runs.count == 1, let run = line.runs.first { return isIn(run.text) }
        return isIn(line.runs.map(\.text).joined())
    }

    private func isIn(_ text: String) -> Bool {
        if isASCII { return contains(text.utf8) }
        return text.utf8.contains { $0 >= 0x80 } && contains(text.lowercased().utf8)
    }

    private func contains(_ text: String.UTF8View) -> Bool {
        guard text.count >= folded.count, let first = folded.first else { return false }
        return text.withContiguousStorageIfAvailable { octets -> Bool in
            let last = octets.count - folded.count
            var start = 0
            while start <= last {
                if TextFind.lowercased(octets[start]) == first, matches(octets, at: start) { return true }
                start += 1
            }
            return false
        } ?? false
    }

    private func matches(_ octets: UnsafeBufferPointer<UInt8>, at start: Int) -> Bool {
        for offset in folded.indices where TextFind.lowercased(octets[start + offset]) != folded[offset] {
            return false
        }
        return true
    }

    private static func lowercased(_ octet: UInt8) -> UInt8 { (0x41...0x5A).contains(octet) ? octet | 0x20 : octet }

    /// The columns of the line in which the words stand.
    func columns(in line: ReaderDocument.Line) -> [Range<Int>] {
        guard isIn(line) else { return [] }
        let characters = Array(line.runs.map(\.text).joined())
        let lower = characters.map { $0.lowercased() }
        let wanted = words.map { $0.lowercased() }
        var offsets = [0]
        for character in characters { offsets.append((offsets.last ?? 0) + TextWidth.width(of: character)) }
        var found: [Range<Int>] = []
        var start = 0
        while start + wanted.count <= lower.count {
            if Array(lower[start..<start + wanted.count]) == wanted {
                found.append(offsets[start]..<offsets[start + wanted.count])
                start += wanted.count
            } else {
                start += 1
            }
        }
        return found
    }
}

/// Words for a text being typed, and what to come back to.
package struct FindEntry: Equatable, Sendable {
    var field: TextField
    var earlier: TextFind?
    var earlierScroll: Int
}

extension AppState {
    mutating func startFinding() {
        popup = .find(
            FindEntry(field: TextField(reader.find?.words ?? ""), earlier: reader.find, earlierScroll: reader.scroll))
    }

    /// A key while words are typed: the first place from where the search began comes into view with every letter.
    mutating func take(_ key: Key, in entry: FindEntry) {
        var entry = entry
        switch key {
        case .enter:
            popup = nil
            if let find = reader.find, reader.findLine == nil {
                notices.show(Notice("“\(find.words)” is not in this text"), at: now)
            }
        case .escape, .control("c"):
            popup = nil
            reader.find = entry.earlier
            reader.scroll(to: entry.earlierScroll, visible: visibleRows(of: .reader))
        case .down: findNext(by: 1)
        case .up: findNext(by: -1)
        case .character, .control, .alt, .tab, .backTab, .backspace, .delete, .insert, .left, .right, .home, .end,
            .pageUp, .pageDown, .function:
            if entry.field.handle(key) { find(&entry) }
        }
    }

    mutating func find(_ entry: inout FindEntry) {
        popup = .find(entry)
        reader.find = TextFind(entry.field.text)
        reader.findLine = nil
        reader.scroll(to: entry.earlierScroll, visible: visibleRows(of: .reader))
        guard let find = reader.find else { return }
        layOutWholeDocument()
        let lines = reader.document.lines
        let start = min(entry.earlierScroll, lines.count)
        let order = Array(start..<lines.count) + Array(0..<start)
        if let line = order.first(where: { find.isIn(lines[$0]) }) { showHit(line) }
    }

    /// Goes to the next or previous line that has the words, and around at the end.
    mutating func findNext(by step: Int) {
        guard let find = reader.find else { return }
        layOutWholeDocument()
        let lines = reader.document.lines
        guard !lines.isEmpty else { return }
        let here = min(reader.findLine ?? reader.scroll, lines.count - 1)
        for distance in 1...lines.count {
            let line = ((here + step * distance) % lines.count + lines.count) % lines.count
            guard find.isIn(lines[line]) else { continue }
            if step > 0 ? line <= here : line >= here {
                notices.show(Notice(step > 0 ? "From the beginning again" : "From the end again"), at: now)
            }
            return showHit(line)
        }
        notices.show(Notice("“\(find.words)” is not in this text"), at: now)
    }

    private mutating func showHit(_ line: Int) {
        reader.findLine = line
        let visible = visibleRows(of: .reader)
        if line < reader.scroll || line >= reader.scroll + visible {
            reader.scroll(to: line - visible / 3, visible: visible)
        }
    }
}
