/// Cuts text into lines without line ends, tabs or other control characters.
enum TextLines {
    /// Columns from one tab stop to the next.
    private static let tabStop = 8

    /// The lines of a text. CR LF, LF, CR, form feed and the Unicode separators all end one; the last line end adds none.
    static func split(_ text: String, limit: Int) -> [[UInt8]] {
        var lines: [[UInt8]] = []
        var line: [UInt8] = []
        var column = 0
        var previous: UInt8 = 0
        var beforePrevious: UInt8 = 0
        func endLine() {
            lines.append(line)
            line.removeAll(keepingCapacity: true)
            column = 0
        }
        for byte in text.utf8 {
            if lines.count >= limit { return lines }
            switch byte {
            case ASCII.lineFeed:
                if previous != ASCII.carriageReturn { endLine() }
            case ASCII.carriageReturn, 0x0B, 0x0C:
                endLine()
            case ASCII.tab:
                let width = tabStop - column % tabStop
                line.append(contentsOf: repeatElement(ASCII.space, count: width))
                column += width
            case 0...0x1F, 0x7F:
                break
            default:
                line.append(byte)
                // A character counts once, by its first byte.
                if byte & 0xC0 != 0x80 { column += 1 }
                if isSeparator(beforePrevious, previous, byte) {
                    line.removeLast(previous == 0xC2 ? 2 : 3)
                    endLine()
                } else if previous == 0xC2, byte < 0xA0 {
                    // U+0080 to U+009F: terminals take them for the beginning of commands.
                    line.removeLast(2)
                    column -= 1
                }
            }
            beforePrevious = previous
            previous = byte
        }
        if !line.isEmpty, lines.count < limit { endLine() }
        return lines
    }

    /// Whether the bytes end with U+0085, U+2028 or U+2029.
    private static func isSeparator(_ first: UInt8, _ second: UInt8, _ third: UInt8) -> Bool {
        (second == 0xC2 && third == 0x85) || (first == 0xE2 && second == 0x80 && (third == 0xA8 || third == 0xA9))
    }
}
