import MailModel

/// HTML as lines for a terminal: the document's text in its structure, nothing fetched, nothing hidden shown.
enum HTMLText {
    /// Octets of HTML that are read.
    static let maximumInput = 8 << 20
    /// Tags that are read: a tree of them takes some hundred octets each.
    static let maximumTags = 400_000

    struct Rendered {
        var lines: [ReadableMessage.Line]
        /// Whether something was left out, because it is too long.
        var isCut: Bool
        /// Invisible pictures, whose only use is to tell that the message was read.
        var trackers: Int
        /// Parts whose pictures stand in the text.
        var pictures: Set<String> = []
    }

    /// - Parameters:
    ///   - limit: the lines that are wanted at most.
    ///   - links: takes the links of the text, and gives them their numbers.
    ///   - pictures: those that came with the text.
    static func render(
        _ html: String, limit: Int, links: inout LinkCollector, pictures: EmbeddedPictures = EmbeddedPictures()
    ) -> Rendered {
        let (input, isCut) = bounded(html)
        guard let document = HTMLDocument(input) else { return Rendered(lines: [], isCut: false, trackers: 0) }
        var walker = HTMLWalker(builder: HTMLLineBuilder(lineLimit: limit, links: links), pictures: pictures)
        walker.walk(document)
        links = walker.builder.links
        var lines = walker.builder.lines
        TableText.fill(&lines)
        return Rendered(
            lines: lines, isCut: isCut || walker.builder.isFull, trackers: walker.trackers,
            pictures: walker.pictures.shown)
    }

    /// The charset that the document declares for itself, within its first kilobyte.
    static func declaredCharset(_ bytes: [UInt8]) -> String? {
        let start = String(decoding: bytes.prefix(1_024), as: UTF8.self).lowercased()
        guard let found = start.range(ofText: "charset=") else { return nil }
        let value = start[found...].drop { $0 == "\"" || $0 == "'" || $0 == " " }
        let name = value.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || "-_:.".contains($0)) }
        return name.isEmpty ? nil : String(name)
    }

    /// The part of the input that is read. A NUL would end it for the parser, so it is taken out, and so are Word's marks
    /// `<![if …]>`, `<![endif]>` and `<o:p>`, which the parser takes for text and paragraphs.
    private static func bounded(_ html: String) -> (String, isCut: Bool) {
        var source = html
        return source.withUTF8 { bytes in
            var tags = 0
            var end = 0
            var hasNUL = false
            var hasMarks = false
            while end < bytes.count, end < maximumInput {
                if bytes[end] == UInt8(ascii: "<") {
                    tags += 1
                    if tags > maximumTags { break }
                    if isMark(bytes, at: end) { hasMarks = true }
                } else if bytes[end] == 0 {
                    hasNUL = true
                }
                end += 1
            }
            let isCut = end < bytes.count
            if !isCut, !hasNUL, !hasMarks { return (html, false) }
            var kept: [UInt8] = []
            kept.reserveCapacity(end)
            var index = 0
            while index < end {
                if hasMarks, bytes[index] == UInt8(ascii: "<"), isMark(bytes, at: index) {
                    while index < end, bytes[index] != UInt8(ascii: ">") { index += 1 }
                } else if bytes[index] != 0 {
                    kept.append(bytes[index])
                }
                index += 1
            }
            return (String(decoding: kept, as: UTF8.self), isCut)
        }
    }

    private static func isMark(_ bytes: UnsafeBufferPointer<UInt8>, at index: Int) -> Bool {
        guard index + 4 < bytes.count else { return false }
        let isCondition = bytes[index + 1] == UInt8(ascii: "!") && bytes[index + 2] == UInt8(ascii: "[")
        guard isCondition || isOfficeTag(bytes, at: index),
            let close = bytes[index..<min(index + 400, bytes.count)].firstIndex(of: UInt8(ascii: ">"))
        else { return false }
        // Within a comment a condition ends with the comment.
        return !isCondition || bytes[close - 1] == UInt8(ascii: "]")
    }

    /// `<o:p>`, which the parser takes for `<p>`.
    private static func isOfficeTag(_ bytes: UnsafeBufferPointer<UInt8>, at index: Int) -> Bool {
        let start = bytes[index + 1] == UInt8(ascii: "/") ? index + 2 : index + 1
        return start + 2 < bytes.count && bytes[start] | 0x20 == UInt8(ascii: "o")
            && bytes[start + 1] == UInt8(ascii: ":")
    }
}

extension String {
    /// The index after the first occurrence of a text.
    fileprivate func range(ofText wanted: String) -> Index? {
        var index = startIndex
        while index < endIndex {
            if self[index...].hasPrefix(wanted) { return self.index(index, offsetBy: wanted.count) }
            index = self.index(after: index)
        }
        return nil
    }
}
