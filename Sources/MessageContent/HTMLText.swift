import MailModel

/// HTML as lines for a terminal: the document's text in its structure, nothing fetched, nothing hidden shown.
enum HTMLText {
    /// Octets of HTML that are read.
    static let maximumInput = 8 << 20
    /// Tags that are read: a tree of them takes some hundred octets each.
    static let maximumTags = 400_000

    struct Rendered {
        var lines: [ReadableMessage.Line]
        var defects: [String]
        /// Invisible pictures, whose only use is to tell that the message was read.
        var trackers: Int
    }

    /// - Parameters:
    ///   - limit: the lines that are wanted at most.
    ///   - links: takes the links of the text, and gives them their numbers.
    static func render(_ html: String, limit: Int, links: inout LinkCollector) -> Rendered {
        let (input, isCut) = bounded(html)
        guard let document = HTMLDocument(input) else { return Rendered(lines: [], defects: [], trackers: 0) }
        var walker = HTMLWalker(builder: HTMLLineBuilder(lineLimit: limit, links: links))
        walker.walk(document)
        links = walker.builder.links
        let isLong = isCut || walker.builder.isFull
        let defects = isLong ? ["The HTML is too long to be shown whole; the rest is left out."] : []
        return Rendered(lines: walker.builder.lines, defects: defects, trackers: walker.trackers)
    }

    /// The charset that the document declares for itself, within its first kilobyte.
    static func declaredCharset(_ bytes: [UInt8]) -> String? {
        let start = String(decoding: bytes.prefix(1_024), as: UTF8.self).lowercased()
        guard let found = start.range(ofText: "charset=") else { return nil }
        let value = start[found...].drop { $0 == "\"" || $0 == "'" || $0 == " " }
        let name = value.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || "-_:.".contains($0)) }
        return name.isEmpty ? nil : String(name)
    }

    /// The part of the input that is read. A NUL would end it for the parser, so it is taken out.
    private static func bounded(_ html: String) -> (String, isCut: Bool) {
        var tags = 0
        var end = 0
        var hasNUL = false
        for byte in html.utf8 {
            if byte == UInt8(ascii: "<") { tags += 1 }
            if byte == 0 { hasNUL = true }
            if tags > maximumTags || end >= maximumInput { break }
            end += 1
        }
        let isCut = end < html.utf8.count
        if !isCut, !hasNUL { return (html, false) }
        return (String(decoding: html.utf8.prefix(end).filter { $0 != 0 }, as: UTF8.self), isCut)
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
