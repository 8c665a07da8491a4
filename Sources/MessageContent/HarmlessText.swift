import MailModel

extension String {
    /// The text as a line of our own words may hold it: without control characters and marks of direction, line ends and tabs
    /// as blanks.
    ///
    /// What a card, a report or a list's header says stands in sentences of ours: nothing of it may end them, turn them
    /// around or act on a terminal. In a body such characters stay and are made visible where they become cells.
    var harmless: String {
        if utf8.allSatisfy({ (0x20..<0x7F).contains($0) }) { return self }
        var kept = String.UnicodeScalarView()
        for scalar in unicodeScalars {
            switch scalar.value {
            case 0x09...0x0D, 0x85, 0x2028, 0x2029: kept.append(" ")
            case 0..<0x20, 0x7F..<0xA0: continue
            case _ where scalar.isDirectionMark: continue
            default: kept.append(scalar)
            }
        }
        return String(kept)
    }

    /// The text, harmless, in one line: each run of white space is one blank.
    var oneLine: String { ASCII.collapsed(Array(harmless.utf8)[...]) }
}

extension Unicode.Scalar {
    /// Marks, embeddings, overrides and isolates (UAX #9 section 2).
    var isDirectionMark: Bool {
        switch value {
        case 0x061C, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069: true
        default: false
        }
    }
}

extension ReadableMessage.Line {
    /// The line with harmless spans.
    var harmless: Self {
        var line = self
        for index in line.spans.indices { line.spans[index].text = line.spans[index].text.harmless }
        return line
    }
}
