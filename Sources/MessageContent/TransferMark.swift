/// How a transfer decoder stands between two octets, in a few characters that the name of a file may hold.
package enum TransferMark {
    /// Nothing is held back.
    package static let start = "0"

    private static let longest = 12
    private static let characters = Set("0123456789abcdefr.".utf8)

    /// Whether a text is the mark of some decoder.
    package static func isValid(_ text: String) -> Bool {
        guard text.utf8.count <= longest, text.utf8.allSatisfy(characters.contains) else { return false }
        return text == start || Base64Decoder(mark: text) != nil || QuotedPrintableDecoder(mark: text) != nil
    }
}

extension TransferDecoder {
    /// Where the decoder stands; nil where that takes more than a mark can hold.
    package var mark: String? {
        switch method {
        case .identity: TransferMark.start
        case .base64(let decoder): decoder.mark
        case .quotedPrintable(let decoder): decoder.mark
        case .uuencode: nil
        }
    }

    /// A decoder that goes on where another one stood; nil where none of that encoding could stand.
    package init?(encoding: String, mark: String) {
        self.init(encoding: encoding)
        if mark == TransferMark.start { return }
        switch method {
        case .identity, .uuencode: return nil
        case .base64:
            guard let decoder = Base64Decoder(mark: mark) else { return nil }
            method = .base64(decoder)
        case .quotedPrintable:
            guard let decoder = QuotedPrintableDecoder(mark: mark) else { return nil }
            method = .quotedPrintable(decoder)
        }
    }
}

extension Base64Decoder {
    /// The digits that wait for a fourth, and their bits: `2.1a3`.
    var mark: String { digits == 0 ? TransferMark.start : "\(digits)." + String(bits, radix: 16) }

    init?(mark: String) {
        let parts = mark.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, let digits = Int(parts[0]), (1...3).contains(digits),
            let bits = UInt32(parts[1], radix: 16), bits < 1 << (6 * UInt32(digits))
        else { return nil }
        self.init(bits: bits, digits: digits)
    }
}

extension QuotedPrintableDecoder {
    /// Nil while blanks are held back, which can be many.
    var mark: String? {
        guard blanks.isEmpty else { return nil }
        switch state {
        case .text: return TransferMark.start
        case .equals: return "e"
        case .equalsDigit(let digit): return "d" + String(digit, radix: 16)
        case .equalsBlank: return "b"
        case .equalsReturn: return "r"
        }
    }

    init?(mark: String) {
        switch mark {
        case "e": self.init(state: .equals)
        case "b": self.init(state: .equalsBlank)
        case "r": self.init(state: .equalsReturn)
        default:
            guard mark.hasPrefix("d"), let digit = UInt8(mark.dropFirst(), radix: 16), ASCII.hexValue(digit) != nil
            else { return nil }
            self.init(state: .equalsDigit(digit))
        }
    }
}
