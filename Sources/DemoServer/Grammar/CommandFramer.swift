/// Cuts the byte stream of a client into whole commands, literals in place.
struct CommandFramer {
    /// What the stream yields next.
    enum Piece: Equatable {
        /// A whole command without its final CRLF; literals stand in it as `{n}` CRLF and their bytes.
        case command([UInt8])
        /// The client waits for a continuation before it sends a literal.
        case literalAnnounced
        /// A line or literal beyond the bounds: the conversation cannot go on.
        case tooLong
    }

    private let maximumLine: Int
    private let maximumLiteral: Int
    private var buffer: [UInt8] = []
    private var start = 0
    private var scanned = 0
    private var command: [UInt8] = []
    private var literalLeft = 0

    init(maximumLine: Int = 65_536, maximumLiteral: Int = 64 * 1024 * 1024) {
        self.maximumLine = maximumLine
        self.maximumLiteral = maximumLiteral
    }

    mutating func append(_ bytes: some Collection<UInt8>) {
        if start > 0 {
            buffer.removeFirst(start)
            scanned = max(0, scanned - start)
            start = 0
        }
        buffer.append(contentsOf: bytes)
    }

    mutating func next() -> Piece? {
        while true {
            if literalLeft > 0 {
                let taken = min(literalLeft, buffer.count - start)
                command.append(contentsOf: buffer[start..<(start + taken)])
                start += taken
                literalLeft -= taken
                scanned = start
                if literalLeft > 0 { return nil }
            }
            guard let line = takeLine() else {
                return buffer.count - start > maximumLine ? .tooLong : nil
            }
            command.append(contentsOf: line)
            guard let literal = Self.announcedLiteral(line) else {
                defer { command = [] }
                return .command(command)
            }
            guard literal.count <= maximumLiteral, command.count <= maximumLine + maximumLiteral else {
                return .tooLong
            }
            command.append(contentsOf: [13, 10])
            literalLeft = literal.count
            if literal.waits { return .literalAnnounced }
        }
    }

    /// Forgets a command whose literal was refused.
    mutating func discardCommand() {
        command = []
        literalLeft = 0
    }

    private mutating func takeLine() -> ArraySlice<UInt8>? {
        guard let end = buffer[max(start, scanned)...].firstIndex(of: 10) else {
            scanned = buffer.count
            return nil
        }
        var line = buffer[start..<end]
        start = end + 1
        scanned = start
        if line.last == 13 { line = line.dropLast() }
        return line
    }

    /// The literal that a line ends with, `{n}` or `{n+}` (RFC 7888).
    static func announcedLiteral(_ line: ArraySlice<UInt8>) -> (count: Int, waits: Bool)? {
        guard line.last == UInt8(ascii: "}"), let open = line.lastIndex(of: UInt8(ascii: "{")) else { return nil }
        var digits = line[(open + 1)...].dropLast()
        let waits = digits.last != UInt8(ascii: "+")
        if !waits { digits = digits.dropLast() }
        guard (1...9).contains(digits.count), let count = Int(String(decoding: digits, as: UTF8.self)) else {
            return nil
        }
        return count < 0 ? nil : (count, waits)
    }
}
