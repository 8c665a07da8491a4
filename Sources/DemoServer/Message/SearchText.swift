/// Text as a search sees it: decoded as far as UTF-8 and Latin letters go, and in lower case.
enum SearchText {
    /// A header value with its encoded words decoded (RFC 2047).
    static func header(_ value: [UInt8]) -> [UInt8] {
        let text = String(decoding: value, as: UTF8.self)
        guard text.contains("=?") else { return Array(text.lowercased().utf8) }
        var result = ""
        var rest = Substring(text)
        while let start = rest.range(ofMarker: "=?") {
            result += rest[..<start.lowerBound].allSatisfy(\.isWhitespace) ? "" : rest[..<start.lowerBound]
            let fields = rest[start.upperBound...].split(separator: "?", maxSplits: 3, omittingEmptySubsequences: false)
            guard fields.count == 4, fields[3].first == "=" else {
                result += rest[start.lowerBound...]
                return Array(result.lowercased().utf8)
            }
            let encoded = Array(fields[2].utf8)
            let bytes =
                fields[1].uppercased() == "B" ? Base64.decode(encoded) ?? [] : quotedPrintable(encoded, isHeader: true)
            result += string(bytes, charset: fields[0].lowercased())
            rest = fields[3].dropFirst()
        }
        return Array((result + rest).lowercased().utf8)
    }

    /// The text of all text parts.
    static func body(of message: [UInt8], _ part: MIMEPart) -> [UInt8] {
        guard part.children.isEmpty else {
            return part.children.flatMap { body(of: message, $0) + [10] }
        }
        guard part.type == "text" else { return [] }
        var bytes = Array(message[part.body])
        switch part.encoding.lowercased() {
        case "base64": bytes = Base64.decode(bytes) ?? bytes
        case "quoted-printable": bytes = quotedPrintable(bytes, isHeader: false)
        default: break
        }
        let charset = part.parameters.first { $0.name.lowercased() == "charset" }?.value ?? []
        return Array(string(bytes, charset: String(decoding: charset, as: UTF8.self).lowercased()).lowercased().utf8)
    }

    private static func string(_ bytes: [UInt8], charset: String) -> String {
        guard charset.hasPrefix("iso-8859-1") || charset == "windows-1252" else {
            return String(decoding: bytes, as: UTF8.self)
        }
        var text = ""
        for byte in bytes { text.unicodeScalars.append(Unicode.Scalar(byte)) }
        return text
    }

    private static func quotedPrintable(_ bytes: [UInt8], isHeader: Bool) -> [UInt8] {
        var result: [UInt8] = []
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            index += 1
            if byte == UInt8(ascii: "_"), isHeader {
                result.append(32)
            } else if byte != UInt8(ascii: "=") {
                result.append(byte)
            } else if index + 1 < bytes.count, bytes[index] == 13, bytes[index + 1] == 10 {
                index += 2
            } else if index + 1 < bytes.count,
                let value = UInt8(String(decoding: bytes[index...(index + 1)], as: UTF8.self), radix: 16)
            {
                result.append(value)
                index += 2
            }
        }
        return result
    }
}

extension Substring {
    /// Where a two-character marker stands.
    fileprivate func range(ofMarker marker: String) -> Range<Index>? {
        var index = startIndex
        while index < endIndex {
            if self[index...].hasPrefix(marker) { return index..<self.index(index, offsetBy: marker.count) }
            index = self.index(after: index)
        }
        return nil
    }
}
