/// Uuencode (POSIX `uuencode`), which old programs declare as a transfer encoding.
struct UUDecoder: Sendable {
    private var line: [UInt8] = []
    private var isInside = false
    private var hasEnded = false

    /// A line of data has 61 characters; longer ones are not data.
    private static let maximumLine = 1_024

    mutating func decode(_ bytes: [UInt8]) -> [UInt8] {
        var output: [UInt8] = []
        for byte in bytes {
            if byte == ASCII.lineFeed {
                endLine(into: &output)
            } else if byte != ASCII.carriageReturn, line.count < UUDecoder.maximumLine {
                line.append(byte)
            }
        }
        return output
    }

    mutating func finish() -> [UInt8] {
        var output: [UInt8] = []
        endLine(into: &output)
        return output
    }

    private mutating func endLine(into output: inout [UInt8]) {
        defer { line.removeAll(keepingCapacity: true) }
        if hasEnded { return }
        if !isInside {
            isInside = line.starts(with: Array("begin ".utf8))
            return
        }
        if line.starts(with: Array("end".utf8)) {
            hasEnded = true
            return
        }
        guard let first = line.first else { return }
        let count = Int(value(first))
        var decoded: [UInt8] = []
        var digits = line.dropFirst()
        while decoded.count < count, !digits.isEmpty {
            let group = digits.prefix(4).map(value) + [0, 0, 0]
            digits = digits.dropFirst(4)
            decoded.append(group[0] << 2 | group[1] >> 4)
            decoded.append(group[1] << 4 | group[2] >> 2)
            decoded.append(group[2] << 6 | group[3])
        }
        output += decoded.prefix(count)
    }

    private func value(_ character: UInt8) -> UInt8 { (character &- 0x20) & 0x3F }
}
