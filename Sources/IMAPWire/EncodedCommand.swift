/// A command ready to be sent: each chunk after the first waits for a continuation from the server.
public struct EncodedCommand: Sendable, Equatable {
    /// A run of octets that must not be logged.
    public struct SecretRange: Sendable, Equatable {
        /// The index of the chunk it lies in.
        public var chunk: Int
        /// Where in that chunk.
        public var range: Range<Int>

        /// Takes each property as it is.
        public init(chunk: Int, range: Range<Int>) {
            self.chunk = chunk
            self.range = range
        }
    }

    /// The tag that its answer will carry.
    public let tag: String
    /// What to send; after each but the last, a continuation is waited for.
    public let chunks: [[UInt8]]
    /// In the order of the chunks.
    public let secrets: [SecretRange]

    /// Takes each property as it is.
    public init(tag: String, chunks: [[UInt8]], secrets: [SecretRange] = []) {
        self.tag = tag
        self.chunks = chunks
        self.secrets = secrets
    }

    /// Whether any of it must not be logged.
    public var hasSecrets: Bool { !secrets.isEmpty }

    /// All octets, as they would be sent if the server never had to be waited for.
    public var bytes: [UInt8] { chunks.flatMap { $0 } }

    /// One chunk for a transcript: each secret stands as `<redacted>`, whatever its length.
    public func redacted(chunk index: Int) -> [UInt8] {
        guard chunks.indices.contains(index) else { return [] }
        let chunk = chunks[index]
        var result: [UInt8] = []
        var position = 0
        for secret in secrets where secret.chunk == index {
            let range = secret.range.clamped(to: position..<chunk.count)
            result.append(contentsOf: chunk[position..<range.lowerBound])
            result.append(contentsOf: "<redacted>".utf8)
            position = range.upperBound
        }
        result.append(contentsOf: chunk[position...])
        return result
    }
}
