import MailModel

/// Plain text as lines: flowed paragraphs joined, quotations and signature marked, web addresses found.
enum PlainText {
    /// A plain alternative up to this size may be a note to look at the other one.
    static let maximumStub = 400
    /// Marks that are counted; deeper quotations look the same.
    private static let maximumDepth = 99
    /// A bare `--` this near to the end counts as the mark of a signature that lost its space on the way.
    private static let bareSignatureLines = 15

    /// - Parameter parameters: those of the `Content-Type`.
    static func lines(
        of text: String, parameters: [String: String], limit: Int, links: inout LinkCollector
    ) -> [ReadableMessage.Line] {
        let raw = TextLines.split(text, limit: limit)
        if parameters["format"]?.trimmed.lowercased() == "flowed" {
            let deletes = parameters["delsp"]?.trimmed.lowercased() == "yes"
            return flowedLines(FlowedText.paragraphs(raw, deletesSpace: deletes), links: &links)
        }
        return fixedLines(raw, links: &links)
    }

    /// Text that is shown as it is.
    static func preformatted(_ text: String, limit: Int, links: inout LinkCollector) -> [ReadableMessage.Line] {
        TextLines.split(text, limit: limit).map { line in
            ReadableMessage.Line(kind: .preformatted, spans: URLDetector.spans(of: line, links: &links))
        }
    }

    /// Whether a plain alternative says nothing by itself: it is empty, or a note to look at the HTML.
    static func isStub(_ text: String) -> Bool {
        let content = text.trimmed
        if content.isEmpty { return true }
        guard content.utf8.count <= maximumStub else { return false }
        let lower = content.lowercased()
        let isAboutHTML =
            lower.contains("html")
            && ["view", "support", "enable", "display", "client", "reader", "version"]
                .contains { lower.contains($0) }
        return isAboutHTML || lower.contains("in your browser") || lower.contains("view it online")
    }

    private static func fixedLines(_ raw: [[UInt8]], links: inout LinkCollector) -> [ReadableMessage.Line] {
        var lines: [ReadableMessage.Line] = []
        lines.reserveCapacity(raw.count)
        let mark = signatureMark(raw)
        for (index, line) in raw.enumerated() {
            let (depth, width) = quotation(line)
            let content = withoutTrailingSpace(line)
            let spans = URLDetector.spans(of: content, links: &links)
            if let mark, index >= mark {
                lines.append(.init(kind: .signature, spans: spans))
            } else if depth > 0 {
                lines.append(.init(kind: .quote(depth: depth), spans: spans, hangingIndent: width))
            } else {
                lines.append(.init(kind: .text, spans: spans))
            }
        }
        return lines
    }

    /// The line with which the signature begins: the last `-- ` (RFC 3676 section 4.3).
    private static func signatureMark(_ raw: [[UInt8]]) -> Int? {
        if let mark = raw.lastIndex(where: { $0.elementsEqual("-- ".utf8) }) { return mark }
        let tail = raw.suffix(bareSignatureLines)
        return tail.lastIndex { $0.elementsEqual("--".utf8) }
    }

    /// How deep a line is quoted, and how many columns its marks take.
    private static func quotation(_ line: [UInt8]) -> (depth: Int, width: Int) {
        var depth = 0
        var width = 0
        for (index, byte) in line.enumerated() {
            if byte == UInt8(ascii: ">") {
                depth += 1
                width = index + 1
            } else if byte == ASCII.space, index == width, depth > 0 {
                continue
            } else {
                break
            }
        }
        // A line that mbox quoted is no quotation.
        if depth == 1, line.starts(with: ">From ".utf8) { return (0, 0) }
        if width < line.count, width > 0, line[width] == ASCII.space { width += 1 }
        return (min(depth, maximumDepth), width)
    }

    private static func withoutTrailingSpace(_ line: [UInt8]) -> [UInt8] {
        guard line.last == ASCII.space, !line.elementsEqual("-- ".utf8) else { return line }
        var end = line.count
        while end > 0, line[end - 1] == ASCII.space { end -= 1 }
        return Array(line[..<end])
    }

    private static func flowedLines(
        _ paragraphs: [FlowedText.Paragraph], links: inout LinkCollector
    ) -> [ReadableMessage.Line] {
        let mark = paragraphs.lastIndex { $0.isSignatureMark && $0.depth == 0 }
        return paragraphs.enumerated().map { index, paragraph in
            let depth = min(paragraph.depth, maximumDepth)
            let text = withoutTrailingSpace(paragraph.text)
            if depth > 0 {
                let marks = [UInt8](repeating: UInt8(ascii: ">"), count: depth) + [ASCII.space]
                let spans = URLDetector.spans(of: marks + text, links: &links)
                return .init(kind: .quote(depth: depth), spans: spans, hangingIndent: depth + 1)
            }
            let isSignature = mark.map { index >= $0 } ?? false
            return .init(kind: isSignature ? .signature : .text, spans: URLDetector.spans(of: text, links: &links))
        }
    }
}
