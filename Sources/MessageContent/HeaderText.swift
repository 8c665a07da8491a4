/// Decodes unstructured header text: plain where it is plain, by GMime where it is not.
package enum HeaderText {
    /// An unstructured header field's body as readable text, on one line (RFC 2047, raw 8-bit text as UTF-8 or windows-1252).
    package static func decoded(_ body: [UInt8]) -> String { decode(body[...]) }

    /// The body of a field, unfolded, as text: RFC 2047 words decoded, raw UTF-8 taken as such, other raw 8-bit text as
    /// windows-1252, white space collapsed.
    static func decode(_ body: ArraySlice<UInt8>) -> String {
        if hasEscapes(body) {
            let text = Charset.decode(Array(body), declared: "iso-2022-jp").text
            return ASCII.collapsed(Array(text.utf8)[...])
        }
        if !ASCII.hasEncodedWord(body), String(validating: body, as: UTF8.self) != nil {
            return ASCII.collapsed(body)
        }
        return ASCII.collapsed(Array(GMimeText.decode(body).utf8)[...])
    }

    /// Whether raw ISO-2022-JP stands in the header, as old Japanese programs wrote it.
    private static func hasEscapes(_ body: ArraySlice<UInt8>) -> Bool {
        guard let escape = body.firstIndex(of: 0x1B), escape + 1 < body.endIndex else { return false }
        return body[escape + 1] == UInt8(ascii: "$")
    }
}

/// Reads lists of message identifiers (RFC 5322 section 3.6.4).
enum MessageIDs {
    /// The identifiers without angle brackets. Without any bracket, words are taken for identifiers.
    static func parse(_ body: ArraySlice<UInt8>) -> [String] {
        var found: [String] = []
        var rest = body
        while let open = rest.firstIndex(of: UInt8(ascii: "<")) {
            let tail = rest[(open + 1)...]
            guard let close = tail.firstIndex(of: UInt8(ascii: ">")) else { break }
            let identifier = tail[..<close].filter { !ASCII.isWhiteSpace($0) }
            if !identifier.isEmpty { found.append(String(decoding: identifier, as: UTF8.self)) }
            rest = tail[(close + 1)...]
        }
        if found.isEmpty {
            found = body.split(whereSeparator: { ASCII.isWhiteSpace($0) }).map {
                String(decoding: $0.filter { $0 != UInt8(ascii: "<") && $0 != UInt8(ascii: ">") }, as: UTF8.self)
            }
        }
        return bounded(found.filter { !$0.isEmpty })
    }

    /// Keeps the first, which names the thread, and the last ones, which are nearest.
    private static func bounded(_ identifiers: [String]) -> [String] {
        guard identifiers.count > HeaderSummary.maximumReferences, let first = identifiers.first else {
            return identifiers
        }
        return [first] + identifiers.suffix(HeaderSummary.maximumReferences - 1)
    }
}
