import CZlib

/// Why a compressed stream cannot be read on.
enum InflateFailure: Error, Equatable {
    /// What came is no deflate.
    case broken
    /// The stream said that it is over, which it never is within a connection (RFC 4978 section 3).
    case ended
}

/// Inflates what a server sends under COMPRESS=DEFLATE (RFC 4978), in steps of bounded size.
///
/// Input that a step leaves is kept, and no more than one read of the network gives; so a stream that inflates to a
/// thousand times its size costs the memory of one step, and stops where its reader stops.
final class Inflater {
    /// The most octets that one step gives.
    static let step = 16 << 10

    private let stream: OpaquePointer
    private var input: [UInt8] = []
    private var position = 0
    private var failure: InflateFailure?
    /// Whether the last step filled its room, so that more may wait within zlib.
    private var mayHoldMore = false

    /// Nil where there is no memory for it.
    init?() {
        guard let stream = cz_inflate_begin() else { return nil }
        self.stream = stream
    }

    deinit { cz_inflate_end(stream) }

    /// Octets that wait to be inflated.
    var pendingBytes: Int { input.count - position }

    /// Takes octets of the stream.
    func append(_ bytes: some Collection<UInt8>) {
        if position == input.count {
            input.removeAll(keepingCapacity: input.capacity <= 4 * Self.step)
            position = 0
        }
        input.append(contentsOf: bytes)
    }

    /// The next octets, at most `step`; nil until more of the stream comes.
    func next() throws(InflateFailure) -> [UInt8]? {
        if let failure { throw failure }
        guard position < input.count || mayHoldMore else { return nil }
        var left = input.count - position
        var room = Self.step
        var result = Int32(bitPattern: cz_ok.rawValue)
        let output = [UInt8](unsafeUninitializedCapacity: Self.step) { buffer, count in
            input.withUnsafeBufferPointer { source in
                guard let base = source.baseAddress, let target = buffer.baseAddress else { return }
                result = cz_inflate(stream, base + position, &left, target, &room)
            }
            count = Self.step - room
        }
        position = input.count - left
        mayHoldMore = room == 0
        if result != Int32(bitPattern: cz_ok.rawValue) {
            failure = result == Int32(bitPattern: cz_ended.rawValue) ? .ended : .broken
            // What was inflated before the fault counts; the fault is for the next step.
            if output.isEmpty, let failure { throw failure }
        }
        return output.isEmpty ? nil : output
    }
}
