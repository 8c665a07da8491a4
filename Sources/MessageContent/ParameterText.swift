/// Parameters of a structure as a server hands them on: undecoded (RFC 9051 section 7.5.2).
enum ParameterText {
    /// Sections of one continued parameter that are read.
    private static let maximumSections = 200

    /// The value of a parameter, its RFC 2231 forms (`name*`, `name*0`, `name*0*`) put together and decoded.
    static func value(of name: String, in parameters: [String: String]) -> String? {
        // The extended form is the better one where both are given for older programs (RFC 6266 section 4.3).
        if let extended = parameters[name + "*"] { return decodeExtended([(extended, true)]) }
        var sections: [(String, Bool)] = []
        for index in 0..<maximumSections {
            if let encoded = parameters["\(name)*\(index)*"] {
                sections.append((encoded, true))
            } else if let plain = parameters["\(name)*\(index)"] {
                sections.append((plain, false))
            } else {
                break
            }
        }
        return sections.isEmpty ? parameters[name] : decodeExtended(sections)
    }

    /// A value in which encoded words may stand.
    static func decode(_ value: String) -> String {
        let bytes = Array(value.utf8)
        return ASCII.hasEncodedWord(bytes[...]) ? GMimeText.decodePhrase(bytes) : withoutCharset(value)
    }

    /// GMime leaves `utf-8''` in front where the first section of a continued parameter does not come first.
    private static func withoutCharset(_ value: String) -> String {
        let fields = value.split(separator: "'", maxSplits: 2, omittingEmptySubsequences: false)
        guard fields.count == 3, fields[1].utf8.count <= 8, !fields[2].isEmpty else { return value }
        let charset = fields[0].lowercased()
        let isCharset = charset == "utf-8" || charset.hasPrefix("iso-8859-") || charset.hasPrefix("windows-125")
        return isCharset ? String(fields[2]) : value
    }

    /// `charset'language'percent-encoded`, of which only the first section has the charset (RFC 2231 section 4.1).
    private static func decodeExtended(_ sections: [(text: String, isEncoded: Bool)]) -> String {
        var charset: String?
        var bytes: [UInt8] = []
        for (index, section) in sections.enumerated() {
            var text = Array(section.text.utf8)[...]
            if index == 0, section.isEncoded {
                let fields = text.split(separator: UInt8(ascii: "'"), maxSplits: 2, omittingEmptySubsequences: false)
                if fields.count == 3 {
                    charset = String(decoding: fields[0], as: UTF8.self)
                    text = fields[2]
                }
            }
            bytes += section.isEncoded ? PercentCoding.decoded(text) : Array(text)
        }
        return Charset.decode(bytes, declared: charset).text
    }
}
