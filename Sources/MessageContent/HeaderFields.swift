/// Walks a header block field by field (RFC 5322 section 2.2), as broken as it comes.
struct HeaderFields: Sequence, IteratorProtocol {
    /// One field, its body still folded.
    struct Field {
        /// As written, without white space.
        var name: ArraySlice<UInt8>
        var rawBody: ArraySlice<UInt8>

        /// The body in one line, without white space at its ends, cut at 64 KiB.
        var body: ArraySlice<UInt8> {
            let bounded = rawBody.prefix(HeaderFields.maximumBody)
            let isFolded = bounded.contains { $0 == ASCII.lineFeed || $0 == ASCII.carriageReturn || $0 == 0 }
            guard isFolded else { return ASCII.trimmed(bounded) }
            // Unfolding takes the line ends out and leaves the white space (section 2.2.3).
            let unfolded = bounded.filter { $0 != ASCII.lineFeed && $0 != ASCII.carriageReturn && $0 != 0 }
            return ASCII.trimmed(unfolded[...])
        }

        func isNamed(_ wanted: StaticString) -> Bool {
            guard name.count == wanted.utf8CodeUnitCount else { return false }
            // The pointer is that of a literal in the program's text: valid for ever, and as long as its count says.
            return wanted.withUTF8Buffer { literal in
                zip(name, literal).allSatisfy { ASCII.lowercased($0) == $1 }
            }
        }
    }

    /// More of one field is of no use to a reader.
    static let maximumBody = 65_536

    private var rest: ArraySlice<UInt8>
    /// Where the body begins, once the iteration has come to the empty line.
    private(set) var endOfHeader: Int

    init(_ header: [UInt8]) {
        rest = header[...]
        endOfHeader = header.endIndex
    }

    /// Where the body of a message begins; its end where it has none.
    static func body(of source: [UInt8]) -> Int {
        var fields = HeaderFields(source)
        while fields.next() != nil {}
        return fields.endOfHeader
    }

    mutating func next() -> Field? {
        while !rest.isEmpty {
            let start = rest.startIndex
            let end = HeaderFields.endOfLine(rest)
            let line = rest[start..<end.content]
            if line.isEmpty {
                endOfHeader = end.next
                rest = rest[rest.endIndex...]
                return nil
            }
            guard let colon = line.firstIndex(of: UInt8(ascii: ":")), let first = line.first, !ASCII.isBlank(first)
            else {
                rest = rest[end.next...]
                continue
            }
            let name = ASCII.trimmed(line[start..<colon])
            let bodyEnd = endOfField(from: end)
            let body = rest[(colon + 1)..<bodyEnd.content]
            rest = rest[bodyEnd.next...]
            // White space within a name: an mbox separator or text, not a field.
            if name.isEmpty || name.contains(where: { ASCII.isWhiteSpace($0) }) { continue }
            return Field(name: name, rawBody: body)
        }
        return nil
    }

    private func endOfField(from firstLine: (content: Int, next: Int)) -> (content: Int, next: Int) {
        var end = firstLine
        while end.next < rest.endIndex, ASCII.isBlank(rest[end.next]) {
            end = HeaderFields.endOfLine(rest[end.next...])
        }
        return end
    }

    private static func endOfLine(_ bytes: ArraySlice<UInt8>) -> (content: Int, next: Int) {
        guard let feed = bytes.firstIndex(of: ASCII.lineFeed) else { return (bytes.endIndex, bytes.endIndex) }
        let hasReturn = feed > bytes.startIndex && bytes[feed - 1] == ASCII.carriageReturn
        return (hasReturn ? feed - 1 : feed, feed + 1)
    }
}
