/// Takes a transfer encoding off (RFC 2045 section 6), in pieces of any size and in constant memory.
///
/// Nothing is refused: what is not of the encoding is skipped (base64) or kept as it stands (quoted-printable), and counted.
package struct TransferDecoder: Sendable {
    enum Method: Sendable {
        case identity
        case base64(Base64Decoder)
        case quotedPrintable(QuotedPrintableDecoder)
        case uuencode(UUDecoder)
    }

    var method: Method

    /// - Parameter encoding: the value of `Content-Transfer-Encoding`, in any case; an unknown one changes nothing.
    package init(encoding: String) {
        switch encoding.trimmed.lowercased() {
        case "base64": method = .base64(Base64Decoder())
        case "quoted-printable": method = .quotedPrintable(QuotedPrintableDecoder())
        case "x-uuencode", "uuencode", "x-uue", "uue": method = .uuencode(UUDecoder())
        default: method = .identity
        }
    }

    /// How many bytes were not of the encoding.
    package var malformed: Int {
        switch method {
        case .identity, .uuencode: 0
        case .base64(let decoder): decoder.malformed
        case .quotedPrintable(let decoder): decoder.malformed
        }
    }

    /// Decodes the next piece. What can't be decoded without the following bytes is kept for the next call.
    package mutating func decode(_ bytes: [UInt8]) -> [UInt8] {
        switch method {
        case .identity:
            return bytes
        case .base64(var decoder):
            // The value is taken out and put back so that the enum does not keep a second reference to its buffer.
            method = .identity
            let output = decoder.decode(bytes)
            method = .base64(decoder)
            return output
        case .quotedPrintable(var decoder):
            method = .identity
            let output = decoder.decode(bytes)
            method = .quotedPrintable(decoder)
            return output
        case .uuencode(var decoder):
            method = .identity
            let output = decoder.decode(bytes)
            method = .uuencode(decoder)
            return output
        }
    }

    /// What is left when the input has ended.
    package mutating func finish() -> [UInt8] {
        switch method {
        case .identity:
            return []
        case .base64(var decoder):
            let output = decoder.finish()
            method = .base64(decoder)
            return output
        case .quotedPrintable(var decoder):
            let output = decoder.finish()
            method = .quotedPrintable(decoder)
            return output
        case .uuencode(var decoder):
            let output = decoder.finish()
            method = .uuencode(decoder)
            return output
        }
    }

    /// Decodes all of a content at once.
    static func decode(_ bytes: [UInt8], encoding: String) -> (bytes: [UInt8], malformed: Int) {
        var decoder = TransferDecoder(encoding: encoding)
        var output = decoder.decode(bytes)
        output += decoder.finish()
        return (output, decoder.malformed)
    }
}
