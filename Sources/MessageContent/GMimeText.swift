import CGMime
import MailModel

/// GMime's readers of header text: what the fast paths in Swift leave to it, which is everything out of the ordinary.
enum GMimeText {
    /// Runs once, by the guarantee of a static constant, before the first use of the library.
    static let isReady: Void = cgmime_initialise()

    /// Decodes RFC 2047 words and raw 8-bit text of an unfolded field body.
    static func decode(_ raw: some Sequence<UInt8>) -> String {
        isReady
        return take(cgmime_decode_text(terminated(EncodedWords.inUTF8(raw))))
    }

    /// Decodes RFC 2047 words wherever they stand, as senders put them into parameters against section 5.
    static func decodePhrase(_ raw: some Sequence<UInt8>) -> String {
        isReady
        return take(cgmime_decode_phrase(terminated(EncodedWords.inUTF8(raw))))
    }

    static func date(_ raw: some Sequence<UInt8>) -> MailDate? {
        isReady
        var seconds: Int64 = 0
        var offset: Int32 = 0
        guard cgmime_decode_date(terminated(raw), &seconds, &offset) != 0 else { return nil }
        return MailDate(seconds: seconds, offsetMinutes: Int(offset))
    }

    static func addresses(_ raw: some Sequence<UInt8>, limit: Int) -> [EmailAddress] {
        isReady
        let words = terminated(EncodedWords.inUTF8(raw))
        guard let list = cgmime_addresses_parse(words, Int32(clamping: limit)) else { return [] }
        defer { cgmime_addresses_free(list) }
        return (0..<cgmime_addresses_count(list)).map { index in
            EmailAddress(
                name: text(cgmime_addresses_name(list, index)),
                address: text(cgmime_addresses_address(list, index)))
        }
    }

    /// A copy of a C string that its object keeps; empty for none. `String(cString:)` repairs what is not UTF-8.
    static func text(_ borrowed: UnsafePointer<CChar>?) -> String {
        borrowed.map { String(cString: $0) } ?? ""
    }

    /// A copy of a C string that is ours, which is freed.
    static func take(_ owned: UnsafeMutablePointer<CChar>?) -> String {
        defer { cgmime_free(owned) }
        return text(owned)
    }

    /// The bytes as a C string. NUL is left out: it would end the string early.
    static func terminated(_ raw: some Sequence<UInt8>) -> [CChar] {
        var result: [CChar] = []
        result.reserveCapacity(raw.underestimatedCount + 1)
        for byte in raw where byte != 0 { result.append(CChar(bitPattern: byte)) }
        result.append(0)
        return result
    }
}
