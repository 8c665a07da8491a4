/// Quoted-printable (RFC 2045 section 6.7). A `=` that starts no escape stays as it is.
struct QuotedPrintableDecoder: Sendable {
    enum State: Sendable {
        case text
        case equals
        case equalsDigit(UInt8)
        /// After `=` and blanks, which may stand before the end of a line that goes on.
        case equalsBlank
        case equalsReturn
    }

    private(set) var state = State.text
    /// Blanks that are text only if something follows them on their line.
    private(set) var blanks: [UInt8] = []
    private(set) var malformed = 0

    /// Blanks that are held back; more in a row are surely meant.
    private static let maximumBlanks = 4_096

    init() {}

    /// Goes on in the middle of an escape.
    init(state: State) { self.state = state }

    mutating func decode(_ bytes: [UInt8]) -> [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity(bytes.count)
        var index = 0
        while index < bytes.count {
            if case .text = state, blanks.isEmpty {
                // What means itself goes over in one piece, blanks within the line too.
                let end = QuotedPrintableDecoder.endOfPlainRun(bytes, from: index)
                output.append(contentsOf: bytes[index..<end])
                index = end
                if index == bytes.count { break }
            }
            take(bytes[index], into: &output)
            index += 1
        }
        return output
    }

    /// Where the bytes end that stand for themselves: before an escape, a line end, or blanks that may end the line.
    private static func endOfPlainRun(_ bytes: [UInt8], from start: Int) -> Int {
        var end = start
        var index = start
        while index < bytes.count {
            switch bytes[index] {
            case UInt8(ascii: "="), ASCII.lineFeed, ASCII.carriageReturn: return end
            case ASCII.space, ASCII.tab: break
            default: end = index + 1
            }
            index += 1
        }
        return end
    }

    mutating func finish() -> [UInt8] {
        var output: [UInt8] = []
        switch state {
        case .text, .equals, .equalsBlank, .equalsReturn: break
        case .equalsDigit(let digit):
            malformed += 1
            output = [UInt8(ascii: "="), digit]
        }
        state = .text
        blanks.removeAll()
        return output
    }

    private mutating func take(_ byte: UInt8, into output: inout [UInt8]) {
        switch state {
        case .text:
            text(byte, into: &output)
        case .equals:
            afterEquals(byte, into: &output)
        case .equalsDigit(let first):
            state = .text
            if let high = ASCII.hexValue(first), let low = ASCII.hexValue(byte) {
                output.append(high << 4 | low)
            } else {
                malformed += 1
                output += [UInt8(ascii: "="), first]
                text(byte, into: &output)
            }
        case .equalsBlank:
            if ASCII.isBlank(byte) { return }
            state = .text
            if byte == ASCII.carriageReturn {
                state = .equalsReturn
            } else if byte != ASCII.lineFeed {
                malformed += 1
                output += [UInt8(ascii: "="), ASCII.space]
                text(byte, into: &output)
            }
        case .equalsReturn:
            state = .text
            if byte != ASCII.lineFeed { text(byte, into: &output) }
        }
    }

    private mutating func afterEquals(_ byte: UInt8, into output: inout [UInt8]) {
        switch byte {
        case ASCII.lineFeed:
            state = .text
        case ASCII.carriageReturn:
            state = .equalsReturn
        case ASCII.space, ASCII.tab:
            state = .equalsBlank
        case _ where ASCII.hexValue(byte) != nil:
            state = .equalsDigit(byte)
        default:
            malformed += 1
            state = .text
            output.append(UInt8(ascii: "="))
            text(byte, into: &output)
        }
    }

    private mutating func text(_ byte: UInt8, into output: inout [UInt8]) {
        if ASCII.isBlank(byte), blanks.count < QuotedPrintableDecoder.maximumBlanks {
            blanks.append(byte)
            return
        }
        let isLineEnd = byte == ASCII.lineFeed || byte == ASCII.carriageReturn
        if !blanks.isEmpty {
            // Blanks at the end of a line were added on the way (rule 3).
            if !isLineEnd { output += blanks }
            blanks.removeAll(keepingCapacity: true)
        }
        if byte == UInt8(ascii: "=") { state = .equals } else { output.append(byte) }
    }
}
