import MailModel
import Screen

/// Breaks runs of text into lines of a width, each with a prefix.
struct LineWrap {
    let columns: Int
    /// Put before every line.
    var prefix: [ReaderDocument.Run] = []
    /// Columns by which the lines after the first are indented.
    var hangingIndent = 0

    private var prefixWidth: Int { prefix.reduce(0) { $0 + TextWidth.width(of: $1.text) } }

    /// - Parameter runs: sanitised, without line breaks.
    func lines(_ runs: [ReaderDocument.Run]) -> [ReaderDocument.Line] {
        let room = max(4, columns - prefixWidth)
        if let length = asciiLength(runs), length <= room { return [ReaderDocument.Line(prefix + runs)] }
        let spans = runs.map { TextSpan($0.text, $0.look) }
        let indent = min(max(0, hangingIndent), room / 2)
        let wrapped = TextWrap(columns: room, hangingIndent: indent).lines(spans)
        return wrapped.enumerated().map { number, spans in
            let runs = spans.map { ReaderDocument.Run($0.text, $0.look) }
            guard number > 0, indent > 0 else { return ReaderDocument.Line(prefix + runs) }
            let space = ReaderDocument.Run(String(repeating: " ", count: indent), .plain)
            return ReaderDocument.Line(prefix + [space] + runs)
        }
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
}
