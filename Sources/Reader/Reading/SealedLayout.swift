import MailModel
import Screen

/// Lays out a text of which something is signed or encrypted. What is so has a bar at its left, in columns that no text can
/// reach: what stands outside can't pose as signed.
struct SealedLayout {
    let columns: Int
    /// The sender that the message names.
    let sender: String
    /// Lays lines out for so many columns; none give none.
    let body: (ArraySlice<ReadableMessage.Line>, _ columns: Int, _ start: Int) -> [ReaderDocument.Line]

    private typealias Line = ReaderDocument.Line
    private typealias Run = ReaderDocument.Run

    func lines(_ source: [ReadableMessage.Line], seals: [Seal]) -> [ReaderDocument.Line] {
        lines(source, 0..<source.count, seals[...], columns: columns)
    }

    private func lines(
        _ source: [ReadableMessage.Line], _ range: Range<Int>, _ seals: ArraySlice<Seal>, columns: Int
    ) -> [ReaderDocument.Line] {
        guard !seals.isEmpty, columns > 20 else { return body(source[range], columns, range.lowerBound) }
        var result: [Line] = []
        var place = range.lowerBound
        var rest = seals
        while let seal = rest.popFirst() {
            let start = min(max(place, seal.lines.lowerBound), range.upperBound)
            let end = min(max(start, seal.lines.upperBound), range.upperBound)
            // Those that begin within this one are its own.
            let inner = rest.prefix {
                $0.lines.lowerBound < seal.lines.upperBound && $0.lines.upperBound <= seal.lines.upperBound
            }
            rest = rest.dropFirst(inner.count)
            result += outside(source, place..<start, columns: columns)
            if !result.isEmpty { result.append(Line([])) }
            result += marked(
                seal, lines(source, start..<end, inner, columns: columns - 2),
                isWhole: seal.lines.upperBound <= source.count)
            place = end
        }
        return result + outside(source, place..<range.upperBound, columns: columns)
    }

    private func outside(_ source: [ReadableMessage.Line], _ range: Range<Int>, columns: Int) -> [ReaderDocument.Line] {
        body(source[range], columns - 2, range.lowerBound).map { line in
            line.runs.allSatisfy { $0.text.isEmpty } ? line : Line([Run("  ", .plain)] + line.runs, right: line.right)
        }
    }

    private func marked(_ seal: Seal, _ inner: [ReaderDocument.Line], isWhole: Bool) -> [ReaderDocument.Line] {
        let words = SealWords(seal: seal, sender: sender)
        let look: ReaderDocument.Look = words.lines.first?.look ?? .dim
        var head = words.lines.flatMap { run in
            LineWrap(columns: columns, prefix: [Run("┃ ", look)], hangingIndent: 2).lines([run])
        }
        if !head.isEmpty { head[0].runs[0].text = "┏ " }
        let end = Run(seal.isEncrypted ? "┗ end of what was encrypted" : "┗ end of what was signed", look)
        return head + inner.map { Line([Run("┃ ", look)] + $0.runs, right: $0.right) } + (isWhole ? [Line([end])] : [])
    }
}
