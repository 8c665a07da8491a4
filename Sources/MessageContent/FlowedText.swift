/// Text whose paragraphs may flow (RFC 3676): lines that end with a space go on in the next one.
enum FlowedText {
    /// A paragraph, its quotation marks taken off.
    struct Paragraph: Equatable {
        var depth: Int
        var text: [UInt8]
        var isSignatureMark: Bool
    }

    /// Joined lines are cut at this length, so that one paragraph can't take all of the text.
    private static let maximumParagraph = 65_536

    /// - Parameter deletesSpace: `DelSp=Yes`: the space that says that a line goes on is not part of the text.
    static func paragraphs(_ lines: [[UInt8]], deletesSpace: Bool) -> [Paragraph] {
        var paragraphs: [Paragraph] = []
        var isOpen = false
        for line in lines {
            let (depth, text) = unquoted(line)
            let isMark = text.elementsEqual("-- ".utf8) || text.elementsEqual("--".utf8)
            let flows = text.last == ASCII.space && !isMark
            let content = flows && deletesSpace ? text.dropLast() : text
            if isOpen, !isMark, let last = paragraphs.last, last.depth == depth,
                last.text.count < maximumParagraph
            {
                paragraphs[paragraphs.count - 1].text += content
            } else {
                paragraphs.append(Paragraph(depth: depth, text: Array(content), isSignatureMark: isMark))
            }
            isOpen = flows
        }
        return paragraphs
    }

    /// Counts and drops the quotation marks, then the space that was stuffed (sections 4.4 and 4.5).
    private static func unquoted(_ line: [UInt8]) -> (depth: Int, text: ArraySlice<UInt8>) {
        var text = line[...]
        var depth = 0
        while text.first == UInt8(ascii: ">") {
            depth += 1
            text.removeFirst()
        }
        if text.first == ASCII.space { text.removeFirst() }
        return (depth, text)
    }
}
