/// One part of a message: where its header and body stand, and what the header says of it.
struct MIMEPart {
    let header: Range<Int>
    let body: Range<Int>
    let fields: [HeaderField]
    let type: String
    let subtype: String
    let parameters: [ContentField.Parameter]
    /// The parts of a multipart, or the message inside a message/rfc822.
    let children: [MIMEPart]

    var isMultipart: Bool { type == "multipart" }
    var isMessage: Bool { type == "message" && subtype == "rfc822" }

    func value(_ name: String) -> [UInt8]? {
        fields.first { $0.name == name }?.value
    }

    var encoding: String {
        let word = value("content-transfer-encoding").map { ContentField($0).word } ?? ""
        return word.isEmpty ? "7bit" : word
    }

    var disposition: ContentField? {
        value("content-disposition").map(ContentField.init)
    }

    /// How deep parts may nest; what lies deeper is one leaf.
    private static let maximumDepth = 32
    private static let maximumParts = 1000

    /// The structure of a whole message.
    init(message bytes: [UInt8]) {
        self.init(bytes, in: 0..<bytes.count, fallbackType: "text/plain", depth: 0)
    }

    private init(_ bytes: [UInt8], in range: Range<Int>, fallbackType: String, depth: Int) {
        header = Self.headerRange(bytes, in: range)
        body = header.upperBound..<range.upperBound
        fields = HeaderField.fields(of: bytes, in: header)
        let declared = fields.first { $0.name == "content-type" }.map { ContentField($0.value) }
        let content = Self.content(declared, fallback: fallbackType)
        let names = content.word.lowercased().split(separator: "/", maxSplits: 1)
        var type = String(names.first ?? "text")
        var subtype = String(names.last ?? "plain")
        var children: [MIMEPart] = []
        if depth < Self.maximumDepth, type == "multipart", let boundary = content.parameter("boundary") {
            let inner = subtype == "digest" ? "message/rfc822" : "text/plain"
            children = Self.pieces(of: bytes, in: body, boundary: boundary).map {
                MIMEPart(bytes, in: $0, fallbackType: inner, depth: depth + 1)
            }
        } else if depth < Self.maximumDepth, type == "message", subtype == "rfc822" {
            children = [MIMEPart(bytes, in: body, fallbackType: "text/plain", depth: depth + 1)]
        }
        // A multipart in which no boundary is found is read as the plain text it looks like.
        if type == "multipart", children.isEmpty { (type, subtype) = ("text", "plain") }
        (self.type, self.subtype, self.children) = (type, subtype, children)
        parameters = content.parameters
    }

    private static func content(_ declared: ContentField?, fallback: String) -> ContentField {
        guard let declared, declared.word.contains("/"), declared.word.utf8.first != UInt8(ascii: "/") else {
            return ContentField(
                Array(fallback.utf8) + Array((fallback == "text/plain" ? "; charset=us-ascii" : "").utf8))
        }
        return declared
    }

    /// The header, with the empty line that ends it.
    private static func headerRange(_ bytes: [UInt8], in range: Range<Int>) -> Range<Int> {
        var line = range.lowerBound
        while line < range.upperBound {
            let end = Lines.end(of: line, in: bytes, before: range.upperBound)
            if bytes[line] == 10 || (bytes[line] == 13 && end == line + 2) { return range.lowerBound..<end }
            line = end
        }
        return range
    }

    /// The pieces between boundary lines; the line break before a boundary belongs to the boundary (RFC 2046, 5.1.1).
    private static func pieces(of bytes: [UInt8], in body: Range<Int>, boundary: [UInt8]) -> [Range<Int>] {
        let marker = [UInt8(ascii: "-"), UInt8(ascii: "-")] + boundary
        var pieces: [Range<Int>] = []
        var open: Int?
        var line = body.lowerBound
        while line < body.upperBound, pieces.count < maximumParts {
            let end = Lines.end(of: line, in: bytes, before: body.upperBound)
            if bytes[line..<end].starts(with: marker), let kind = delimiter(bytes[(line + marker.count)..<end]) {
                if let start = open { pieces.append(start..<max(start, withoutLineBreak(bytes, line, from: start))) }
                open = end
                if kind == .closing { return pieces }
            }
            line = end
        }
        if let start = open, start < body.upperBound { pieces.append(start..<body.upperBound) }
        return pieces
    }

    private enum Delimiter { case opening, closing }

    private static func delimiter(_ tail: ArraySlice<UInt8>) -> Delimiter? {
        let isBlank = { (bytes: ArraySlice<UInt8>) in bytes.allSatisfy { [9, 10, 13, 32].contains($0) } }
        if isBlank(tail) { return .opening }
        return tail.starts(with: [45, 45]) && isBlank(tail.dropFirst(2)) ? .closing : nil
    }

    private static func withoutLineBreak(_ bytes: [UInt8], _ index: Int, from start: Int) -> Int {
        guard index > start, bytes[index - 1] == 10 else { return index }
        return index - 1 > start && bytes[index - 2] == 13 ? index - 2 : index - 1
    }
}
