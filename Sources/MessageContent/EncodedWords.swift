/// Encoded words (RFC 2047) made ready for GMime: each run of one charset as one word in UTF-8.
///
/// GMime 3.2 decodes neighbouring base64 words as one stream, which ends at the padding of the first, so that the rest of
/// the text was lost. And it takes charsets by their names, where senders mean their supersets (see ``Charset``).
enum EncodedWords {
    /// The text with its words in UTF-8; as it is where there are none. Neighbours of one charset are decoded together,
    /// because some senders cut characters in two.
    static func inUTF8(_ text: some Sequence<UInt8>) -> [UInt8] {
        let bytes = Array(text)
        guard ASCII.hasEncodedWord(bytes[...]) else { return bytes }
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        var index = 0
        while index < bytes.count {
            guard let word = EncodedWord(in: bytes, at: index) else {
                result.append(bytes[index])
                index += 1
                continue
            }
            var octets = word.octets
            index = word.end
            while let next = EncodedWord(in: bytes, at: afterBlanks(in: bytes, from: index)),
                next.charset == word.charset
            {
                octets += next.octets
                index = next.end
            }
            result += spelt(Charset.decode(octets, declared: word.charset).text)
        }
        return result
    }

    /// White space between two words is no part of the text (RFC 2047 section 6.2).
    private static func afterBlanks(in bytes: [UInt8], from start: Int) -> Int {
        bytes[start...].firstIndex { !ASCII.isWhiteSpace($0) } ?? bytes.count
    }

    /// One word in the Q encoding (RFC 2047 section 4.2), every octet spelt out.
    private static func spelt(_ text: String) -> [UInt8] {
        let digits = Array("0123456789ABCDEF".utf8)
        var word = Array("=?utf-8?Q?".utf8)
        for octet in text.utf8 {
            word += [UInt8(ascii: "="), digits[Int(octet >> 4)], digits[Int(octet & 15)]]
        }
        return word + Array("?=".utf8)
    }
}

/// `=?charset?encoding?payload?=`
private struct EncodedWord {
    /// In lower case, without the language (RFC 2231 section 5).
    let charset: String
    private let payload: ArraySlice<UInt8>
    private let isBase64: Bool
    /// Behind its last octet.
    let end: Int

    private static let longestCharset = 80

    init?(in bytes: [UInt8], at start: Int) {
        let question = UInt8(ascii: "?")
        guard start + 1 < bytes.count, bytes[start] == UInt8(ascii: "="), bytes[start + 1] == question,
            let afterCharset = bytes[(start + 2)...].prefix(EncodedWord.longestCharset).firstIndex(of: question),
            afterCharset + 2 < bytes.count, bytes[afterCharset + 2] == question,
            let afterPayload = bytes[(afterCharset + 3)...].firstIndex(of: question),
            afterPayload + 1 < bytes.count, bytes[afterPayload + 1] == UInt8(ascii: "=")
        else { return nil }
        switch ASCII.lowercased(bytes[afterCharset + 1]) {
        case UInt8(ascii: "b"): isBase64 = true
        case UInt8(ascii: "q"): isBase64 = false
        default: return nil
        }
        let name = bytes[(start + 2)..<afterCharset].prefix { $0 != UInt8(ascii: "*") }
        charset = String(decoding: name, as: UTF8.self).lowercased()
        payload = bytes[(afterCharset + 3)..<afterPayload]
        end = afterPayload + 2
    }

    var octets: [UInt8] {
        if isBase64 {
            var decoder = Base64Decoder()
            return decoder.decode(Array(payload)) + decoder.finish()
        }
        var octets: [UInt8] = []
        var rest = payload
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "="), let high = rest.first.flatMap(ASCII.hexValue),
                let low = rest.dropFirst().first.flatMap(ASCII.hexValue)
            {
                octets.append(high << 4 | low)
                rest = rest.dropFirst(2)
            } else {
                octets.append(byte == UInt8(ascii: "_") ? ASCII.space : byte)
            }
        }
        return octets
    }
}
