import MailModel
import Screen

/// Breaks runs of text into lines of a width, each with a prefix: after spaces and hyphens, around wide characters, and
/// inside words that are too long.
///
/// It breaks where `TextWrap` does. Messages have many lines, so it measures them without a copy of their characters.
struct LineWrap {
    let columns: Int
    /// Put before every line.
    var prefix: [ReaderDocument.Run] = []
    /// Columns by which the lines after the first are indented.
    var hangingIndent = 0

    /// One character: where it is and how it takes part in breaking.
    private struct Cluster {
        var run: Int
        /// Where it begins in the run's text, in UTF-8.
        var offset: Int
        var width: Int
        var isSpace: Bool
        var isHyphen: Bool
    }

    /// - Parameter runs: sanitised, without line breaks.
    func lines(_ runs: [ReaderDocument.Run]) -> [ReaderDocument.Line] {
        let prefixWidth = prefix.reduce(0) { $0 + TextWidth.width(of: $1.text) }
        let room = max(4, columns - prefixWidth)
        if isShort(runs, room: room) { return [ReaderDocument.Line(prefix + runs)] }
        let clusters = clusters(of: runs)
        let indent = min(max(0, hangingIndent), room / 2)
        var lines: [ReaderDocument.Line] = []
        var start = 0
        repeat {
            let isFirst = lines.isEmpty
            let next = end(of: clusters, from: start, room: isFirst ? room : room - indent)
            var shown = next
            while shown > start, clusters[shown - 1].isSpace { shown -= 1 }
            let space =
                isFirst || indent == 0 ? [] : [ReaderDocument.Run(String(repeating: " ", count: indent), .plain)]
            lines.append(ReaderDocument.Line(prefix + space + pieces(of: runs, clusters, from: start, to: shown)))
            start = next
            // Spaces at a break belong to neither line.
            while start < clusters.count, clusters[start].isSpace { start += 1 }
        } while start < clusters.count
        return lines
    }

    /// Whether all of it is plain ASCII and fits: most lines do, and need no measuring.
    private func isShort(_ runs: [ReaderDocument.Run], room: Int) -> Bool {
        var length = 0
        for run in runs {
            length += run.text.utf8.count
            if length > room || !isPlain(run.text) { return false }
        }
        return true
    }

    private func isPlain(_ text: String) -> Bool { text.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F } }

    private func clusters(of runs: [ReaderDocument.Run]) -> [Cluster] {
        var clusters: [Cluster] = []
        for (number, run) in runs.enumerated() {
            clusters.reserveCapacity(clusters.count + run.text.utf8.count)
            var offset = 0
            if isPlain(run.text) {
                for byte in run.text.utf8 {
                    clusters.append(
                        Cluster(run: number, offset: offset, width: 1, isSpace: byte == 0x20, isHyphen: byte == 0x2D))
                    offset += 1
                }
                continue
            }
            for character in run.text {
                clusters.append(
                    Cluster(
                        run: number, offset: offset, width: TextWidth.width(of: character),
                        isSpace: character == " ", isHyphen: character == "-"))
                offset += character.utf8.count
            }
        }
        return clusters
    }

    /// Where the line ends that begins at `start`: further on, unless nothing is left.
    private func end(of clusters: [Cluster], from start: Int, room: Int) -> Int {
        var used = 0
        var lastBreak: Int?
        var index = start
        while index < clusters.count {
            let cluster = clusters[index]
            // Spaces may hang over the edge: they are not shown there.
            if used + cluster.width > room, !cluster.isSpace { return lastBreak ?? max(index, start + 1) }
            used += cluster.width
            index += 1
            let isBeforeWide = index < clusters.count && clusters[index].width == 2
            let endsWord = cluster.isSpace || (cluster.isHyphen && parts(clusters, after: index - 1, from: start))
            if endsWord || cluster.width == 2 || isBeforeWide { lastBreak = index }
        }
        return clusters.count
    }

    /// Whether a line may end after the hyphen there: one within a word parts it; one before it (`-x`), and two of them (`--all`,
    /// `xn--e1aw`), do not.
    private func parts(_ clusters: [Cluster], after place: Int, from start: Int) -> Bool {
        guard place > start else { return false }
        let isDouble = clusters[place - 1].isHyphen || (place + 1 < clusters.count && clusters[place + 1].isHyphen)
        return !isDouble && !clusters[place - 1].isSpace
    }

    /// The parts of the runs from one cluster up to another.
    private func pieces(
        of runs: [ReaderDocument.Run], _ clusters: [Cluster], from start: Int, to end: Int
    ) -> [ReaderDocument.Run] {
        guard start < end, end <= clusters.count else { return [] }
        let (first, last) = (clusters[start], clusters[end - 1])
        return (first.run...last.run).compactMap { number in
            let run = runs[number]
            let bytes = run.text.utf8
            let from = number == first.run ? first.offset : 0
            // Up to where the next cluster begins, where that is in the same run.
            let isCut = number == last.run && end < clusters.count && clusters[end].run == number
            let upTo = isCut ? clusters[end].offset : bytes.count
            guard from < upTo else { return nil }
            let slice = bytes.dropFirst(from).prefix(upTo - from)
            return ReaderDocument.Run(String(Substring(slice)), run.look, link: run.link)
        }
    }
}
