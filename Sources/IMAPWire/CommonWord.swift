/// Words that nearly every body structure holds, kept as strings: looking one up costs a third of making it.
enum CommonWord {
    private struct Entry: Sendable {
        let octets: [UInt8]
        let string: String
    }

    private static let words = [
        "text", "plain", "html", "charset", "format", "delsp", "7bit", "8bit", "base64", "quoted-printable", "binary",
        "multipart", "alternative", "mixed", "related", "signed", "report", "boundary", "type", "name", "filename",
        "attachment", "inline", "application", "pdf", "octet-stream", "image", "png", "jpeg", "gif", "message",
        "rfc822", "calendar", "method", "delivery-status", "protocol", "micalg", "size",
    ]

    /// By `slot`; a word whose slot is taken is left out, and made anew each time.
    private static let table: [Entry?] = {
        var table = [Entry?](repeating: nil, count: 256)
        for word in words {
            let octets = Array(word.utf8)
            let index = slot(octets.span, 0, octets.count)
            if table[index] == nil { table[index] = Entry(octets: octets, string: word) }
        }
        return table
    }()

    /// The word in lower case that stands there in any case; nil if it is none of these.
    static func string(in bytes: Span<UInt8>, from start: Int, to end: Int) -> String? {
        guard start >= 0, start < end, end <= bytes.count, let entry = table[slot(bytes, start, end)] else {
            return nil
        }
        let octets = entry.octets.span
        guard octets.count == end - start else { return nil }
        for index in 0..<octets.count where Octet.lowercased(bytes[start + index]) != octets[index] { return nil }
        return entry.string
    }

    /// From the first octet, the last and the length.
    @inline(__always)
    private static func slot(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> Int {
        let first = Int(Octet.lowercased(bytes[start]))
        let last = Int(Octet.lowercased(bytes[end - 1]))
        return (first &* 1 &+ last &* 1 &+ (end - start) &* 21) & 0xFF
    }
}
