import MailModel

/// Which way a paragraph is read, by its first letter (UAX #9, rules P2 and P3).
enum TextDirection {
    static func isRightToLeft(_ spans: [ReadableMessage.Span]) -> Bool {
        for span in spans {
            for scalar in span.text.unicodeScalars {
                if isFromRight(scalar.value) { return true }
                if isASCIILetter(scalar.value) || (scalar.value >= 0x80 && scalar.properties.isAlphabetic) {
                    return false
                }
            }
        }
        return false
    }

    private static func isASCIILetter(_ value: UInt32) -> Bool {
        (0x41...0x5A).contains(value) || (0x61...0x7A).contains(value)
    }

    /// Letters of the classes R and AL: of Hebrew, Arabic and their kin. Their digits and marks are of neither direction.
    private static func isFromRight(_ value: UInt32) -> Bool {
        switch value {
        case 0x0660...0x0669, 0x06F0...0x06F9, 0x0610...0x061A, 0x064B...0x065F, 0x0591...0x05BD: false
        case 0x05BE...0x07FF, 0x0800...0x08FF, 0x200F, 0xFB1D...0xFDFF, 0xFE70...0xFEFC, 0x10800...0x10FFF,
            0x1E800...0x1EFFF:
            true
        default: false
        }
    }
}
