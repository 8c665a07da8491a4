/// A run of text with one look, whatever a look is to who draws it.
package struct TextSpan<Look: Hashable & Sendable>: Hashable, Sendable {
    package var text: String
    package var look: Look

    package init(_ text: String, _ look: Look) {
        self.text = text
        self.look = look
    }
}

/// Breaks runs of text into lines: after spaces and hyphens, around wide characters, and inside words that are too long.
package struct TextWrap: Hashable, Sendable {
    /// The most columns of a line, its indent included.
    package var columns: Int
    /// Columns left free at the start of each line but the first; never more than half of the line.
    package var hangingIndent: Int

    package init(columns: Int, hangingIndent: Int = 0) {
        self.columns = max(2, columns)
        self.hangingIndent = min(max(0, hangingIndent), self.columns / 2)
    }

    private struct Cluster<Look> {
        var character: Character
        var width: Int
        var look: Look
    }

    /// The lines, at least one. The indent is not part of them: who draws them places them.
    ///
    /// - Parameter spans: sanitised, without line breaks.
    package func lines<Look>(_ spans: [TextSpan<Look>]) -> [[TextSpan<Look>]] {
        if fits(spans) { return [spans] }
        var clusters: [Cluster<Look>] = []
        for span in spans {
            for character in span.text {
                let width = TextWidth.width(of: character)
                clusters.append(Cluster(character: character, width: width, look: span.look))
            }
        }
        var lines: [[TextSpan<Look>]] = []
        var start = 0
        repeat {
            let room = columns - (lines.isEmpty ? 0 : hangingIndent)
            let next = end(of: clusters, from: start, room: room)
            var shown = next
            while shown > start, clusters[shown - 1].character == " " { shown -= 1 }
            lines.append(spansOf(clusters[start..<shown]))
            start = next
            // Spaces at a break belong to neither line.
            while start < clusters.count, clusters[start].character == " " { start += 1 }
        } while start < clusters.count
        return lines
    }

    /// Most lines are short ASCII, and need no measuring.
    private func fits<Look>(_ spans: [TextSpan<Look>]) -> Bool {
        var length = 0
        for span in spans {
            length += span.text.utf8.count
            if length > columns || !TextWidth.isPrintableASCII(span.text.utf8) { return false }
        }
        return true
    }

    /// Where the line ends that begins at `start`: further on, unless nothing is left.
    private func end<Look>(of clusters: [Cluster<Look>], from start: Int, room: Int) -> Int {
        var used = 0
        var lastBreak: Int?
        var index = start
        while index < clusters.count {
            let cluster = clusters[index]
            // Spaces may hang over the edge: they are not shown there.
            if used + cluster.width > room, cluster.character != " " {
                return lastBreak ?? max(index, start + 1)
            }
            used += cluster.width
            index += 1
            let isHyphen =
                cluster.character == "-" && index - start > 1
                && TextWrap.breaks(
                    afterHyphenBetween: clusters[index - 2].character,
                    index < clusters.count ? clusters[index].character : nil)
            let isBeforeWide = index < clusters.count && clusters[index].width == 2
            if cluster.character == " " || cluster.width == 2 || isHyphen || isBeforeWide { lastBreak = index }
        }
        return clusters.count
    }

    /// A hyphen within a word parts it; one before it (`-x`), and two of them (`--all`, `xn--e1aw`), do not.
    package static func breaks(afterHyphenBetween previous: Character, _ next: Character?) -> Bool {
        previous != " " && previous != "-" && next != "-"
    }

    private func spansOf<Look>(_ clusters: ArraySlice<Cluster<Look>>) -> [TextSpan<Look>] {
        var spans: [TextSpan<Look>] = []
        for cluster in clusters {
            if let last = spans.indices.last, spans[last].look == cluster.look {
                spans[last].text.append(cluster.character)
            } else {
                spans.append(TextSpan(String(cluster.character), cluster.look))
            }
        }
        return spans
    }
}
