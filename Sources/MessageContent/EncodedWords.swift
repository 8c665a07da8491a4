/// Encoded words (RFC 2047) made ready for GMime.
///
/// GMime 3.2 decodes neighbouring words of one charset as one stream, so that a character which a sender cut in two is
/// whole again. In base64 that stream ends at the padding of the first word, and the rest of the text is lost. Words in the
/// Q encoding have no padding: base64 words go to GMime as such.
enum EncodedWords {
    /// The text with its base64 words in the Q encoding; as it is where there are fewer than two encoded words.
    static func withoutBase64(_ text: some Sequence<UInt8>) -> [UInt8] {
        let bytes = Array(text)
        guard hasSeveral(bytes) else { return bytes }
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count * 2)
        var index = 0
        while index < bytes.count {
            if let word = Base64Word(in: bytes, at: index) {
                result += word.inQ
                index = word.end
            } else {
                result.append(bytes[index])
                index += 1
            }
        }
        return result
    }

    /// Whether the marks of more than one word are there.
    private static func hasSeveral(_ bytes: [UInt8]) -> Bool {
        guard let first = mark(in: bytes[...]) else { return false }
        return mark(in: bytes[(first + 2)...]) != nil
    }

    /// Where `=?` stands.
    private static func mark(in bytes: ArraySlice<UInt8>) -> Int? {
        var start = bytes.startIndex
        while let equals = bytes[start...].firstIndex(of: UInt8(ascii: "=")), equals + 1 < bytes.endIndex {
            if bytes[equals + 1] == UInt8(ascii: "?") { return equals }
            start = equals + 1
        }
        return nil
    }
}

/// `=?charset?B?payload?=`
private struct Base64Word {
    private let charset: ArraySlice<UInt8>
    private let payload: ArraySlice<UInt8>
    /// Behind its last octet.
    let end: Int

    /// Names of charsets are shorter, with a language (RFC 2231 section 5) too.
    private static let longestCharset = 80

    init?(in bytes: [UInt8], at start: Int) {
        let question = UInt8(ascii: "?")
        guard start + 1 < bytes.count, bytes[start] == UInt8(ascii: "="), bytes[start + 1] == question,
            let afterCharset = bytes[(start + 2)...].prefix(Base64Word.longestCharset).firstIndex(of: question),
            afterCharset + 2 < bytes.count, ASCII.lowercased(bytes[afterCharset + 1]) == UInt8(ascii: "b"),
            bytes[afterCharset + 2] == question,
            let afterPayload = bytes[(afterCharset + 3)...].firstIndex(of: question),
            afterPayload + 1 < bytes.count, bytes[afterPayload + 1] == UInt8(ascii: "=")
        else { return nil }
        charset = bytes[(start + 2)..<afterCharset]
        payload = bytes[(afterCharset + 3)..<afterPayload]
        end = afterPayload + 2
    }

    /// The same word in the Q encoding (RFC 2047 section 4.2), every octet spelt out.
    var inQ: [UInt8] {
        var decoder = Base64Decoder()
        let octets = decoder.decode(Array(payload)) + decoder.finish()
        let digits = Array("0123456789ABCDEF".utf8)
        var word = Array("=?".utf8) + charset + Array("?Q?".utf8)
        for octet in octets {
            word += [UInt8(ascii: "="), digits[Int(octet >> 4)], digits[Int(octet & 15)]]
        }
        return word + Array("?=".utf8)
    }
}
