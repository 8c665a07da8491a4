import Foundation

/// A message in a file or on standard input.
struct MessageFile {
    /// A message of more octets than this is refused by every server known.
    private static let maximumSize = 256 << 20

    var bytes: [UInt8]

    static func read(_ path: String) throws -> MessageFile {
        let handle: FileHandle
        if path == "-" {
            handle = .standardInput
        } else {
            guard let file = FileHandle(forReadingAtPath: path) else {
                throw CommandFailure(.refused, "\(path) can't be read; is the name right?")
            }
            handle = file
        }
        let data: Data
        do {
            data = try handle.read(upToCount: maximumSize + 1) ?? Data()
        } catch {
            throw CommandFailure(.refused, "\(path) can't be read; is it a folder?")
        }
        guard data.count <= maximumSize else {
            throw CommandFailure(.refused, "\(path) is larger than 256 MiB")
        }
        return MessageFile(bytes: Array(data))
    }

    /// With CRLF at the end of each line, as a server must get it (RFC 5322 section 2.3).
    var withNetworkLineEnds: [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count + bytes.count / 32)
        var previous: UInt8 = 0
        for byte in bytes {
            if byte == 0x0a, previous != 0x0d { result.append(0x0d) }
            result.append(byte)
            previous = byte
        }
        return result
    }
}
