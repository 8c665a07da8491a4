import DemoServer
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// A bare socket to a server, driven by a script of `C:` and `S:` lines.
///
/// A `C:` line is sent with CRLF. An `S:` line must equal the next line from the server, where `*` stands for anything,
/// `S: ...` passes over lines up to the one that follows it in the script, and `S: (closed)` wants the end of the connection.
/// Inside a line, `\r\n` stands for a line break.
final class Conversation {
    private let descriptor: Int32
    private var received: [UInt8] = []
    private var isAtEnd = false

    /// Connects to the server; every read gives up after some seconds.
    convenience init(with server: DemoServer) throws {
        try self.init(port: server.port)
    }

    /// Connects to a port of this machine.
    init(port: Int) throws {
        descriptor = try Self.connect(port: port)
    }

    deinit {
        close(descriptor)
    }

    private static func connect(port: Int) throws -> Int32 {
        #if canImport(Glibc)
            let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        #else
            let descriptor = socket(AF_INET, SOCK_STREAM, 0)
        #endif
        var patience = timeval(tv_sec: 10, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(UInt16(port)).bigEndian
        address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
        let result = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                #if canImport(Glibc)
                    Glibc.connect(descriptor, pointer, socklen_t(MemoryLayout<sockaddr_in>.size))
                #else
                    Darwin.connect(descriptor, pointer, socklen_t(MemoryLayout<sockaddr_in>.size))
                #endif
            }
        }
        guard result == 0 else {
            close(descriptor)
            throw NoConnection()
        }
        return descriptor
    }

    /// Plays a script, and records an issue where the server answers otherwise.
    func play(_ script: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
        var skips = false
        for line in script.split(separator: "\n").map(String.init) where !line.allSatisfy(\.isWhitespace) {
            let line = String(line.drop { $0 == " " })
            if line.hasPrefix("C: ") {
                send(String(line.dropFirst(3)) + "\r\n")
            } else if line == "S: ..." {
                skips = true
            } else if line == "S: (closed)" {
                while readLine() != nil {}
                #expect(isAtEnd, "the connection should be closed", sourceLocation: sourceLocation)
            } else if line.hasPrefix("S: ") {
                try expect(String(line.dropFirst(3)), skips: skips, sourceLocation)
                skips = false
            } else {
                Issue.record("a script line begins with C: or S:, not \(line)", sourceLocation: sourceLocation)
            }
        }
    }

    /// Logs in and selects a folder.
    func select(_ folder: String = "INBOX") throws {
        try play(
            """
            S: * OK [CAPABILITY *
            C: l1 LOGIN demo demo
            S: l1 OK *
            C: l2 SELECT \(folder)
            S: ...
            S: l2 OK [READ-WRITE] *
            """)
    }

    private func expect(_ pattern: String, skips: Bool, _ location: SourceLocation) throws {
        let pattern = pattern.replacing("\\r\\n", with: "\r\n")
        var seen: [String] = []
        while let line = readLine() {
            if Self.matches(line, pattern) { return }
            seen.append(line)
            if !skips { break }
        }
        Issue.record(
            "expected \(pattern), got \(seen.isEmpty ? "nothing" : seen.joined(separator: "⏎"))",
            sourceLocation: location)
        throw UnexpectedAnswer()
    }

    /// Sends bytes as they are.
    func send(_ text: String) {
        let bytes = Array(text.utf8)
        _ = bytes.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
    }

    /// The next response, with the literals in it; nil at the end or when nothing comes.
    func readLine() -> String? {
        var searched = 0
        while true {
            if let feed = received[searched...].firstIndex(of: 10) {
                let line = received[..<feed]
                guard let literal = Self.literal(atEndOf: line) else {
                    defer { received.removeFirst(feed + 1) }
                    return String(decoding: line.last == 13 ? line.dropLast() : line, as: UTF8.self)
                }
                searched = feed + 1 + literal
                while received.count < searched { guard fill() else { return nil } }
                continue
            }
            guard fill() else { return nil }
        }
    }

    private func fill() -> Bool {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        let count = buffer.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
        if count == 0 || (count < 0 && errno == ECONNRESET) { isAtEnd = true }
        guard count > 0 else { return false }
        received.append(contentsOf: buffer[..<count])
        return true
    }

    /// Whether something more arrives before `milliseconds` have passed.
    func hears(within milliseconds: Int32) -> Bool {
        if !received.isEmpty { return true }
        var poller = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        return poll(&poller, 1, milliseconds) > 0
    }

    private static func literal(atEndOf line: ArraySlice<UInt8>) -> Int? {
        let text = String(decoding: line.suffix(14), as: UTF8.self)
        guard text.hasSuffix("}\r"), let open = text.lastIndex(of: "{") else { return nil }
        return Int(text[text.index(after: open)...].dropLast(1).filter(\.isNumber))
    }

    private static func matches(_ line: String, _ pattern: String) -> Bool {
        // A star that begins an untagged response is itself.
        let isUntagged = pattern.hasPrefix("* ")
        let pieces = pattern.dropFirst(isUntagged ? 2 : 0).split(separator: "*", omittingEmptySubsequences: false)
        var rest = Substring(line)
        if isUntagged {
            guard rest.hasPrefix("* ") else { return false }
            rest = rest.dropFirst(2)
        }
        for (index, piece) in pieces.enumerated() {
            if index == 0 {
                guard rest.hasPrefix(piece) else { return false }
                rest = rest.dropFirst(piece.count)
            } else if index == pieces.count - 1 {
                return rest.hasSuffix(piece)
            } else {
                guard let range = rest.firstRange(of: piece) else { return false }
                rest = rest[range.upperBound...]
            }
        }
        return rest.isEmpty
    }
}

/// Nobody listens on the port.
struct NoConnection: Error {}

/// The server said something else than the script; the issue is recorded already.
struct UnexpectedAnswer: Error {}
