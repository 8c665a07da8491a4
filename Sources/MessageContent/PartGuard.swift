import Glibc

/// Keeps a message of a hundred thousand parts from GMime, which makes an object of each before it can be asked how many
/// there are.
enum PartGuard {
    /// Where to end the source so that few more than so many parts begin in it; its count where there are fewer.
    ///
    /// A line that begins with `--`, with a field of a header or an empty line below it, is taken for the beginning of a part
    /// (RFC 2046 section 5.1.1): texts have few such lines.
    static func end(of source: [UInt8], maximumParts: Int) -> Int {
        source.withUnsafeBytes { bytes in
            guard let start = bytes.baseAddress else { return 0 }
            var openings = 0
            var line = 0
            while line < bytes.count {
                // memchr looks at no octet beyond the count.
                let found = memchr(start + line, 0x0A, bytes.count - line).map { UnsafeRawPointer($0) - start }
                let next = (found ?? bytes.count) + 1
                if line + 2 < bytes.count, bytes[line] == UInt8(ascii: "-"), bytes[line + 1] == UInt8(ascii: "-"),
                    beginsPart(bytes, at: next)
                {
                    openings += 1
                    if openings > maximumParts { return line }
                }
                line = next
            }
            return bytes.count
        }
    }

    /// Whether a field or an empty line stands there.
    private static func beginsPart(_ bytes: UnsafeRawBufferPointer, at start: Int) -> Bool {
        guard start < bytes.count else { return true }
        for index in start..<min(start + 80, bytes.count) {
            switch bytes[index] {
            case UInt8(ascii: ":"): return index > start
            case ASCII.lineFeed, ASCII.carriageReturn: return index == start
            case 0x21...0x7E: continue
            default: return false
            }
        }
        return false
    }
}
