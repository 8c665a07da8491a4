import CZlib

/// Deflates what is sent under COMPRESS=DEFLATE (RFC 4978).
final class Deflater {
    /// What commands gain beyond it is not worth the time.
    private static let level: Int32 = 6
    private static let step = 16 << 10

    private let stream: OpaquePointer
    private var isFlushed = true

    /// Nil where there is no memory for it.
    init?() {
        guard let stream = cz_deflate_begin(Self.level) else { return nil }
        self.stream = stream
    }

    deinit { cz_deflate_end(stream) }

    /// Takes octets; what it gives back may be none of them yet.
    func deflate(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        guard !bytes.isEmpty else { return [] }
        isFlushed = false
        return run(bytes, flushes: false)
    }

    /// Gives out all that was taken so far, so that the server can read it.
    func flush() -> [UInt8] {
        guard !isFlushed else { return [] }
        isFlushed = true
        return run([], flushes: true)
    }

    private func run(_ bytes: ArraySlice<UInt8>, flushes: Bool) -> [UInt8] {
        var result: [UInt8] = []
        var rest = bytes
        var isFull = true
        // zlib has given everything once it leaves room.
        while isFull || !rest.isEmpty {
            var left = rest.count
            var room = Self.step
            result += [UInt8](unsafeUninitializedCapacity: Self.step) { buffer, count in
                rest.withUnsafeBufferPointer { source in
                    guard let target = buffer.baseAddress else { return }
                    _ = cz_deflate(stream, source.baseAddress, &left, target, &room, flushes ? 1 : 0)
                }
                count = Self.step - room
            }
            // Nothing taken and nothing given would go on for ever; zlib does so only after misuse.
            if left == rest.count, room == Self.step { break }
            isFull = room == 0
            rest = rest.suffix(left)
        }
        return result
    }
}
