import MailModel
import Screen

/// Breaks runs of text into lines of a width: at spaces, around wide characters, and inside words that are too long.
struct LineWrap {
    private struct Cluster {
        var character: Character
        var width: Int
        var look: ReaderDocument.Look
    }

    let columns: Int
    /// Put before every line.
    var prefix: [ReaderDocument.Run] = []
    /// Columns by which the lines after the first are indented.
    var hangingIndent = 0

    private var prefixWidth: Int { prefix.reduce(0) { $0 + TextWidth.width(of: $1.text) } }

    /// - Parameter runs: sanitised, without line breaks.
    func lines(_ runs: [ReaderDocument.Run]) -> [ReaderDocument.Line] {
        let room = max(4, columns - prefixWidth)
        if let bytes = asciiLength(runs), bytes <= room { return [ReaderDocument.Line(prefix + runs)] }
        var clusters: [Cluster] = []
        for run in runs {
            for character in run.text {
                clusters.append(
                    Cluster(character: character, width: TextWidth.width(of: character), look: run.look))
            }
        }
        return broken(clusters, room: room)
    }

    /// The length where all of it is plain ASCII, each a column wide: most lines are, and need no measuring.
    private func asciiLength(_ runs: [ReaderDocument.Run]) -> Int? {
        var length = 0
        for run in runs {
            guard run.text.utf8.allSatisfy({ $0 < 0x7F && $0 >= 0x20 }) else { return nil }
            length += run.text.utf8.count
        }
        return length
    }

    private func broken(_ clusters: [Cluster], room: Int) -> [ReaderDocument.Line] {
        var lines: [ReaderDocument.Line] = []
        var start = 0
        repeat {
            let indent = lines.isEmpty ? 0 : min(hangingIndent, room / 2)
            let end = lineEnd(of: clusters, from: start, room: room - indent)
            var shown = end
            while shown > start, clusters[shown - 1].character == " " { shown -= 1 }
            let runs = merged(clusters[start..<shown])
            let space = indent > 0 ? [ReaderDocument.Run(String(repeating: " ", count: indent), .plain)] : []
            lines.append(ReaderDocument.Line(prefix + space + runs))
            start = end
            // Spaces at the break belong to neither line.
            while start < clusters.count, clusters[start].character == " " { start += 1 }
        } while start < clusters.count
        return lines
    }

    /// Where the line that begins at `start` ends; always further on, unless there is nothing left.
    private func lineEnd(of clusters: [Cluster], from start: Int, room: Int) -> Int {
        var width = 0
        var lastBreak: Int?
        var index = start
        while index < clusters.count {
            let cluster = clusters[index]
            if width + cluster.width > room, cluster.character != " " { break }
            width += cluster.width
            index += 1
            if cluster.character == " " || cluster.width == 2 || (cluster.character == "-" && index - start > 1) {
                lastBreak = index
            } else if index < clusters.count, clusters[index].width == 2 {
                lastBreak = index
            }
        }
        if index >= clusters.count { return clusters.count }
        return max(lastBreak ?? index, start + 1)
    }

    private func merged(_ clusters: ArraySlice<Cluster>) -> [ReaderDocument.Run] {
        var runs: [ReaderDocument.Run] = []
        for cluster in clusters {
            if let last = runs.indices.last, runs[last].look == cluster.look {
                runs[last].text.append(cluster.character)
            } else {
                runs.append(ReaderDocument.Run(String(cluster.character), cluster.look))
            }
        }
        return runs
    }
}
